import type { Total } from './history-totals.ts';
import type { CasesOutcome, HistoryDirt } from './import-cases.ts';
import type { Tally } from './name-book.ts';

/** What came of an import of cases, with all totals, for a person. */
export function describeCases({ read, accepted, rejected, added, changed, inCommunity, totals }: CasesOutcome): string {
  const { month, ...named } = totals;
  return [
    `cases: ${read} read, ${accepted} accepted (${added} added, ${changed} changed), ${rejected.length} rejected`,
    `${inCommunity} of them lie in a community that is known here`,
    ...Object.entries(named).flatMap(([field, all]) => ['', `by ${field}: ${all.length}`, ...all.map(lineOf)]),
    '',
    `by month: ${month.length}`,
    ...month.map((one) => `${counted(one.cases)}  ${one.month}`),
  ].join('\n');
}

const counted = (cases: number): string => String(cases).padStart(8);

function lineOf({ id, name, cases, names }: Total): string {
  const also = names === undefined ? '' : `, as ${spelt(names)}`;
  return `${counted(cases)}  ${name ?? 'unknown'}${id === null ? '' : ` (${id}${also})`}`;
}

const spelt = (tally: Tally): string => tally.map(({ value, cases }) => `${value} ${cases}`).join(', ');

/** One piece of dirt in words. */
export function describeDirt(dirt: HistoryDirt): string {
  switch (dirt.kind) {
    case 'unknown-mark':
      return `${dirt.column}: ${dirt.cells} cells say "-" or the like: kept as unknown`;
    case 'html-entity':
      return `${dirt.column}: ${dirt.cells} cells hold entities of HTML: decoded`;
    case 'bracket-width':
      return `${dirt.column}: ${dirt.cells} cells have half-width brackets in Chinese text: made full-width`;
    case 'several-names':
      return `${dirt.field} ${dirt.id} has ${dirt.names.length} names: ${spelt(dirt.names)}: kept under the first`;
    case 'several-ids':
      return `${dirt.field} "${dirt.name}" has ${dirt.ids.length} ids: ${spelt(dirt.ids)}: kept apart`;
    case 'area-not-found': {
      const names = [dirt.district, dirt.street, dirt.community].map((name) => name ?? 'unknown').join(' / ');
      return `${names}: ${dirt.cases} cases: no such community is imported, or several are`;
    }
    case 'both-in-time-and-late':
      return `${dirt.cases} cases are both in time and late: kept as unknown`;
  }
}
