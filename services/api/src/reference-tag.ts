import type { Reference } from '@wanmi/cases';

type Kind = keyof Reference['versions'];

/** The version of some kinds of reference data as one word: `catalogue-3-areas-1`. */
export const tagOf = (reference: Reference, ...kinds: readonly Kind[]): string =>
  kinds.map((kind) => `${kind}-${reference.versions[kind]}`).join('-');
