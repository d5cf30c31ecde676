import type { Database } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import type { Kysely } from 'kysely';
import type { Reference } from './reference/reference.ts';

/** What the case core works with. Clock and ids come from outside, so that a test or a simulation drives them. */
export type Desk = {
  readonly db: Kysely<Database>;
  readonly now: () => Instant;
  /** Lower-case letters, digits and hyphens, at most 50; never the same twice. */
  readonly newId: () => string;
  readonly reference: () => Reference;
  /** Signs the history; kept outside the database. */
  readonly auditKey: Uint8Array;
};
