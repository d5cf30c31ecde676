import type { DepartmentCode } from '@wanmi/kernel';

/** Of the cases of one class in one area: how many are or ended with the department, and how many left it again. */
export type OutcomeCount = {
  readonly area: string;
  readonly department: DepartmentCode;
  readonly kept: number;
  readonly moved: number;
};

/** How likely a case of the class stays with the department, and what the narrowest area that met it says. */
export type HistoryShare = OutcomeCount & {
  /** All cases of the class that the area kept. */
  readonly cases: number;
  /** 0–1, before any other reason. */
  readonly share: number;
};

/** What the wider area says counts like so many cases of the narrower one. */
const WIDER_CASES = 2;

/**
 * Ranks departments by the history of a class, the likeliest first. Counts of the narrowest area come first; the wider
 * areas stand in where it has seen little. A department that cases left again loses in the measure in which they did.
 */
export function shareOfOutcomes(counts: readonly OutcomeCount[]): readonly HistoryShare[] {
  const byArea = Map.groupBy(counts, ({ area }) => area);
  const areas = [...byArea.keys()].sort((left, right) => left.length - right.length);
  const departments = [...new Set(counts.map(({ department }) => department))];
  const shares = new Map<DepartmentCode, number>(departments.map((one) => [one, 1 / departments.length]));
  const narrowest = new Map<DepartmentCode, HistoryShare>();
  for (const area of areas) {
    const own = byArea.get(area) ?? [];
    const cases = own.reduce((sum, { kept }) => sum + kept, 0);
    const found = new Map(own.map((one) => [one.department, one]));
    for (const department of departments) {
      const one = found.get(department) ?? { area, department, kept: 0, moved: 0 };
      const share = (one.kept + WIDER_CASES * (shares.get(department) ?? 0)) / (cases + WIDER_CASES);
      shares.set(department, share);
      if (found.has(department)) narrowest.set(department, { ...one, cases, share });
    }
  }
  return departments
    .flatMap((department) => {
      const seen = narrowest.get(department);
      return seen === undefined
        ? []
        : [{ ...seen, share: (shares.get(department) ?? 0) * stayRate(counts, department) }];
    })
    .sort((left, right) => right.share - left.share || (left.department < right.department ? -1 : 1));
}

/** Share of the cases sent to a department that stayed, by the widest area; one more that stayed is supposed. */
function stayRate(counts: readonly OutcomeCount[], department: DepartmentCode): number {
  const widest = counts
    .filter((one) => one.department === department)
    .reduce((most, one) => (one.kept + one.moved > most.kept + most.moved ? one : most));
  return (widest.kept + 1) / (widest.kept + widest.moved + 1);
}
