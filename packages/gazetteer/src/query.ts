import { soundOf } from './pinyin.ts';
import { isLatin, keyOf } from './text.ts';

/** Keys of names that people write before a place. */
export type AreaKeys = {
  readonly districts: readonly string[];
  /** Those of streets and communities. */
  readonly others: readonly string[];
};

/** The words for a committee behind a community's name, which people leave out. */
const COMMITTEE = /(居民委员会|村民委员会|居委会|村委会)$/;

/** Keys of areas by their names; communities with and without their committee. */
export function areaKeysOf(areas: Iterable<{ readonly name: string; readonly level: string }>): AreaKeys {
  const [districts, others] = [new Set<string>(), new Set<string>()];
  for (const { name, level } of areas) {
    const key = keyOf(name);
    if (level === 'district') districts.add(key);
    else for (const one of [key, key.replace(COMMITTEE, '')]) if (one.length > 2) others.add(one);
  }
  const longestFirst = (a: string, b: string): number => b.length - a.length;
  return { districts: [...districts].sort(longestFirst), others: [...others].sort(longestFirst) };
}

/** A searched text, taken apart. */
export type PlaceQuery = {
  /** All of it behind the names of areas. */
  readonly key: string;
  /** What stands before the house number. */
  readonly stem: string;
  readonly number: string | undefined;
  readonly latin: boolean;
  /** How the stem sounds; the stem itself where it is Latin. */
  readonly sound: string;
};

const NUMBER = /^(.*?[^\d-])(\d+(?:-\d+)*)(?=号|院|楼|栋|弄|$)/u;

/**
 * Reads what a person typed. Names of areas before the place (北京市东城区东四街道…) are left out when something follows
 * them: Undefined when no letter or digit is left.
 */
export function readQuery(text: string, areas: AreaKeys): PlaceQuery | undefined {
  const key = withoutAreas(keyOf(text), areas);
  if (key === '') return undefined;
  const [, stem = key, number] = NUMBER.exec(key) ?? [];
  const latin = isLatin(key);
  return { key, stem, number, latin, sound: latin ? stem : soundOf(stem).full };
}

/** Characters of province and city that may stand before the district. */
const FARTHEST = 12;

function withoutAreas(key: string, { districts, others }: AreaKeys): string {
  let rest = key;
  const district = districts.find((name) => rest.includes(name) && rest.indexOf(name) <= FARTHEST);
  if (district !== undefined) rest = rest.slice(rest.indexOf(district) + district.length);
  for (let levels = 2; levels > 0; levels--) {
    const name = others.find((one) => rest.startsWith(one) && rest.length > one.length);
    if (name !== undefined) rest = rest.slice(name.length);
  }
  return rest === '' ? key : rest;
}
