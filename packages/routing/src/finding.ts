import type { DepartmentCode } from '@wanmi/kernel';
import type { DepartmentIndex } from './department.ts';
import type { Candidate, Conclusion, ExplanationStep, UndecidedReason } from './explanation.ts';

/** A conclusion with the steps that led to it. */
export type Finding = { readonly steps: readonly ExplanationStep[]; readonly conclusion: Conclusion };

export const isActive = (departments: DepartmentIndex, code: string): boolean =>
  departments.find(code)?.active === true;

/** A decision; the leading department never assists itself. */
export const decided = (
  department: DepartmentCode,
  assisting: readonly DepartmentCode[],
  told: readonly DepartmentCode[],
): Conclusion => ({
  outcome: 'decided',
  department,
  assisting: [...new Set(assisting)].filter((code) => code !== department),
  told,
});

/** Leaves the case to a person, with each department once, and the territorial unit of the place behind the others. */
export function proposed(
  departments: DepartmentIndex,
  gridCode: string,
  {
    reason,
    steps,
    candidates,
  }: { reason: UndecidedReason; steps: readonly ExplanationStep[]; candidates: readonly Candidate[] },
): Finding {
  const local = departments.findTerritorial(gridCode);
  const first = new Map<string, Candidate>();
  for (const one of candidates) if (!first.has(one.department)) first.set(one.department, one);
  if (local === undefined) {
    return { steps, conclusion: { outcome: 'undecided', reason, candidates: [...first.values()] } };
  }
  const { code: department, area } = local;
  if (!first.has(department)) first.set(department, { department, because: 'territorial', area });
  return {
    steps: [...steps, { step: 'territorial', department, area }],
    conclusion: { outcome: 'undecided', reason, candidates: [...first.values()] },
  };
}

/** Splits off assisting departments that are no longer active, with the step that says so. */
export function activeOnly(
  departments: DepartmentIndex,
  codes: readonly DepartmentCode[],
): { readonly departments: readonly DepartmentCode[]; readonly steps: readonly ExplanationStep[] } {
  const dropped = codes.filter((code) => !isActive(departments, code));
  return {
    departments: codes.filter((code) => isActive(departments, code)),
    steps: dropped.length === 0 ? [] : [{ step: 'assisting-dropped', departments: dropped }],
  };
}
