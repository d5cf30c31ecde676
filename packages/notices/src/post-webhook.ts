import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { type AddressGuard, webhookAddressProblem } from './address-guard.ts';
import { signWebhook } from './webhook-secret.ts';

/** One call of a webhook. */
export type WebhookCall = {
  readonly address: string;
  /** As `webhookSecret` gives it. */
  readonly secret: string;
  /** The same for every try: the receiver tells a repeated one by it. */
  readonly id: string;
  /** Of this try, UTC milliseconds. */
  readonly at: number;
  readonly body: string;
};

export type WebhookOptions = { readonly guard: AddressGuard; readonly timeoutMs: number };

/** Read of an answer that is not a success, for the owner of the channel. */
const SHOWN = 200;

/**
 * Posts a webhook and resolves when the receiver answered 2xx. Follows no redirect. Throws what went wrong otherwise, in
 * words for the channel's owner.
 */
export async function postWebhook(call: WebhookCall, { guard, timeoutMs }: WebhookOptions): Promise<void> {
  const problem = webhookAddressProblem(call.address);
  if (problem !== undefined) throw new Error(`cannot call the webhook: its address ${problem}`);
  const url = new URL(call.address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // Judged here as well: a host that is an address is not looked up when the connection is made.
  const [target] = await guard.resolve(host);
  if (target === undefined) throw new Error(`cannot call the webhook: ${host} has no address`);
  const timestamp = Math.floor(call.at / 1000);
  const signature = signWebhook(call.secret, { id: call.id, timestamp, body: call.body });
  const { status, text } = await send(
    url,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(call.body),
        'user-agent': 'wanmi-notices',
        'idempotency-key': call.id,
        'webhook-id': call.id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signature,
      },
      ...{ agent: false, signal: AbortSignal.timeout(timeoutMs) },
      // To the judged address and no other, whatever the name would lead to by now.
      lookup: (_host, options, done) => {
        if (options.all) done(null, [target]);
        else done(null, target.address, target.family);
      },
      ...(isIP(host) === 0 ? { servername: host } : {}),
    },
    call.body,
  );
  if (status >= 200 && status < 300) return;
  throw new Error(`the webhook answered ${status}${text === '' ? '' : `: ${text}`}`);
}

function send(url: URL, options: https.RequestOptions, body: string): Promise<{ status: number; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const request = (url.protocol === 'https:' ? https : http).request(url, options, (answer) => {
    let text = '';
    answer.setEncoding('utf8');
    answer.on('data', (chunk: string) => {
      text += chunk;
      if (text.length <= SHOWN) return;
      resolve({ status: answer.statusCode ?? 0, text: text.slice(0, SHOWN) });
      request.destroy();
    });
    answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    answer.on('error', reject);
  });
  request.on('error', reject);
  request.end(body);
  return promise;
}
