import type { LearnCase, Named } from './history.ts';

/** Units after their names were brought together. */
export type UnitNames = {
  /** The unit that a case was handled by, under its one code. Undefined where the register says nothing. */
  readonly unitOf: (unit: Named) => string | undefined;
  /** The fullest name of a unit. */
  readonly nameOf: (code: string) => string;
  readonly codes: readonly string[];
  /** Units that the register writes in more than one way. */
  readonly merged: readonly {
    readonly code: string;
    readonly codes: readonly string[];
    readonly names: readonly string[];
  }[];
};

/**
 * Brings the spellings of each unit together, from the register alone. Two rows are one unit when they share the code, or
 * when a whole name is the same after widths, entities and spaces are levelled. A short name that several codes use with
 * different qualifiers in brackets (two streets' offices) joins nothing.
 */
export function bringUnitsTogether(cases: readonly LearnCase[]): UnitNames {
  const namesByCode = new Map<string, Map<string, number>>();
  for (const { unit } of cases) {
    if (isUnknown(unit)) continue;
    const names = namesByCode.get(unit.code) ?? new Map<string, number>();
    const name = plainUnitName(unit.name);
    namesByCode.set(unit.code, names.set(name, (names.get(name) ?? 0) + 1));
  }
  const one = joinCodes(namesByCode);
  const members = Map.groupBy(namesByCode.keys(), (code) => one.get(code) ?? code);
  const namesOf = (code: string): readonly string[] => [
    ...new Set((members.get(code) ?? []).flatMap((member) => [...(namesByCode.get(member)?.keys() ?? [])])),
  ];
  const fullest = new Map([...members.keys()].map((code) => [code, longest(namesOf(code))]));
  return {
    unitOf: (unit) => (isUnknown(unit) ? undefined : (one.get(unit.code) ?? unit.code)),
    nameOf: (code) => fullest.get(code) ?? code,
    codes: [...members.keys()],
    merged: [...members]
      .map(([code, codes]) => ({ code, codes, names: namesOf(code) }))
      .filter(({ codes, names }) => codes.length > 1 || names.length > 1),
  };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** A name with entities resolved, full-width forms made plain, and no spaces beside Chinese characters. */
export const plainUnitName = (name: string): string =>
  name
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal?: string, hex?: string, word?: string) => {
      if (word !== undefined) return ENTITIES[word.toLowerCase()] ?? whole;
      const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    })
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
    .trim();

const isUnknown = ({ code, name }: Named): boolean => /^[-—\s]*$/.test(code) || /^[-—\s]*$/.test(name);

const longest = (names: readonly string[]): string =>
  names.reduce((best, name) => (name.length > best.length ? name : best), '');

const qualifierOf = (name: string): string | undefined => /\((.+)\)$/.exec(name)?.[1];

/** The first code of each group of codes that share a whole name. */
function joinCodes(names: ReadonlyMap<string, ReadonlyMap<string, number>>): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const byName = new Map<string, string>();
  for (const [code, spellings] of names) {
    const other = [...spellings.keys()].map((name) => byName.get(name)).find((found) => found !== undefined);
    const joins = other !== undefined && !quarrel(names.get(other), spellings);
    first.set(code, joins ? (first.get(other) ?? other) : code);
    for (const name of spellings.keys()) if (!byName.has(name)) byName.set(name, code);
  }
  return first;
}

/** Both codes carry qualifiers, and no qualifier in common: offices of two places under one short name. */
function quarrel(left: ReadonlyMap<string, number> | undefined, right: ReadonlyMap<string, number>): boolean {
  const ours = new Set([...(left?.keys() ?? [])].flatMap((name) => qualifierOf(name) ?? []));
  const theirs = [...right.keys()].flatMap((name) => qualifierOf(name) ?? []);
  return ours.size > 0 && theirs.length > 0 && !theirs.some((one) => ours.has(one));
}
