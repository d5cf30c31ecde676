import type { Sound } from './pinyin.ts';
import { gramsOf, keyOf, numbersOf } from './text.ts';

// Tokens of one row live in one array. They differ by length, so that no kind is taken for another: 2 characters of a
// name, 3 initials, 4 letters of pinyin; a house number begins with `#`.

const PAIR = 2;
const INITIALS = 3;
const LETTERS = 4;

/** What a row is found by: pairs and numbers of all its names, and where sounds are given, their letters too. */
export function tokensOf(names: readonly string[], sounds: readonly Sound[]): readonly string[] {
  const keys = names.map(keyOf);
  const tokens = [
    ...keys.flatMap((key) => gramsOf(key, PAIR)),
    ...keys.flatMap(numbersOf).map((number) => `#${number}`),
    ...sounds.flatMap(({ full, initials }) => [...gramsOf(full, LETTERS), ...gramsOf(initials, INITIALS)]),
  ];
  return [...new Set(tokens)];
}

/** Tokens that a row must have all to hold the key; initials and full pinyin are two ways to write a Latin one. */
export const tokenSetsOf = (key: string, latin: boolean): readonly (readonly string[])[] =>
  latin ? [gramsOf(key, LETTERS), gramsOf(key, INITIALS)] : [gramsOf(key, PAIR)];

/**
 * Token sets that a row with one wrong, missing or surplus character still holds: each leaves out the run of tokens that
 * one character touches. Sets of one token are left out: they would find everything.
 */
export function lenientSetsOf(tokens: readonly string[], latin: boolean): readonly (readonly string[])[] {
  // Two swapped letters touch one token more, and runs of pinyin begin at every second token only.
  const touched = latin ? LETTERS + 2 : PAIR;
  const sets: string[][] = [];
  for (let from = 1 - touched; from < tokens.length; from += latin ? PAIR : 1) {
    const rest = tokens.filter((_, i) => i < from || i >= from + touched);
    if (rest.length > 1 || (rest.length === 1 && tokens.length <= PAIR + 1)) sets.push(rest);
  }
  return sets;
}
