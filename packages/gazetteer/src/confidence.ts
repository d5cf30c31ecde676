import { editDistance } from './edit-distance.ts';
import type { Sound } from './pinyin.ts';
import type { PlaceQuery } from './query.ts';
import { keyOf, numbersOf } from './text.ts';

/** A row that may be what was meant. `sound` is that of its name, where it is kept. */
export type PlaceNames = {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly sound: Sound | undefined;
};

/** The road is right, the number is not there; another number of the road. */
const ROAD_ALONE = 0.6;
const OTHER_NUMBER = 0.5;
/** Below it a likeness is chance. */
const LEAST = 0.3;

/** How sure it is that a query means this row, 0 to 1, two decimals; 0 for no likeness. SPEC.md has the rules. */
export function confidenceOf(query: PlaceQuery, names: PlaceNames): number {
  const keys = [names.name, ...names.aliases].map(keyOf);
  const spelt = Math.max(...keys.map((key) => withNumber(query, key)));
  const heard = names.sound === undefined ? 0 : soundAlike(query, names.sound, keys[0] ?? '');
  const confidence = Math.round(100 * Math.max(spelt, heard)) / 100;
  return confidence < LEAST ? 0 : confidence;
}

/** [N4] A house number must be the same; a row of the road without it is less. */
function withNumber(query: PlaceQuery, key: string): number {
  const likeness = spelledAlike(query.key, key);
  if (query.number === undefined || likeness === 1) return likeness;
  const numbers = numbersOf(key);
  if (numbers.includes(query.number)) return likeness;
  const road = spelledAlike(query.stem, numbers.length === 0 ? key : key.slice(0, key.search(/\d/)));
  return road * (numbers.length === 0 ? ROAD_ALONE : OTHER_NUMBER);
}

/** [N1], [N2], [N3] Both keys the same; one holds the other; few characters apart. */
function spelledAlike(query: string, name: string): number {
  if (query === '' || name === '') return 0;
  if (query === name) return 1;
  const share = Math.min(query.length, name.length) / Math.max(query.length, name.length);
  if (name.startsWith(query)) return 0.6 + 0.35 * share;
  if (query.startsWith(name)) return 0.55 + 0.35 * share;
  if (name.includes(query)) return 0.5 + 0.35 * share;
  return nearlyAlike(query, name, 0.9);
}

function nearlyAlike(query: string, name: string, most: number): number {
  const whole = editDistance(query, name);
  const start = name.length > query.length ? editDistance(query, name.slice(0, query.length)) : whole;
  const allowed = Math.max(1, Math.floor(query.length / 4));
  if (whole <= allowed) return most * (1 - whole / Math.max(query.length, name.length));
  if (start > allowed || query.length < 3) return 0;
  return 0.75 * most * (1 - start / query.length) * (0.6 + (0.4 * query.length) / name.length);
}

/** [N5] Latin queries are pinyin or initials; others may be written with characters of the same sound. */
function soundAlike({ sound, latin, key, number }: PlaceQuery, { full, initials }: Sound, name: string): number {
  if (full === '') return 0;
  if (number !== undefined && !numbersOf(name).includes(number)) {
    const road = soundAlike({ sound, latin, key: sound, stem: sound, number: undefined }, { full, initials }, name);
    return road * (numbersOf(name).length === 0 ? ROAD_ALONE : OTHER_NUMBER);
  }
  if (!latin) return full.startsWith(sound) && sound.length > 3 ? 0.85 * (sound.length / full.length) : 0;
  if (key === full) return 0.95;
  if (key === initials) return 0.85;
  if (full.startsWith(key)) return 0.55 + (0.35 * key.length) / full.length;
  if (initials.startsWith(key)) return 0.5 + (0.3 * key.length) / initials.length;
  if (full.includes(key)) return 0.45 + (0.3 * key.length) / full.length;
  if (initials.includes(key)) return 0.4 + (0.3 * key.length) / initials.length;
  return key.length < 5 ? 0 : nearlyAlike(key, full, 0.85);
}
