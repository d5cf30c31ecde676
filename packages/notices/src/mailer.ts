import { createTransport } from 'nodemailer';
import type { MailText } from './message.ts';

/** Sends e-mails. */
export type Mailer = {
  /** Resolves when the server took the mail. `id` is the same for every try and names it in its headers. */
  readonly send: (to: string, id: string, mail: MailText) => Promise<void>;
  readonly close: () => void;
};

export type MailerSettings = {
  /** `smtp://user:password@host:port` or `smtps://…`. */
  readonly url: string;
  /** Sender, `Wanmi <wanmi@city.example>`. */
  readonly from: string;
};

const PATIENCE_MS = 15_000;

/** Opens a pool of connections to the mail server; nothing is sent before the first mail. */
export function openMailer({ url, from }: MailerSettings): Mailer {
  const transport = createTransport({
    ...{ url, pool: true, maxConnections: 2 },
    ...{ connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: 2 * PATIENCE_MS },
    // A message is text of ours: nothing in it may read files or addresses.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  return {
    send: async (to, id, { subject, text }) => {
      await transport.sendMail({
        ...{ from, to, subject, text },
        messageId: `<${id}@wanmi.invalid>`,
        headers: { 'X-Idempotency-Key': id, 'Auto-Submitted': 'auto-generated' },
      });
    },
    close: () => transport.close(),
  };
}

/** Why a text cannot be an e-mail address, or undefined. One address, nothing that a header could be made of. */
export const mailAddressProblem = (text: string): string | undefined =>
  /^[^\s@<>,;:"()[\]\\]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/i.test(text) ? undefined : 'is no e-mail address';
