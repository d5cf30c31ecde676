import { type Database, imports, reference } from '@wanmi/db';
import { isoOf } from '@wanmi/kernel';
import type { Kysely } from 'kysely';
import type { Rejection, SourceFile } from '../outcome.ts';
import { areaFinder } from './find-area.ts';
import { type HistoryTotals, totalsOf } from './history-totals.ts';
import { type NameBook, type NameDoubt, nameBookOf } from './name-book.ts';
import { type HistoryCase, type MendedColumn, readHistory } from './read-history.ts';

export type CaseImport = {
  readonly file: SourceFile;
  /** The other system: with a case's id there it finds the case again. */
  readonly source: string;
  /** Only areas whose code begins with it are looked through for the names of the file. */
  readonly within?: string;
};

/** A place that no area has the names of, with how many cases say it. */
type UnknownPlace = {
  readonly kind: 'area-not-found';
  readonly district: string | null;
  readonly street: string | null;
  readonly community: string | null;
  readonly cases: number;
};
type BothTimes = { readonly kind: 'both-in-time-and-late'; readonly cases: number };

/** What was mended or left in doubt, and how often. */
export type HistoryDirt = MendedColumn | NameDoubt | UnknownPlace | BothTimes;

export type CasesOutcome = {
  readonly read: number;
  readonly accepted: number;
  /** Records, each with its reasons. */
  readonly rejected: readonly Rejection[];
  readonly added: number;
  readonly changed: number;
  /** Accepted ones whose community was recognised. */
  readonly inCommunity: number;
  readonly totals: HistoryTotals;
  readonly dirt: readonly HistoryDirt[];
};

/**
 * Imports cases of another system as history. What can be mended is mended and told, the row is kept as it came; only
 * rows without an id or a time are rejected. The same file again changes nothing; after an import of areas it finds more
 * places.
 */
export function importCases(db: Kysely<Database>, { file, source, within }: CaseImport): Promise<CasesOutcome> {
  const { read, cases, rejected, mended } = readHistory(file);
  const book = nameBookOf(cases);
  return db.transaction().execute(async (trx) => {
    const find = areaFinder(await reference.areas(trx), within);
    const rows = cases.map((one) => rowOf(one, { source, book, areaCode: find(placeOf(one)) ?? null }));
    const { added, changed } = await imports.saveImportedCases(trx, rows);
    const both = cases.filter(({ saysBothTimes }) => saysBothTimes).length;
    const unknown = unknownPlaces(cases.filter((_, i) => rows[i]?.area_code?.length !== 12));
    return {
      ...{ read, accepted: rows.length, rejected, added, changed },
      inCommunity: rows.filter(({ area_code }) => area_code?.length === 12).length,
      totals: totalsOf(cases, book),
      dirt: [
        ...mended,
        ...book.doubts,
        ...unknown,
        ...(both > 0 ? [{ kind: 'both-in-time-and-late', cases: both } as const] : []),
      ],
    };
  });
}

const placeOf = ({ district, named: { street, community } }: HistoryCase) => ({
  district,
  street: street.name,
  community: community.name,
});

function unknownPlaces(cases: readonly HistoryCase[]): UnknownPlace[] {
  const groups = Map.groupBy(cases.map(placeOf), (place) => JSON.stringify(place));
  return [...groups.values()].flatMap((own) => {
    const [place] = own;
    return place === undefined ? [] : [{ kind: 'area-not-found' as const, ...place, cases: own.length }];
  });
}

type RowFacts = { readonly source: string; readonly book: NameBook; readonly areaCode: string | null };

function rowOf(one: HistoryCase, { source, book, areaCode }: RowFacts): imports.ImportedCaseRow {
  const { street, community, majorClass, mainClass, class: minor, unit, channel, nature } = one.named;
  return {
    source,
    source_id: one.id,
    area_code: areaCode,
    reported_at: isoOf(one.reportedAt),
    street_name: book.nameOf('street', street),
    community_name: book.nameOf('community', community),
    class_path: { major: majorClass, main: mainClass, minor },
    class_id: minor.id,
    class_name: book.nameOf('class', minor),
    unit_id: unit.id,
    unit_name: book.nameOf('unit', unit),
    channel_id: channel.id,
    channel_name: book.nameOf('channel', channel),
    nature_name: book.nameOf('nature', nature),
    closed_in_time: one.closedInTime,
    raw: one.raw,
  };
}
