import type { Instant, UserId } from '@wanmi/kernel';
import type { CaseEvent, CaseState, Effect } from '@wanmi/workflow';
import type { CaseKey } from './case-key.ts';

/** The columns of `urban_case` besides its key: the state itself and what lists filter by. */
export type CaseColumns = {
  readonly state: CaseState;
  readonly department: string | null;
  readonly inspector: UserId | null;
  readonly nextDueAt: Instant | null;
  /** An open clock hangs on a year without published holidays. */
  readonly provisional: boolean;
  readonly changedAt: Instant;
  readonly headMac: Buffer;
};

export type EventRecord = {
  readonly seq: number;
  readonly version: number;
  readonly event: CaseEvent;
  readonly mac: Buffer;
};

export const CONTENT_KINDS = ['text', 'address', 'reporter', 'note', 'reason', 'answer'] as const;
export type ContentKind = (typeof CONTENT_KINDS)[number];

export type ContentRecord = {
  readonly contentId: string;
  readonly kind: ContentKind;
  readonly body: string;
  readonly salt: Buffer;
};

/** The answer to keep under a person's key. `lock` is the key's advisory lock. */
export type KeptAnswer = {
  readonly userId: UserId;
  readonly key: string;
  readonly requestHash: Uint8Array;
  readonly status: number;
  /** JSON text. */
  readonly body: string;
};

/** Everything that one decision writes. */
export type CaseRecord = {
  readonly key: CaseKey;
  readonly columns: CaseColumns;
  readonly events: readonly EventRecord[];
  readonly contents: readonly ContentRecord[];
  readonly effects: readonly Effect[];
  /** All timers of the case from now on; others go. */
  readonly timers: readonly { readonly key: string; readonly fireAt: Instant }[];
  /** Photos that the case takes; all must be the person's and free. */
  readonly media: { readonly mediaIds: readonly string[]; readonly by: UserId | null };
  readonly answer: KeptAnswer | null;
};

/**
 * What became of a write:
 * `written` all of it; `answered` nothing, the key has its answer already; `in-progress` nothing, the same key is being
 * written; `media-taken` nothing, a photo is unknown, another's or used; `outdated` nothing, something changed between
 * reading and writing: read anew and decide again.
 */
export type WriteOutcome =
  | { readonly outcome: 'written' }
  | { readonly outcome: 'in-progress' }
  | { readonly outcome: 'media-taken' }
  | { readonly outcome: 'outdated' }
  | { readonly outcome: 'answered'; readonly requestHash: Uint8Array; readonly status: number; readonly body: unknown };
