import type { RULE_COLUMNS } from '../parse-rules.ts';
import { inTimeOrder, type LearnCase } from './history.ts';
import type { UnitNames } from './unit-names.ts';

/** A rule that a history suggests. It holds nothing until a person has approved it. */
export type ProposedRule = {
  readonly classCode: string;
  readonly className: string;
  /** Absent where the class goes to one unit everywhere. */
  readonly area?: { readonly code: string; readonly name: string };
  readonly unit: string;
  readonly unitName: string;
  /** Cases of the class in the area, and how many of them went to the unit. */
  readonly cases: number;
  readonly support: number;
  /** support / cases. */
  readonly precision: number;
  /** Ids of the latest cases that went there, and of those that went elsewhere. */
  readonly examples: readonly string[];
  readonly exceptions: readonly string[];
};

export type ProposalOptions = {
  /** The fewest cases that make a rule; default 5. */
  readonly leastSupport?: number;
  /** The least share that went to the unit; default 0.9. */
  readonly leastPrecision?: number;
};

const EXAMPLES = 5;

/**
 * Proposes class × area → unit, from the widest area to the narrowest. A narrower one is proposed only where no wider one
 * already sends the class to the same unit. The most supported come first.
 */
export function proposeRules(
  history: readonly LearnCase[],
  units: UnitNames,
  { leastSupport = 5, leastPrecision = 0.9 }: ProposalOptions = {},
): readonly ProposedRule[] {
  const byClass = Map.groupBy(inTimeOrder(history), ({ classes }) => classes.at(-1)?.code ?? '');
  const isEnough = (one: ProposedRule): boolean => one.support >= leastSupport && one.precision >= leastPrecision;
  return [...byClass.values()]
    .flatMap((cases) => proposalsFor(cases, units, isEnough))
    .sort((left, right) => right.support - left.support || (left.classCode < right.classCode ? -1 : 1));
}

function proposalsFor(
  cases: readonly LearnCase[],
  units: UnitNames,
  isEnough: (one: ProposedRule) => boolean,
): readonly ProposedRule[] {
  const depth = cases.reduce((most, { areas }) => Math.max(most, areas.length), 0);
  const kept: ProposedRule[] = [];
  const covered = new Map<string, string>();
  for (let level = -1; level < depth; level++) {
    const groups = Map.groupBy(cases, ({ areas }) =>
      areas
        .slice(0, level + 1)
        .map(({ code }) => code)
        .join('/'),
    );
    for (const [path, group] of groups) {
      const wider = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      const above = level < 0 ? undefined : covered.get(`${level - 1}:${wider}`);
      const rule = ruleOf(group, units, level);
      const isNews = rule !== undefined && isEnough(rule) && rule.unit !== above;
      if (isNews) kept.push(rule);
      const now = isNews ? rule.unit : above;
      if (now !== undefined) covered.set(`${level}:${path}`, now);
    }
  }
  return kept;
}

function ruleOf(group: readonly LearnCase[], units: UnitNames, level: number): ProposedRule | undefined {
  const known = group.filter(({ unit }) => units.unitOf(unit) !== undefined);
  const byUnit = [...Map.groupBy(known, ({ unit }) => units.unitOf(unit) ?? '')];
  const [best] = byUnit.sort(([, left], [, right]) => right.length - left.length);
  const first = group[0];
  const matter = first?.classes.at(-1);
  if (best === undefined || matter === undefined) return undefined;
  const [unit, there] = best;
  const area = level < 0 ? undefined : first?.areas[level];
  const idsOf = (cases: readonly LearnCase[]): readonly string[] => cases.slice(-EXAMPLES).map(({ id }) => id);
  return {
    classCode: matter.code,
    className: matter.name,
    ...(area === undefined ? {} : { area }),
    unit,
    unitName: units.nameOf(unit),
    cases: group.length,
    support: there.length,
    precision: there.length / group.length,
    examples: idsOf(there),
    exceptions: idsOf(group.filter((one) => !there.includes(one))),
  };
}

/** What a proposal needs to become a row: where it was learned, the edition of its classes, the day from which it would hold. */
export type ProposalOrigin = { readonly source: string; readonly edition: string; readonly validFrom: string };

/**
 * A proposal as a row of the table of rules, under the weakest principle, so that it overrides no rule that somebody
 * decided. Codes are those of the history: where they are not ours, the import says so.
 */
export function rowOfProposal(
  rule: ProposedRule,
  index: number,
  { source, edition, validFrom }: ProposalOrigin,
): Record<(typeof RULE_COLUMNS)[number], string> {
  const exceptions = rule.exceptions.length === 0 ? '' : `; elsewhere ${rule.exceptions.join(' ')}`;
  const share = `${rule.support} of ${rule.cases} (${(100 * rule.precision).toFixed(1)} %)`;
  const where = rule.area === undefined ? 'everywhere' : rule.area.name;
  return {
    id: `learned-${String(index + 1).padStart(4, '0')}`,
    principle: 'district-leaders',
    edition,
    kind: '',
    classes: rule.classCode,
    condition: '',
    area: rule.area?.code ?? '',
    polygon: '',
    channel: '',
    hours: '',
    valid_from: validFrom,
    valid_to: '',
    department: rule.unit,
    assisting: '',
    source,
    note: `${rule.className}, ${where} -> ${rule.unitName}: ${share}; examples ${rule.examples.join(' ')}${exceptions}`,
  };
}
