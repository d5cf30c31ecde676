import type { NamedField } from './history-columns.ts';
import { type NameBook, type Tally, tallyOf } from './name-book.ts';
import type { HistoryCase } from './read-history.ts';

/** Cases of one street, class, unit or channel; id and name are null for those of which nothing is known. */
export type Total = {
  readonly id: string | null;
  readonly name: string | null;
  readonly cases: number;
  /** All names of the id, where it has several. */
  readonly names?: Tally;
};

/** How many cases the history has: of each street, class, unit and channel the most first, months in their order. */
export type HistoryTotals = {
  readonly street: readonly Total[];
  readonly class: readonly Total[];
  readonly unit: readonly Total[];
  readonly channel: readonly Total[];
  readonly month: readonly { readonly month: string; readonly cases: number }[];
};

/** Counts cases by id; what has no id counts by its name. */
export function totalsOf(cases: readonly HistoryCase[], book: NameBook): HistoryTotals {
  const by = (field: NamedField): readonly Total[] => {
    const groups = Map.groupBy(cases, ({ named }) => named[field].id ?? `- ${named[field].name}`);
    const totals = [...groups.values()].flatMap((own): Total[] => {
      const named = own[0]?.named[field];
      if (named === undefined) return [];
      const names = named.id === null ? [] : book.namesOf(field, named.id);
      const total = { id: named.id, name: book.nameOf(field, named), cases: own.length };
      return [names.length > 1 ? { ...total, names } : total];
    });
    return totals.sort((a, b) => b.cases - a.cases || (`${a.id}` < `${b.id}` ? -1 : 1));
  };
  const months = tallyOf(cases.map(({ month }) => month)).toSorted((a, b) => (a.value < b.value ? -1 : 1));
  const month = months.map(({ value, cases: count }) => ({ month: value, cases: count }));
  return { street: by('street'), class: by('class'), unit: by('unit'), channel: by('channel'), month };
}
