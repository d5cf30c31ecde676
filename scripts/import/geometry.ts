import type { PolygonCoordinates } from '@wanmi/formats';
import type { MultiPolygonRings } from '@wanmi/grid';

/** GeoJSON of one polygon or several, as areas and grids are stored. */
export const geometryOf = (polygons: readonly PolygonCoordinates[]): unknown =>
  polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] }
    : { type: 'MultiPolygon', coordinates: polygons };

/** The polygons of a geometry that `geometryOf` made. Throws for anything else. */
export function polygonsOf(geometry: unknown): MultiPolygonRings {
  if (typeof geometry === 'object' && geometry !== null && 'type' in geometry && 'coordinates' in geometry) {
    const { type, coordinates } = geometry;
    if (type === 'Polygon') return [coordinates] as unknown as MultiPolygonRings;
    if (type === 'MultiPolygon') return coordinates as MultiPolygonRings;
  }
  throw new Error('cannot read a stored geometry: it is neither Polygon nor MultiPolygon, needs to be imported anew');
}
