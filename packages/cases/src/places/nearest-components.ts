import { components, type Database } from '@wanmi/db';
import { cellsAround } from '@wanmi/gazetteer';
import { type LngLat, localScale } from '@wanmi/grid';
import type { Kysely } from 'kysely';

export type NearComponent = components.Component & { readonly distanceM: number };

/** Rings of the lattice that are asked one after the other: some 90, 400, 1,300 and 3,500 m at 40° north. */
const RINGS = [1, 5, 15, 40] as const;

/**
 * The components nearest to a WGS 84 position, of one class or of any, nearest first. Growing squares of cells are read
 * until enough lie certainly nearer than whatever is outside; farther than some 3 km nothing is looked for.
 */
export async function nearestComponents(
  db: Kysely<Database>,
  { position, classCode, limit }: { readonly position: LngLat; readonly classCode?: string; readonly limit: number },
): Promise<readonly NearComponent[]> {
  const [lng, lat] = position;
  const around = { lng, lat, ...localScale(lat) };
  const ofClass = classCode === undefined ? {} : { classCode };
  let near: readonly NearComponent[] = [];
  for (const rings of RINGS) {
    const { cells, reachM } = cellsAround(position, rings);
    const rows = await components.listNearest(db, { cells, around, limit, ...ofClass });
    near = rows.filter(({ distanceM }) => distanceM <= reachM);
    if (near.length === limit) break;
  }
  return near;
}
