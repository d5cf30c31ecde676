import type { DepartmentCode } from '@wanmi/kernel';
import { explainBriefly } from './decider.ts';
import type { RoutingIndex } from './index-rules.ts';
import type { Question } from './question.ts';
import { type Routing, route } from './route.ts';

/** A case of the past: what the router would be asked, and the department that had it in the end. */
export type PastCase = {
  readonly id: string;
  readonly question: Question;
  /** Null while it has none. */
  readonly final: DepartmentCode | null;
};

/** One side of a change: the department, or null where a person decides. */
export type Side = {
  readonly department: DepartmentCode | null;
  readonly assisting: readonly DepartmentCode[];
  readonly because: { readonly zh: string; readonly en: string };
};

/** A case that a changed set of rules would send elsewhere. */
export type MovedCase = {
  readonly id: string;
  readonly from: Side;
  readonly to: Side;
  readonly final: DepartmentCode | null;
};

/** What a dry run counted. Sums of several runs are sums of their fields. */
export type DryRunCounts = {
  readonly cases: number;
  readonly moved: number;
  /** Decided without a person, before and after. */
  readonly decided: { readonly before: number; readonly after: number };
  /** Cases with a final department, and how many of them each side sends there without a person. */
  readonly judged: number;
  readonly agreed: { readonly before: number; readonly after: number };
  /** Decided without a person, but not as it ended. */
  readonly wrong: { readonly before: number; readonly after: number };
};

export const NO_COUNTS: DryRunCounts = {
  cases: 0,
  moved: 0,
  decided: { before: 0, after: 0 },
  judged: 0,
  agreed: { before: 0, after: 0 },
  wrong: { before: 0, after: 0 },
};

/**
 * Asks two sets of rules about each case and lists those that would move: another lead, or other helpers, or a person
 * instead of a rule. At most `sample` of them are listed; all are counted. Cost: two questions a case.
 */
export function compareRules(
  before: RoutingIndex,
  after: RoutingIndex,
  cases: readonly PastCase[],
  sample: number,
): { readonly counts: DryRunCounts; readonly moved: readonly MovedCase[] } {
  const moved: MovedCase[] = [];
  let counts = NO_COUNTS;
  for (const { id, question, final } of cases) {
    const [old, next] = [route(before, question), route(after, question)];
    const isMoved = targetOf(old) !== targetOf(next);
    if (isMoved && moved.length < sample) moved.push({ id, from: sideOf(old), to: sideOf(next), final });
    counts = addCounts(counts, countOf(old, next, final, isMoved));
  }
  return { counts, moved };
}

/** Adds the counts of two runs. */
export function addCounts(one: DryRunCounts, other: DryRunCounts): DryRunCounts {
  const pair = (name: 'decided' | 'agreed' | 'wrong') => ({
    before: one[name].before + other[name].before,
    after: one[name].after + other[name].after,
  });
  return {
    cases: one.cases + other.cases,
    moved: one.moved + other.moved,
    judged: one.judged + other.judged,
    decided: pair('decided'),
    agreed: pair('agreed'),
    wrong: pair('wrong'),
  };
}

const targetOf = (routing: Routing): string =>
  routing.outcome === 'undecided' ? '' : [routing.department, ...routing.assisting.toSorted()].join(' ');

const leadOf = (routing: Routing): DepartmentCode | null =>
  routing.outcome === 'undecided' ? null : routing.department;

const sideOf = (routing: Routing): Side => ({
  department: leadOf(routing),
  assisting: routing.outcome === 'undecided' ? [] : routing.assisting,
  because: { zh: explainBriefly(routing.explanation, 'zh'), en: explainBriefly(routing.explanation, 'en') },
});

function countOf(old: Routing, next: Routing, final: DepartmentCode | null, isMoved: boolean): DryRunCounts {
  const [before, after] = [leadOf(old), leadOf(next)];
  const isWrong = (lead: DepartmentCode | null): number => Number(lead !== null && final !== null && lead !== final);
  const agrees = (lead: DepartmentCode | null): number => Number(lead !== null && lead === final);
  return {
    cases: 1,
    moved: Number(isMoved),
    decided: { before: Number(before !== null), after: Number(after !== null) },
    judged: Number(final !== null),
    agreed: { before: agrees(before), after: agrees(after) },
    wrong: { before: isWrong(before), after: isWrong(after) },
  };
}
