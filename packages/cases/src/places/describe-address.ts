import type { imports } from '@wanmi/db';
import { keyOf, soundOf, tokensOf } from '@wanmi/gazetteer';

type Described = Pick<imports.AddressRow, 'name_key' | 'pinyin' | 'initials' | 'tokens'>;
type Names = Pick<imports.AddressRow, 'kind' | 'name' | 'aliases'>;

/**
 * What an address is found by. House numbers and gates have no sound of their own: roads are found by it, and the number
 * on them, which keeps the index small.
 */
export function describeAddress({ kind, name, aliases }: Names): Described {
  const isNumbered = kind === 'address' || kind === 'gate';
  const sounds = isNumbered ? [] : [name, ...aliases].map(soundOf);
  return {
    name_key: keyOf(name),
    pinyin: sounds[0]?.full ?? null,
    initials: sounds[0]?.initials ?? null,
    tokens: tokensOf([name, ...aliases], sounds),
  };
}
