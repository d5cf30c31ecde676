import type { Datum } from '@wanmi/formats';
import type { Instant } from '@wanmi/kernel';
import type { Channel, Priority } from '@wanmi/workflow';

/** How to reach the person who reported. Kept as one erasable text. */
export type ReporterContact = {
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
  /** The number the case has in the other system. */
  readonly reference?: string;
};

/** A report as it arrives, its shape already checked. Texts are plain: the core moves them out of the history. */
export type ReportInput = {
  readonly channel: Channel;
  readonly kind: 'component' | 'matter';
  readonly classCode: string;
  /** The newest in force when left out. */
  readonly edition?: string;
  readonly conditionId?: string;
  readonly position: { readonly lng: number; readonly lat: number; readonly datum: Datum };
  readonly accuracyM?: number;
  readonly address?: string;
  readonly text?: string;
  readonly mediaIds?: readonly string[];
  readonly componentId?: string;
  readonly reporter?: ReporterContact;
  readonly occurredAt?: Instant;
  readonly handledOnSpot?: boolean;
  readonly priority?: Priority;
  readonly emergency?: boolean;
  /** By when the one who reported must have an answer. */
  readonly replyBy?: Instant;
};

/** A person's key for one write. Scope: the person. `requestHash` tells equal requests from others. */
export type Idempotency = { readonly key: string; readonly requestHash: Uint8Array };
