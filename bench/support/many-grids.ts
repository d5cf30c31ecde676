import { readFileSync } from 'node:fs';
import type { IndexedGrid, PolygonRings } from '@wanmi/grid';

const GRIDS_FILE = new URL('../../data/demo/dongcheng/grids.geojson', import.meta.url);
/** Wider and higher than the district; degrees. */
const STEP = { lng: 0.08, lat: 0.12 };

type Feature = { readonly properties: { readonly code: string }; readonly geometry: { readonly coordinates: unknown } };

/** The 4,166 unit grids of the demo district, by code. */
export function demoGrids(): readonly IndexedGrid[] {
  const { features } = JSON.parse(readFileSync(GRIDS_FILE, 'utf8')) as { features: readonly Feature[] };
  return features
    .map(({ properties, geometry }) => ({
      code: properties.code,
      polygons: [geometry.coordinates as PolygonRings],
    }))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

/** Copies of a district laid side by side, each with a district code of its own: cells of real shapes, by code. */
export function* copiesOf(grids: readonly IndexedGrid[], copies: number): Generator<IndexedGrid> {
  const columns = Math.ceil(Math.sqrt(1.5 * copies));
  for (let copy = 0; copy < copies; copy += 1) {
    const [east, north] = [(copy % columns) * STEP.lng, Math.floor(copy / columns) * STEP.lat];
    const district = String(110_101 + copy);
    for (const { code, polygons } of grids) {
      const moved = polygons.map((rings) => rings.map((ring) => ring.map(([x, y]) => [x + east, y + north] as const)));
      yield { code: district + code.slice(6), polygons: moved };
    }
  }
}
