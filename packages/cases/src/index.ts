export * from './case-error.ts';
export type { Desk } from './desk.ts';
export { type OpenReference, openReference, type ReferenceOptions } from './reference/open-reference.ts';
export { ReferenceMissing } from './reference/read-parts.ts';
export type { GridInfo, Reference } from './reference/reference.ts';
export { deriveKey, type KeyPurpose, readSecret } from './secret.ts';
