import { soundOf } from './pinyin.ts';
import { isLatin, keyOf } from './text.ts';

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
 * them: `areaNames` are those of the district, its streets and communities. Undefined when no letter or digit is left.
 */
export function readQuery(text: string, areaNames: readonly string[]): PlaceQuery | undefined {
  const key = withoutAreas(keyOf(text), areaNames.map(keyOf));
  if (key === '') return undefined;
  const [, stem = key, number] = NUMBER.exec(key) ?? [];
  const latin = isLatin(key);
  return { key, stem, number, latin, sound: latin ? stem : soundOf(stem).full };
}

/** Characters of province and city that may stand before the district. */
const FARTHEST = 12;

function withoutAreas(key: string, names: readonly string[]): string {
  let rest = key;
  const district = names.find((name) => name.endsWith('区') || name.endsWith('县') || name.endsWith('市'));
  const at = district === undefined ? -1 : rest.indexOf(district);
  if (district !== undefined && at >= 0 && at <= FARTHEST) rest = rest.slice(at + district.length);
  for (let left = names.length; left > 0; left--) {
    const name = names.find((one) => one.length > 2 && rest.startsWith(one) && rest.length > one.length);
    if (name === undefined) break;
    rest = rest.slice(name.length);
  }
  return rest === '' ? key : rest;
}
