import { addresses, type Database } from '@wanmi/db';
import { confidenceOf, lenientSetsOf, type PlaceQuery, readQuery, tokenSetsOf } from '@wanmi/gazetteer';
import type { Kysely } from 'kysely';
import type { Reference } from '../reference/reference.ts';

/** An address that a text may mean, and how sure that is, 0 to 1. */
export type Geocoded = addresses.Address & { readonly confidence: number };

export type GeocodeQuestion = {
  readonly q: string;
  /** Only addresses in grids whose code begins with this; all for an empty one. */
  readonly area: string;
  readonly limit: number;
};

/** Rows that one way of searching brings at most. Those that begin with the words never fall out. */
const MOST = 60;
/** Below it the best so far is not what was meant: spelling is given room. */
const SURE = 0.75;
/** The very name, or all of its sound: what merely holds it is not looked for. */
const VERY_SURE = 0.95;

type World = { readonly db: Kysely<Database>; readonly reference: Pick<Reference, 'areaKeys'> };

/**
 * Finds what a text may mean among the district's addresses, surest first. In this order, each only when those before
 * did not settle it: what begins with the words, what holds them, the number on the roads that fit, and what differs by a
 * character or only sounds alike. An area, letters without tones, and initials are understood (packages/gazetteer).
 */
export async function geocode(world: World, { q, area, limit }: GeocodeQuestion): Promise<readonly Geocoded[]> {
  const query = readQuery(q, world.reference.areaKeys);
  if (query === undefined) return [];
  const found = new Found(query);
  const part = { area, limit: MOST };
  found.add(await beginning(world, query, part));
  if (found.sure(VERY_SURE) === 0 && found.sure(SURE) < limit) found.add(await holding(world, query, part));
  if (query.number !== undefined && found.sure(0.9) === 0) await addOnRoads(world, query, found, part);
  if (found.sure(SURE) === 0) {
    found.add(await lenient(world, query, part));
    if (query.number !== undefined) await addOnRoads(world, query, found, part);
  }
  return found.best(limit);
}

/** Of equally sure ones: what has a name of its own before house numbers. */
const KIND_ORDER = ['road', 'place', 'poi', 'gate', 'address'];

/** A road and how sure it is that the words before the number mean it. */
type LikelyRoad = { readonly nameKey: string; readonly confidence: number };
/** What a number on a road counts of the road's own confidence: the very one, and one that begins alike. */
const SAME_NUMBER = 0.97;
const OTHER_NUMBER = 0.5;

function confidenceIn(query: PlaceQuery, { name, aliases, pinyin, initials }: addresses.Address): number {
  const sound = pinyin === null ? undefined : { full: pinyin, initials: initials ?? '' };
  return confidenceOf(query, { name, aliases, sound });
}

class Found {
  private readonly query: PlaceQuery;
  private readonly byId = new Map<string, Geocoded>();

  constructor(query: PlaceQuery) {
    this.query = query;
  }

  add(rows: readonly addresses.Address[]): void {
    for (const row of rows) this.put(row, confidenceIn(this.query, row));
  }

  /** House numbers on a road that was understood so well, by its sound perhaps: they have none of their own. */
  addOnRoad(rows: readonly addresses.Address[], { nameKey, confidence }: LikelyRoad): void {
    for (const row of rows) {
      const isNumber = row.nameKey.slice(nameKey.length).match(/^\d+(-\d+)*/)?.[0] === this.query.number;
      const onRoad = Math.round(100 * confidence * (isNumber ? SAME_NUMBER : OTHER_NUMBER)) / 100;
      this.put(row, Math.max(onRoad, confidenceIn(this.query, row)));
    }
  }

  private put(row: addresses.Address, confidence: number): void {
    const known = this.byId.get(row.addressId);
    if (known === undefined || known.confidence < confidence) this.byId.set(row.addressId, { ...row, confidence });
  }

  /** How many are at least this sure. */
  sure(confidence: number): number {
    return [...this.byId.values()].filter((one) => one.confidence >= confidence).length;
  }

  /** Roads that the words before the number may mean, the likeliest first. */
  roads(most: number): readonly LikelyRoad[] {
    const { stem } = this.query;
    const words = { ...this.query, key: stem, number: undefined };
    const likely = [...this.byId.values()]
      .filter(({ kind, nameKey }) => kind === 'road' || nameKey === stem)
      .map((row) => ({ nameKey: row.nameKey, confidence: confidenceIn(words, row) }))
      .filter(({ confidence }) => confidence > 0)
      .sort((a, b) => b.confidence - a.confidence);
    return likely.filter(({ nameKey }, i) => likely.findIndex((one) => one.nameKey === nameKey) === i).slice(0, most);
  }

  best(limit: number): readonly Geocoded[] {
    return [...this.byId.values()]
      .filter(({ confidence }) => confidence > 0)
      .sort(
        (a, b) =>
          b.confidence - a.confidence ||
          KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) ||
          a.nameKey.length - b.nameKey.length ||
          (a.nameKey < b.nameKey ? -1 : a.nameKey > b.nameKey ? 1 : 0) ||
          (a.addressId < b.addressId ? -1 : 1),
      )
      .slice(0, limit);
  }
}

async function beginning({ db }: World, { key, latin }: PlaceQuery, part: addresses.SearchPart) {
  const columns = latin ? (['name_key', 'pinyin', 'initials'] as const) : (['name_key'] as const);
  const lists = await Promise.all(columns.map((column) => addresses.listByPrefix(db, column, key, part)));
  return lists.flat();
}

/** Named things by all that was typed; house numbers only where a number was typed, they are many and alike. */
async function holding({ db }: World, { key, stem, number, latin }: PlaceQuery, part: addresses.SearchPart) {
  const named = addresses.listByTokens(db, 'named', tokenSetsOf(number === undefined ? key : stem, latin), part);
  const numbered =
    number === undefined || latin
      ? []
      : addresses.listByTokens(db, 'numbered', [[...(tokenSetsOf(stem, false)[0] ?? []), `#${number}`]], part);
  return (await Promise.all([named, numbered])).flat();
}

/** Adds the number on each of the likeliest roads. */
async function addOnRoads({ db }: World, { number }: PlaceQuery, found: Found, part: addresses.SearchPart) {
  const numbered = { ...part, limit: 20 };
  await Promise.all(
    found.roads(3).map(async (road) => {
      found.addOnRoad(await addresses.listByPrefix(db, 'name_key', `${road.nameKey}${number}`, numbered), road);
    }),
  );
}

/** Named things that differ by a character, and those of the same sound. */
async function lenient({ db }: World, query: PlaceQuery, part: addresses.SearchPart) {
  const { stem, latin, sound } = query;
  const sets = tokenSetsOf(stem, latin)
    .slice(0, 1)
    .flatMap((tokens) => lenientSetsOf(tokens, latin));
  const heard = latin || sound.length < 4 ? [] : addresses.listByPrefix(db, 'pinyin', sound, part);
  const near = addresses.listByTokens(db, 'named', sets, part);
  return (await Promise.all([heard, near])).flat();
}
