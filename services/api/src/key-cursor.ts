import { ApiError } from './errors.ts';

/** Writes the key at which a page ended as a text that clients hand back. */
export const writeKeyCursor = (parts: readonly string[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

/** Reads a key of so many texts. Throws ApiError `bad-request` for a text that no list gave. */
export function readKeyCursor(text: string, length: number): readonly string[] {
  const parts = partsIn(Buffer.from(text, 'base64url').toString());
  if (parts.length === length && parts.every((part) => typeof part === 'string' && !part.includes('\0'))) {
    return parts.map(String);
  }
  const problem = 'is not one that this list gave, needs the nextCursor of the page before';
  throw new ApiError('bad-request', `cannot read the list: cursor ${problem}`, {
    in: 'query',
    fields: [{ field: '/cursor', problem }],
  });
}

function partsIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
