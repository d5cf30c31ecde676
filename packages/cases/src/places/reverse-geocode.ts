import { addresses, type Database } from '@wanmi/db';
import { cellsAround } from '@wanmi/gazetteer';
import { type LngLat, localScale } from '@wanmi/grid';
import type { Kysely } from 'kysely';

/** An address near a position. */
export type NearAddress = addresses.Address & {
  readonly distanceM: number;
  /** How well it tells where the position is, 0 to 1: 1 at the spot, a half at 50 m. */
  readonly confidence: number;
};

/** Rings of the lattice that are asked one after the other: some 90, 350 and 900 m at 40° north. */
const RINGS = [1, 4, 10] as const;
/** Metres at which an address tells a place half as well as at the spot. */
const HALF_M = 50;

export type NearQuestion = { readonly position: LngLat; readonly withinM: number; readonly limit: number };

/**
 * The nearest valid addresses around a WGS 84 position: of house numbers and gates, and of named places, each at most
 * `limit`, nearest first. Cells are read in growing squares until enough lie certainly nearer than whatever is outside.
 */
export async function reverseGeocode(
  db: Kysely<Database>,
  { position, withinM, limit }: NearQuestion,
): Promise<readonly NearAddress[]> {
  const groups = await Promise.all([
    nearestOf(db, 'numbered', { position, withinM, limit }),
    nearestOf(db, 'named', { position, withinM, limit }),
  ]);
  return groups.flat().sort((a, b) => a.distanceM - b.distanceM || (a.addressId < b.addressId ? -1 : 1));
}

async function nearestOf(
  db: Kysely<Database>,
  group: addresses.AddressGroup,
  { position, withinM, limit }: NearQuestion,
): Promise<readonly NearAddress[]> {
  const [lng, lat] = position;
  const around = { lng, lat, ...localScale(lat) };
  let rows: Awaited<ReturnType<typeof addresses.listNearest>> = [];
  for (const rings of RINGS) {
    const { cells, reachM } = cellsAround(position, rings);
    rows = await addresses.listNearest(db, group, { cells, around, limit });
    const last = rows[limit - 1];
    if (reachM >= withinM || (last !== undefined && last.distanceM <= reachM)) break;
  }
  return rows
    .filter(({ distanceM }) => distanceM <= withinM)
    .map((row) => ({ ...row, confidence: confidenceAt(row.distanceM) }));
}

const confidenceAt = (distanceM: number): number => Math.round(100 / (1 + (distanceM / HALF_M) ** 2)) / 100;
