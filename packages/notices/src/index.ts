export { type AddressGuard, AddressRefused, makeAddressGuard, webhookAddressProblem } from './address-guard.ts';
export { type Mailer, type MailerSettings, mailAddressProblem, openMailer } from './mailer.ts';
export { type CaseFacts, mailOf, type OutgoingNotice, webhookBody } from './message.ts';
export { type BothTexts, LANGUAGES, type Language, NOTICE_TEXTS, STATE_TEXTS, textOf } from './notice-texts.ts';
export { postWebhook, type WebhookCall } from './post-webhook.ts';
export { signWebhook, webhookSecret } from './webhook-secret.ts';
