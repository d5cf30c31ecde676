import { type Database, reference } from '@wanmi/db';
import { buildRoadIndex, type RoadIndex } from '@wanmi/gazetteer';
import type { LngLat } from '@wanmi/grid';
import type { Kysely } from 'kysely';

/** Road sections of all times. */
export async function readRoads(db: Kysely<Database>): Promise<RoadIndex> {
  const rows = await reference.roads(db);
  return buildRoadIndex(rows.map(({ geometry, ...row }) => ({ ...row, lines: linesOf(row.code, geometry) })));
}

function linesOf(code: string, geometry: unknown): readonly (readonly LngLat[])[] {
  if (typeof geometry === 'object' && geometry !== null && 'type' in geometry && 'coordinates' in geometry) {
    if (geometry.type === 'LineString') return [geometry.coordinates as LngLat[]];
    if (geometry.type === 'MultiLineString') return geometry.coordinates as LngLat[][];
  }
  throw new Error(`cannot read road section ${code}: its geometry is no line, needs to be imported anew`);
}
