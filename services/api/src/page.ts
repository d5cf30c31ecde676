import { ApiError } from './errors.ts';

/** Rows of a page when the client names no number. */
const DEFAULT_LIMIT = 50;

/** The page of a list that a query asks for. */
export const pageOf = ({ cursor, limit = DEFAULT_LIMIT }: { cursor?: string; limit?: number }) => ({
  limit,
  ...(cursor === undefined ? {} : { cursor }),
});

/** A page of a list whose cursor is the number of the last row shown, the highest first. Throws for another text. */
export function numberPage({ cursor, limit }: { readonly cursor?: string; readonly limit: number }): {
  readonly limit: number;
  readonly before: number | null;
} {
  if (cursor === undefined) return { limit, before: null };
  if (/^\d{1,15}$/.test(cursor)) return { limit, before: Number(cursor) };
  const problem = 'is none that this list gave';
  throw new ApiError('bad-request', `cannot read the list: cursor ${problem}`, {
    in: 'query',
    fields: [{ field: '/cursor', problem }],
  });
}
