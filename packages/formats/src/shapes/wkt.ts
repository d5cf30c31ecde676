import { shown } from '../format-error.ts';
import type { PolygonCoordinates, Refusal } from '../polygon-features.ts';

const TYPES: Readonly<Record<string, { readonly type: string; readonly depth: number }>> = {
  POINT: { type: 'Point', depth: 0 },
  LINESTRING: { type: 'LineString', depth: 1 },
  MULTILINESTRING: { type: 'MultiLineString', depth: 2 },
  POLYGON: { type: 'Polygon', depth: 2 },
  MULTIPOLYGON: { type: 'MultiPolygon', depth: 3 },
};

/**
 * Reads well-known text (OGC Simple Features, 7.2) of points, lines and polygons as a GeoJSON geometry. Heights and
 * measures are dropped; `SRID=4326;` and 4490 before it are accepted. `refuse` takes what is wrong.
 */
export function parseWkt(text: string, refuse: Refusal): { readonly type: string; readonly coordinates: unknown } {
  const [, srid, word = '', rest = ''] =
    /^\s*(?:SRID=(\d+);)?\s*([A-Za-z]+)\s*(?:ZM|Z|M)?\s*(\(.*\))\s*$/is.exec(text) ?? [];
  const known = TYPES[word.toUpperCase()];
  if (known === undefined)
    return refuse(`its geometry is ${shown(text)}, needs well-known text of a POLYGON or the like`);
  if (srid !== undefined && srid !== '4326' && srid !== '4490') {
    return refuse(`its SRID is ${srid}, needs degrees in WGS 84 or CGCS2000 (4326, 4490)`);
  }
  const nested = /^[\s\d.,()+\-eE]*$/.test(rest) ? nest(rest) : undefined;
  if (nested === undefined || depthOf(nested) !== Math.max(2, known.depth + 1)) {
    return refuse(`its geometry ${shown(text)} cannot be read, needs well-known text with its brackets in pairs`);
  }
  return { type: known.type, coordinates: known.depth === 0 ? nested[0] : nested };
}

/** Brackets and numbers as arrays: `((1 2, 3 4))` becomes `[[[1, 2], [3, 4]]]`, by way of JSON. */
function nest(text: string): readonly unknown[] | undefined {
  const json = text
    .trim()
    .replace(/\s*([(),])\s*/g, '$1')
    .replace(/[^(),]+/g, (numbers) => `[${numbers.split(/\s+/).map(Number).join(',')}]`)
    .replaceAll('(', '[')
    .replaceAll(')', ']');
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const depthOf = (value: unknown): number => (Array.isArray(value) ? 1 + depthOf(value[0]) : 0);

const seven = (degrees: number): string => String(Math.round(degrees * 1e7) / 1e7);

/** Polygons as well-known text, to the seventh decimal. */
export function wktOf(polygons: readonly PolygonCoordinates[]): string {
  const bodies = polygons.map(
    (rings) =>
      `(${rings.map((ring) => `(${ring.map(([lng, lat]) => `${seven(lng)} ${seven(lat)}`).join(',')})`).join(',')})`,
  );
  return bodies.length === 1 ? `POLYGON${bodies[0]}` : `MULTIPOLYGON(${bodies.join(',')})`;
}
