import type { DepartmentCode } from '@wanmi/kernel';
import type { DepartmentIndex } from './department.ts';
import type { HistoryShare } from './learn/share-of-outcomes.ts';
import type { Routing } from './route.ts';

/** One reason for or against a candidate, as data. */
export type CandidateReason =
  | { readonly because: 'decided' }
  | { readonly because: 'rule'; readonly rule: string }
  | { readonly because: 'territorial'; readonly area: string }
  | ({ readonly because: 'history' } & Pick<HistoryShare, 'classCode' | 'area' | 'kept' | 'cases' | 'moved' | 'share'>)
  | { readonly because: 'returned' };

/** A department that a dispatcher may choose, with its reasons, the weightiest first, and those in words. */
export type RankedCandidate = {
  readonly department: DepartmentCode;
  readonly name: string;
  readonly reasons: readonly CandidateReason[];
  readonly text: { readonly zh: string; readonly en: string };
};

export type CandidateFacts = {
  readonly departments: DepartmentIndex;
  /** From `shareOfOutcomes`. */
  readonly history: readonly HistoryShare[];
  /** Departments that gave this very case back. */
  readonly returnedBy: readonly DepartmentCode[];
};

/** A history that speaks for a department more often than not goes before the territorial unit. */
const LIKELY = 0.5;

/**
 * Ranks departments for a dispatcher: what the rules say, those that tie in the order of history; then whom history
 * makes likely; then the territorial unit; then the rest of history. Who gave this case back comes last. Departments no
 * longer active are left out.
 */
export function rankCandidates(routing: Routing, facts: CandidateFacts): readonly RankedCandidate[] {
  const shares = new Map(facts.history.map((one) => [one.department, one]));
  const reasons = new Map<DepartmentCode, CandidateReason[]>();
  const add = (department: DepartmentCode, reason: CandidateReason): void => {
    const own = reasons.get(department);
    if (own === undefined) reasons.set(department, [reason]);
    else own.push(reason);
  };
  for (const [department, reason] of reasonsOf(routing)) add(department, reason);
  for (const { department, classCode, area, kept, cases, moved, share } of facts.history) {
    add(department, { because: 'history', classCode, area, kept, cases, moved, share });
  }
  for (const department of facts.returnedBy) add(department, { because: 'returned' });
  const tied = new Set(routing.explanation.steps.flatMap((step) => (step.step === 'tied' ? step.rules : [])));
  const keyOf = (department: DepartmentCode): readonly number[] => {
    const own = reasons.get(department) ?? [];
    const share = shares.get(department)?.share ?? 0;
    const tier = tierOf(own, tied, share);
    // Rules below those that tie stand in their own order.
    return [Number(facts.returnedBy.includes(department)), tier, tier === LOWER_RULES ? 0 : -share];
  };
  return [...reasons.keys()]
    .filter((department) => facts.departments.find(department)?.active === true)
    .map((department, order) => ({ department, key: [...keyOf(department), order] }))
    .sort((left, right) => compareKeys(left.key, right.key))
    .map(({ department }) => candidateOf(department, reasons.get(department) ?? [], facts));
}

/** What the router itself says: its decision, or its candidates. */
function reasonsOf(routing: Routing): readonly (readonly [DepartmentCode, CandidateReason])[] {
  if (routing.outcome === 'decided') return [[routing.department, { because: 'decided' }]];
  return routing.candidates.map(({ department, ...reason }) => [department, reason]);
}

const LOWER_RULES = 1;

/** Lower goes first. */
function tierOf(reasons: readonly CandidateReason[], tied: ReadonlySet<string>, share: number): number {
  const rule = reasons.find((one) => one.because === 'rule');
  if (reasons.some(({ because }) => because === 'decided') || (rule !== undefined && tied.has(rule.rule))) return 0;
  if (rule !== undefined) return LOWER_RULES;
  if (share >= LIKELY) return 2;
  return reasons.some(({ because }) => because === 'territorial') ? 3 : 4;
}

const compareKeys = (left: readonly number[], right: readonly number[]): number =>
  left.map((value, index) => value - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;

function candidateOf(
  department: DepartmentCode,
  reasons: readonly CandidateReason[],
  { departments }: CandidateFacts,
): RankedCandidate {
  const name = departments.find(department)?.name ?? department;
  const text = { zh: reasons.map(inChinese).join('；'), en: reasons.map(inEnglish).join('; ') };
  return { department, name, reasons, text };
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

function inChinese(reason: CandidateReason): string {
  switch (reason.because) {
    case 'decided':
      return '按现行规则应派往该部门';
    case 'rule':
      return `规则 ${reason.rule} 适用`;
    case 'territorial':
      return `属地单位（${reason.area}）`;
    case 'history':
      return `区域 ${reason.area} ${reason.classCode === '' ? '各类' : `类别 ${reason.classCode} `}${reason.cases} 件中由其办理 ${reason.kept} 件，退回或改派 ${reason.moved} 件，估计 ${percent(reason.share)}`;
    case 'returned':
      return '已退回过本案';
  }
}

function inEnglish(reason: CandidateReason): string {
  switch (reason.because) {
    case 'decided':
      return 'the rules in force send it here';
    case 'rule':
      return `rule ${reason.rule} applies`;
    case 'territorial':
      return `the territorial unit of ${reason.area}`;
    case 'history':
      return `of ${reason.cases} cases of ${reason.classCode === '' ? 'any class' : `class ${reason.classCode}`} in ${reason.area} it kept ${reason.kept}, ${reason.moved} left it again; estimated ${percent(reason.share)}`;
    case 'returned':
      return 'it gave this very case back';
  }
}
