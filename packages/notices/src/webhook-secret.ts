import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** The secret of a webhook as its receiver keeps it. It is derived, so that the database holds nothing to steal. */
export function webhookSecret(key: Uint8Array, salt: Uint8Array): string {
  return PREFIX + createHmac('sha256', key).update(salt).digest('base64');
}

/** What is signed, and when: `id` is the same for every try, `timestamp` (seconds) is that of this one. */
export type Signed = { readonly id: string; readonly timestamp: number; readonly body: string };

/**
 * The signature header of a webhook: HMAC-SHA256 over `id.timestamp.body`, base64, with its version in front.
 * Source: docs/sources.md#standard-webhooks
 */
export function signWebhook(secret: string, { id, timestamp, body }: Signed): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
