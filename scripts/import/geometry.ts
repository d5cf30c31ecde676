import type { PolygonCoordinates } from '@wanmi/formats';

/** GeoJSON of one polygon or several, as areas and grids are stored. */
export const geometryOf = (polygons: readonly PolygonCoordinates[]): unknown =>
  polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] }
    : { type: 'MultiPolygon', coordinates: polygons };
