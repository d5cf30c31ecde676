import type { Named } from './history.ts';

/** An area as unit names may mention it; level 0 is the widest. */
export type LevelledArea = Named & { readonly level: number };

/** What a unit's name says of it: the area it belongs to, if any, and what it does there. */
export type Territory = {
  readonly area?: string;
  /** The name without the place; alike for the sister units of other areas of one level. */
  readonly role: string;
};

/**
 * Reads territories out of names. An area counts as named by its full name, or by its stem (the name without what all
 * areas of the level end in) when it opens a pair of brackets or stands before words that follow stems of other areas
 * too, such as 办事处. A stem alone says nothing: 坪山公安分局 serves the district, not the street.
 */
export function readTerritories(
  units: readonly Named[],
  areas: readonly LevelledArea[],
): ReadonlyMap<string, Territory> {
  const mentions = mentionsOf(units, areas);
  const found = units.map(({ code, name }) => {
    const hit = mentions.find(({ text }) => name.includes(text));
    return { code, hit, role: hit === undefined ? name : withoutPlace(name, hit.text) };
  });
  const sisters = found.flatMap(({ code, hit, role }) => (hit ? [{ code, role, area: hit.area }] : []));
  const shared = joinRoles(sisters);
  return new Map(
    found.map(({ code, hit, role }) => [
      code,
      hit === undefined
        ? { role }
        : { area: hit.area.code, role: `${hit.area.level}:${shared.get(`${hit.area.level}:${role}`) ?? role}` },
    ]),
  );
}

type Mention = { readonly text: string; readonly area: LevelledArea };

/** Texts by which areas are named in unit names: full names first, the smallest areas first; stems after them, the widest first. */
function mentionsOf(units: readonly Named[], areas: readonly LevelledArea[]): readonly Mention[] {
  const stems = stemsOf(areas);
  const tails = tailsOf(units, stems);
  const full = areas.map((area) => ({ text: area.name, area }));
  const partly = stems.flatMap(({ text, area }) => [
    ...[...(tails.get(area.level) ?? [])].map((tail) => ({ text: text + tail, area })),
    { text: `(${text}`, area },
  ]);
  const longer = (left: Mention, right: Mention): number => right.text.length - left.text.length;
  const smallFirst = full.sort((left, right) => right.area.level - left.area.level || longer(left, right));
  const wideFirst = partly.sort((left, right) => left.area.level - right.area.level || longer(left, right));
  return [...smallFirst, ...wideFirst].filter(({ text }) => text.length > 1);
}

/** Names without the ending that all names of the level share; levels of one area have none. */
function stemsOf(areas: readonly LevelledArea[]): readonly Mention[] {
  return [...Map.groupBy(areas, ({ level }) => level).values()].flatMap((level) => {
    const ending = commonEnding(level.map(({ name }) => name));
    return level
      .filter(({ name }) => level.length > 1 && ending.length > 0 && name.length > ending.length + 1)
      .map((area) => ({ text: area.name.slice(0, area.name.length - ending.length), area }));
  });
}

function commonEnding(names: readonly string[]): string {
  const [first = ''] = names;
  let length = 0;
  while (length < first.length && names.every((name) => name.endsWith(first.slice(first.length - length - 1))))
    length++;
  return first.slice(first.length - length);
}

const TAIL_LENGTH = 3;
/** Two areas may share a trade by chance (自来水); three share a way of speaking. */
const TAIL_AREAS = 3;

/** Three characters that follow the stems of several areas of a level, the level's own way to say 办事处. */
function tailsOf(units: readonly Named[], stems: readonly Mention[]): ReadonlyMap<number, ReadonlySet<string>> {
  const seen = new Map<string, Set<string>>();
  for (const { name } of units) {
    for (const { text, area } of stems) {
      const at = name.indexOf(text);
      const tail = at < 0 ? '' : name.slice(at + text.length, at + text.length + TAIL_LENGTH);
      if (tail.length < TAIL_LENGTH) continue;
      const key = `${area.level}|${tail}`;
      seen.set(key, (seen.get(key) ?? new Set<string>()).add(area.code));
    }
  }
  const shared = [...seen].filter(([, codes]) => codes.size >= TAIL_AREAS).map(([key]) => key.split('|'));
  const levels = Map.groupBy(shared, ([level]) => Number(level));
  return new Map([...levels].map(([level, pairs]) => [level, new Set(pairs.map(([, tail]) => tail ?? ''))]));
}

/** The name without the place and without the brackets around it. */
const withoutPlace = (name: string, mention: string): string => {
  const at = name.indexOf(mention);
  const open = name.lastIndexOf('(', at + 1);
  const close = name.indexOf(')', at);
  const bracketed = open >= 0 && close > open && open <= at;
  return bracketed ? name.slice(0, open) + name.slice(close + 1) : name.slice(0, at) + name.slice(at + mention.length);
};

type Sister = { readonly code: string; readonly role: string; readonly area: LevelledArea };

/**
 * Roles written in two ways: the short one is made of characters of the long one in order (城管办, 城市管理办公室), both
 * begin alike, and no area has both. Maps `level:role` to the short role.
 */
function joinRoles(sisters: readonly Sister[]): ReadonlyMap<string, string> {
  const areas = new Map<string, Set<string>>();
  for (const { role, area } of sisters) {
    const key = `${area.level}:${role}`;
    areas.set(key, (areas.get(key) ?? new Set<string>()).add(area.code));
  }
  const keys = [...areas.keys()].sort((left, right) => left.length - right.length || (left < right ? -1 : 1));
  const joined = new Map<string, string>();
  for (const long of keys) {
    const short = keys.find(
      (key) => key !== long && isShortFor(key, long) && !overlaps(areas.get(key), areas.get(long)),
    );
    if (short !== undefined) joined.set(long, short.slice(short.indexOf(':') + 1));
  }
  return joined;
}

const SHORTEST_ROLE = 3;

/** Both carry their level in front, so that only roles of one level are alike. */
function isShortFor(short: string, long: string): boolean {
  const text = short.slice(short.indexOf(':') + 1);
  if (text.length < SHORTEST_ROLE || short.length >= long.length) return false;
  if (short.slice(0, short.length - text.length + 1) !== long.slice(0, short.length - text.length + 1)) return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length;
}

const overlaps = (left: ReadonlySet<string> | undefined, right: ReadonlySet<string> | undefined): boolean =>
  left !== undefined && right !== undefined && [...left].some((one) => right.has(one));
