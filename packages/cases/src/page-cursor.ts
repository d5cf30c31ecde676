import { badQuery } from './case-error.ts';

/** Part of a list: at most `limit` rows behind `cursor`. */
export type Page = { readonly limit: number; readonly cursor?: string };

/** A page of a list; `nextCursor` is null on the last one. */
export type Listed<Item> = { readonly items: Item[]; readonly nextCursor: string | null };

/** Writes where a page ended as a text that clients hand back. */
export const writeCursor = (at: number | null, caseId: string): string =>
  Buffer.from(JSON.stringify([at, caseId])).toString('base64url');

/** Reads a cursor. Throws CaseError `bad-request` for a text that is none. */
export function readCursor(text: string): { readonly at: number | null; readonly caseId: string } {
  const [at, caseId, ...rest] = arrayIn(Buffer.from(text, 'base64url').toString());
  const isAt = at === null || (typeof at === 'number' && Math.abs(at) <= 8.64e15);
  if (!isAt || typeof caseId !== 'string' || caseId.includes('\0') || rest.length > 0) {
    throw badQuery('cursor', 'is not one that a list gave, needs the nextCursor of the page before');
  }
  return { at, caseId };
}

function arrayIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
