import { localDateOf } from '@wanmi/calendar';
import type { CaseSummary } from '@wanmi/contracts';
import { lists } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import type { Actor } from '@wanmi/workflow';
import { bigramsOf, wordsOf } from './bigrams.ts';
import { badQuery } from './case-error.ts';
import { summarizeCase } from './case-view.ts';
import { storable } from './contents.ts';
import type { Desk } from './desk.ts';
import { type Listed, type Page, readCursor, writeCursor } from './page-cursor.ts';
import type { Reference } from './reference/reference.ts';
import { scopeOf } from './visibility.ts';

/** What a list is narrowed to; all parts must hold. */
export type CaseFilter = {
  readonly states?: readonly string[];
  /** A code prefix. */
  readonly area?: string;
  readonly department?: string;
  readonly classCode?: string;
  readonly light?: string;
  readonly channel?: string;
  /** Words in number, text or address, each of two characters at least. */
  readonly q?: string;
  readonly reportedFrom?: Instant;
  /** Not included. */
  readonly reportedTo?: Instant;
};

/**
 * The cases that a person may see, newest report first. Pages are stable: a case reported meanwhile shifts none.
 * Throws CaseError `bad-request` for a cursor that no list gave, or a search word of one character.
 */
export async function listCases(
  desk: Desk,
  viewer: Actor,
  filter: CaseFilter,
  page: Page,
): Promise<Listed<CaseSummary>> {
  const reference = desk.reference();
  const rows = await lists.list(desk.db, questionOf(reference, viewer, filter, page));
  const items = rows
    .slice(0, page.limit)
    .map(({ state, address }) => summarizeCase(state, reference, address === null ? {} : { address }));
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
  return { items, nextCursor: last ? writeCursor(last.state.reportedAt, last.state.id) : null };
}

/** The query of a page: one row more than it shows tells whether another follows. */
function questionOf(
  { calendars }: Reference,
  viewer: Actor,
  { q, area, ...filter }: CaseFilter,
  { cursor, limit }: Page,
): lists.ListQuestion {
  if (area !== undefined && !/^\d{1,15}$/.test(area)) throw badQuery('area', 'is no code prefix, needs 1 to 15 digits');
  const after = cursor === undefined ? undefined : positionOf(cursor);
  const monthOf = (at: Instant): number => Number(localDateOf(calendars.city, at).slice(0, 7).replace('-', ''));
  const { reportedFrom, reportedTo } = filter;
  const upper = [reportedTo, after?.reportedAt].filter((at) => at !== undefined);
  const last = upper.length === 0 ? null : monthOf(Math.min(...upper) as Instant);
  return {
    ...filter,
    scope: scopeOf(viewer),
    ...(area === undefined ? {} : { area }),
    ...searchOf(q),
    ...(after === undefined ? {} : { after }),
    months: { first: reportedFrom === undefined ? null : monthOf(reportedFrom), last },
    limit: limit + 1,
  };
}

function positionOf(cursor: string): lists.ListPosition {
  const { at, caseId } = readCursor(cursor);
  if (at === null) throw badQuery('cursor', 'is not one that this list gave, needs the nextCursor of the page before');
  return { reportedAt: at as Instant, caseId };
}

function searchOf(q: string | undefined): Pick<lists.ListQuestion, 'search'> {
  const words = wordsOf(storable(q ?? ''));
  if (words.length === 0) return {};
  const short = words.find((word) => [...word].length < 2);
  if (short !== undefined) throw badQuery('q', `has the word "${short}" of one character, needs two or more`);
  return { search: { words, bigrams: bigramsOf(...words) } };
}
