import { NAMED_FIELDS, type Named, type NamedField } from './history-columns.ts';
import type { HistoryCase } from './read-history.ts';

/** Names or ids with how many cases have each: the most frequent first, of equals the first in code order. */
export type Tally = readonly { readonly value: string; readonly cases: number }[];

/** An id with several names: it is kept under the first of them. */
type SeveralNames = {
  readonly kind: 'several-names';
  readonly field: NamedField;
  readonly id: string;
  readonly names: Tally;
};
/** A name with several ids: they stay apart, since nobody can tell whether they are one. */
type SeveralIds = {
  readonly kind: 'several-ids';
  readonly field: NamedField;
  readonly name: string;
  readonly ids: Tally;
};
export type NameDoubt = SeveralNames | SeveralIds;

/** What a file's ids are called. */
export type NameBook = {
  /** The name that an id is kept under: its most frequent one. Without an id, the name as it is. */
  readonly nameOf: (field: NamedField, named: Named) => string | null;
  /** Every name of an id. */
  readonly namesOf: (field: NamedField, id: string) => Tally;
  readonly doubts: readonly NameDoubt[];
};

/** Gathers the names of every id, and finds ids with several names and names with several ids. */
export function nameBookOf(cases: readonly HistoryCase[]): NameBook {
  const books = new Map(NAMED_FIELDS.map((field) => [field, bookOf(cases.map(({ named }) => named[field]))]));
  const namesOf = (field: NamedField, id: string): Tally => books.get(field)?.names.get(id) ?? [];
  const nameOf = (field: NamedField, { id, name }: Named): string | null =>
    id === null ? name : (namesOf(field, id)[0]?.value ?? name);
  const doubts = [...books].flatMap(([field, { names, ids }]): NameDoubt[] => [
    ...several(names).map(([id, tally]): NameDoubt => ({ kind: 'several-names', field, id, names: tally })),
    ...several(ids).map(([name, tally]): NameDoubt => ({ kind: 'several-ids', field, name, ids: tally })),
  ]);
  return { nameOf, namesOf, doubts };
}

type Tallies = ReadonlyMap<string, Tally>;

function bookOf(all: readonly Named[]): { readonly names: Tallies; readonly ids: Tallies } {
  const known = all.flatMap(({ id, name }) => (id === null || name === null ? [] : [{ id, name }]));
  const names = Map.groupBy(known, ({ id }) => id);
  const ids = Map.groupBy(known, ({ name }) => name);
  return {
    names: new Map([...names].map(([id, own]) => [id, tallyOf(own.map(({ name }) => name))])),
    ids: new Map([...ids].map(([name, own]) => [name, tallyOf(own.map(({ id }) => id))])),
  };
}

/** Counts equal values. */
export function tallyOf(values: readonly string[]): Tally {
  const counts = [...Map.groupBy(values, (value) => value)].map(([value, own]) => ({ value, cases: own.length }));
  return counts.sort((a, b) => b.cases - a.cases || (a.value < b.value ? -1 : 1));
}

const several = (tallies: Tallies): [string, Tally][] => [...tallies].filter(([, tally]) => tally.length > 1);
