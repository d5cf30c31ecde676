import type { notices } from '@wanmi/db';
import { ApiError } from './errors.ts';

/** What a reader of a list has seen, as one opaque word: the number up to which, then the younger ones. */
export const formatSeen = ({ to, young }: notices.SettledNotices): string =>
  Buffer.from([to, ...young.map((number) => number - to)].join(' ')).toString('base64url');

/** Reads it back. Throws ApiError for a word that no list gave. */
export function parseSeen(text: string): notices.SettledNotices {
  const plain = Buffer.from(text, 'base64url').toString();
  const [to = -1, ...young] = /^\d{1,15}( \d{1,9})*$/.test(plain) ? plain.split(' ').map(Number) : [];
  if (to >= 0 && young.length <= MOST) return { to, young: young.map((distance) => to + distance) };
  const problem = 'is none that a list of notices gave';
  throw new ApiError('bad-request', `cannot mark notices: seen ${problem}`, {
    in: 'body',
    fields: [{ field: '/seen', problem }],
  });
}

const MOST = 1_000;
