import { type Desk, summarizeCase, writeTime } from '@wanmi/cases';
import type { DeliveryJob } from '@wanmi/contracts';
import { deliveries } from '@wanmi/db';
import { HOUR_MS, type Instant, MINUTE_MS } from '@wanmi/kernel';
import {
  type AddressGuard,
  type Mailer,
  mailOf,
  type OutgoingNotice,
  postWebhook,
  webhookBody,
  webhookSecret,
} from '@wanmi/notices';

/** What deliveries need besides the desk. */
export type Outlets = {
  /** Null: e-mail is off. */
  readonly mailer: Mailer | null;
  readonly guard: AddressGuard;
  readonly webhookKey: Uint8Array;
  /** Where people find the product, without a slash at its end; null: messages carry no link. */
  readonly publicUrl: string | null;
};

/** Half a minute after the first try, then twice as long each time up to six hours: about a day and a half in all. */
const FIRST_REST_MS = MINUTE_MS / 2;
const LONGEST_REST_MS = 6 * HOUR_MS;
const MOST_ATTEMPTS = 14;
/** A receiver that does not answer in this time failed. */
const TIMEOUT_MS = 15_000;
/** Kept of an error's words. */
const SHOWN = 500;

/**
 * Tries to deliver one notice to one channel. At least once: a try whose end nobody saw is made again, with the same id.
 * A try that fails is not a job that fails: the row says when the next comes.
 */
export async function handleDelivery(
  desk: Desk,
  outlets: Outlets,
  job: DeliveryJob,
): Promise<'sent' | 'failed' | 'given-up' | 'stale'> {
  const at = desk.now();
  const restMs = Math.min(FIRST_REST_MS * 2 ** job.attempts, LONGEST_REST_MS);
  const delivery = await deliveries.claim(desk.db, job, { at, nextAt: (at + restMs) as Instant });
  if (delivery === undefined) return 'stale';
  const { deliveryId, attempts } = delivery;
  try {
    await send(desk, outlets, delivery);
  } catch (error) {
    const final = attempts >= MOST_ATTEMPTS;
    const words = (error instanceof Error ? error.message : String(error)).slice(0, SHOWN);
    await deliveries.markFailed(desk.db, { deliveryId, error: words, final });
    return final ? 'given-up' : 'failed';
  }
  await deliveries.markSent(desk.db, deliveryId, desk.now());
  return 'sent';
}

function send(desk: Desk, outlets: Outlets, delivery: deliveries.Delivery): Promise<void> {
  const { mailer, guard, webhookKey } = outlets;
  const { kind, address, language, deliveryId, salt } = delivery;
  const notice = outgoing(desk, outlets, delivery);
  const id = `wanmi-${deliveryId}`;
  if (kind === 'webhook') {
    const call = { address, id, at: desk.now(), secret: webhookSecret(webhookKey, salt), body: webhookBody(notice) };
    return postWebhook(call, { guard, timeoutMs: TIMEOUT_MS });
  }
  if (mailer === null) throw new Error('e-mail is off: SMTP_URL is not set');
  return mailer.send(address, id, mailOf(notice, language));
}

/** Number, class, state, deadline and link of the case as it is now: nothing that a reporter wrote or is. */
function outgoing(desk: Desk, { publicUrl }: Outlets, delivery: deliveries.Delivery): OutgoingNotice {
  const { noticeId, about, details, createdAt, state } = delivery;
  const reference = desk.reference();
  const { city } = reference.calendars;
  const facts = (known: NonNullable<typeof state>) => {
    const { caseId, caseNo, classCode, className, deadline } = summarizeCase(known, reference);
    const link = publicUrl === null ? null : `${publicUrl}/?case=${caseId}`;
    return { caseId, caseNo, classCode, className, state: known.state, dueAt: deadline?.due ?? null, link };
  };
  return { noticeId, about, details, createdAt: writeTime(city, createdAt), case: state && facts(state) };
}
