import type { places } from '@wanmi/db';
import type { Degrees, FlatPolygon } from '@wanmi/tiles';

/** Ground with a name, as tiles need it. */
export type Shape = {
  readonly code: string;
  readonly name: string;
  readonly drawn: boolean;
  readonly polygons: readonly FlatPolygon[];
  readonly box: Degrees;
};

/** A district, street or community. */
export type AreaShape = Shape & { readonly level: places.AreaOutline['level'] };

/** Areas in flat arrays, those whose border is not known left out. */
export const areaShapesOf = (outlines: readonly places.AreaOutline[]): readonly AreaShape[] =>
  outlines.flatMap(({ geometry, ...named }) => {
    const polygons = ringsOf(geometry).map(flatten);
    return polygons.length === 0 ? [] : [{ ...named, polygons, box: boxOf(polygons) }];
  });

type Rings = readonly (readonly (readonly number[])[])[];

/** The polygons of a GeoJSON geometry, which its import has checked. */
function ringsOf(geometry: unknown): readonly Rings[] {
  if (typeof geometry !== 'object' || geometry === null || !('type' in geometry) || !('coordinates' in geometry))
    return [];
  if (geometry.type === 'Polygon') return [geometry.coordinates as Rings];
  return geometry.type === 'MultiPolygon' ? (geometry.coordinates as readonly Rings[]) : [];
}

function flatten(rings: Rings): FlatPolygon {
  const starts = [0];
  for (const ring of rings) starts.push((starts.at(-1) ?? 0) + ring.length);
  const xy = new Float64Array(2 * (starts.at(-1) ?? 0));
  let at = 0;
  for (const ring of rings) {
    for (const [lng = 0, lat = 0] of ring) {
      xy[at] = lng;
      xy[at + 1] = lat;
      at += 2;
    }
  }
  return { xy, starts };
}

/** The box around polygons, in degrees. */
export function boxOf(polygons: readonly FlatPolygon[]): Degrees {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { xy } of polygons) {
    for (let i = 0; i < xy.length; i += 2) {
      west = Math.min(west, xy[i] ?? 0);
      south = Math.min(south, xy[i + 1] ?? 0);
      east = Math.max(east, xy[i] ?? 0);
      north = Math.max(north, xy[i + 1] ?? 0);
    }
  }
  return [west, south, east, north];
}
