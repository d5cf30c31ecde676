import { createHmac, randomBytes } from 'node:crypto';
import type { ContentKind, ContentRecord } from '@wanmi/db';
import type { ContentRef } from '@wanmi/workflow';

const SALT_BYTES = 16;

/** Texts of one write on their way into `case_content`; the history gets references with a salted digest. */
export type Contents = {
  /** Notes a text and returns its reference. */
  readonly add: (kind: ContentKind, body: string) => ContentRef;
  readonly records: readonly ContentRecord[];
};

/** Starts an empty collection. Ids are numbered inside one write: `base` must be new. */
export function collectContents(base: string): Contents {
  const records: ContentRecord[] = [];
  return {
    records,
    add: (kind, text) => {
      const body = storable(text);
      const salt = randomBytes(SALT_BYTES);
      const contentId = `${base}-${records.length + 1}`;
      records.push({ contentId, kind, body, salt });
      return { contentId, digest: digestOf(salt, body) };
    },
  };
}

/** Proves a text without telling it: HMAC-SHA256 under a salt that is erased with the text. Base64url. */
export const digestOf = (salt: Uint8Array, body: string): string =>
  createHmac('sha256', salt).update(body).digest('base64url');

/** PostgreSQL keeps neither NUL nor half a surrogate pair. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '');
