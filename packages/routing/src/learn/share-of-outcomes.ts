import type { DepartmentCode } from '@wanmi/kernel';

/**
 * Of the cases of one class in one area: how many are or ended with the department, and how many left it again. A shorter
 * class code stands for a major, the empty one for every class.
 */
export type OutcomeCount = {
  readonly classCode: string;
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
 * Ranks departments by history, the likeliest first. Counts of the narrowest class and area come first; wider areas, then
 * wider classes, stand in where it has seen little. A department that cases left again loses in the measure in which they
 * did.
 */
export function shareOfOutcomes(counts: readonly OutcomeCount[]): readonly HistoryShare[] {
  const scopes = [...Map.groupBy(counts, ({ classCode, area }) => `${classCode}|${area}`).values()].sort(
    fromWideToNarrow,
  );
  const departments = [...new Set(counts.map(({ department }) => department))];
  const shares = new Map<DepartmentCode, number>(departments.map((one) => [one, 1 / departments.length]));
  const narrowest = new Map<DepartmentCode, HistoryShare>();
  for (const own of scopes) {
    const cases = own.reduce((sum, { kept }) => sum + kept, 0);
    const found = new Map(own.map((one) => [one.department, one]));
    for (const department of departments) {
      const one = found.get(department);
      const share = ((one?.kept ?? 0) + WIDER_CASES * (shares.get(department) ?? 0)) / (cases + WIDER_CASES);
      shares.set(department, share);
      if (one !== undefined) narrowest.set(department, { ...one, cases, share });
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

function fromWideToNarrow([left]: readonly OutcomeCount[], [right]: readonly OutcomeCount[]): number {
  const byClass = (left?.classCode.length ?? 0) - (right?.classCode.length ?? 0);
  return byClass === 0 ? (left?.area.length ?? 0) - (right?.area.length ?? 0) : byClass;
}

/** Share of the cases sent to a department that stayed, by its narrowest class and widest area; one more is supposed. */
function stayRate(counts: readonly OutcomeCount[], department: DepartmentCode): number {
  const standing = ({ classCode, kept, moved }: OutcomeCount): number => classCode.length * MOST_CASES + kept + moved;
  const telling = counts
    .filter((one) => one.department === department)
    .reduce((most, one) => (standing(one) > standing(most) ? one : most));
  return (telling.kept + 1) / (telling.kept + telling.moved + 1);
}

/** More than any scope has. */
const MOST_CASES = 1e12;
