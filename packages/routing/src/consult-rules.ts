import type { AppliedRule, Candidate, ExplanationStep } from './explanation.ts';
import { activeOnly, decided, type Finding, isActive, proposed } from './finding.ts';
import type { RoutingIndex } from './index-rules.ts';
import { compareRanks, decidingKey, type Match, matchRule } from './match-rule.ts';
import type { Question } from './question.ts';

/** Rules listed in an explanation; more are only counted. */
const LISTED_RULES = 20;

/**
 * Finds the rule that stands highest. Rules of equal rank must name the same lead, else a person decides; their
 * assisting departments are joined. A winner whose department is gone is not passed over: a person decides.
 */
export function consultRules(index: RoutingIndex, question: Question): Finding {
  const { departments } = index;
  const { ranked, unjudged } = rankedMatches(index, question);
  const applied = ranked.slice(0, LISTED_RULES).map(appliedRule);
  const listed = { step: 'rules', applied, more: ranked.length - applied.length, unjudged } as const;
  const candidates = ranked
    .filter(({ rule }) => isActive(departments, rule.department))
    .map(({ rule }): Candidate => ({ department: rule.department, because: 'rule', rule: rule.id }));
  const leave = (reason: 'no-rule' | 'tie' | 'inactive-department', ...steps: ExplanationStep[]): Finding =>
    proposed(departments, question.gridCode, { reason, steps: [listed, ...steps], candidates });

  const [best] = ranked;
  if (best === undefined) return leave('no-rule');
  const { id, department } = best.rule;
  const equals = ranked.filter(({ rank }) => compareRanks(rank, best.rank) === 0);
  if (equals.some(({ rule }) => rule.department !== department)) {
    return leave('tie', { step: 'tied', rules: equals.map(({ rule }) => rule.id) });
  }
  if (!isActive(departments, department))
    return leave('inactive-department', { step: 'inactive', rule: id, department });
  const helpers = activeOnly(departments, [...new Set(equals.flatMap(({ rule }) => rule.assisting))]);
  return {
    steps: [listed, victory(best, ranked), ...helpers.steps],
    conclusion: decided(department, helpers.departments, []),
  };
}

function rankedMatches(
  index: RoutingIndex,
  question: Question,
): { readonly ranked: readonly Match[]; readonly unjudged: readonly string[] } {
  const unjudged: string[] = [];
  const matches: Match[] = [];
  for (const rule of index.rulesFor(question.classCode, question.gridCode)) {
    const match = matchRule(rule, question);
    if (match === 'unjudged') unjudged.push(rule.id);
    else if (match !== undefined) matches.push(match);
  }
  // The sort is stable: equals stay in the order of the rule set.
  return { ranked: matches.toSorted((left, right) => compareRanks(right.rank, left.rank)), unjudged };
}

/** Why the best rule won: over the first that names another department, if there is one. */
function victory(best: Match, ranked: readonly Match[]): ExplanationStep {
  const rule = best.rule.id;
  const rival = ranked.find((one) => one.rule.department !== best.rule.department);
  const by = rival && decidingKey(best.rank, rival.rank);
  if (rival !== undefined && by !== undefined) return { step: 'won', rule, by, over: rival.rule.id };
  return { step: 'won', rule, by: ranked.length === 1 ? 'only' : 'agreement' };
}

const appliedRule = ({ rule, level }: Match): AppliedRule => ({
  rule: rule.id,
  principle: rule.principle,
  level,
  ...(rule.area === undefined ? {} : { area: rule.area }),
  ...(rule.polygon === undefined ? {} : { polygon: true }),
  ...(rule.channel === undefined ? {} : { channel: rule.channel }),
  ...(rule.hours === undefined ? {} : { hours: rule.hours }),
  department: rule.department,
  assisting: rule.assisting,
  source: rule.source,
});
