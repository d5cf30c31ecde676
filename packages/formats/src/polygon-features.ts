import { FormatError, shown } from './format-error.ts';

export type Position = readonly [lng: number, lat: number];
/** Closed rings, the outer one first. */
export type PolygonCoordinates = readonly (readonly Position[])[];

/** A polygon or several, with the place in the file for error messages. */
export type PolygonFeature = {
  readonly index: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly polygons: readonly PolygonCoordinates[];
};

/** The features of a file and its own members besides them (`targetAreaM2` and the like). */
export type PolygonFile = {
  readonly features: readonly PolygonFeature[];
  readonly members: Readonly<Record<string, unknown>>;
};

const GEOGRAPHIC_CRS = /CRS84|EPSG:+4326|EPSG:+4490/i;
type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a GeoJSON FeatureCollection, Feature or bare geometry of polygons (RFC 7946).
 * A third number of a position is dropped. Throws FormatError naming the file, the feature and the reason for
 * anything that is not a closed polygon in degrees.
 */
export function readPolygonFile(text: string, file: string): PolygonFile {
  const root = parseJson(text, file);
  if (!isPlain(root)) throw new FormatError(`cannot read ${file}: it holds ${shown(root)}, needs a GeoJSON object`);
  checkCrs(root, file);
  const { features, ...members } = root;
  if (root.type === 'FeatureCollection') {
    if (!Array.isArray(features)) throw new FormatError(`cannot read ${file}: "features" is missing, needs an array`);
    return { features: features.map((feature, i) => readFeature(feature, i, file)), members };
  }
  const feature = root.type === 'Feature' ? root : { type: 'Feature', properties: {}, geometry: root };
  return { features: [readFeature(feature, 0, file)], members: {} };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(`cannot read ${file}: it is not JSON (${reason})`, { cause });
  }
}

/** Throws FormatError for positions in another frame. RFC 7946 knows WGS 84 only; the older `crs` member is accepted when it says the same or CGCS2000. */
export function checkCrs(root: Plain, file: string): void {
  if (root.crs === undefined || root.crs === null || GEOGRAPHIC_CRS.test(JSON.stringify(root.crs))) return;
  throw new FormatError(`cannot read ${file}: its "crs" is ${shown(root.crs)}, needs degrees in WGS 84 or CGCS2000`);
}

function readFeature(feature: unknown, index: number, file: string): PolygonFeature {
  const refuse = refusalOf(index, file);
  if (!isPlain(feature) || feature.type !== 'Feature')
    return refuse(`it is ${shown(feature)}, needs a GeoJSON Feature`);
  const { geometry, properties } = feature;
  return { index, properties: isPlain(properties) ? properties : {}, polygons: polygonsOf(geometry, refuse) };
}

/** Refuses one feature of a file. */
export const refusalOf =
  (index: number, file: string): Refusal =>
  (reason) => {
    throw new FormatError(`cannot read feature ${index} of ${file}: ${reason}`);
  };

/** The polygons of a GeoJSON geometry; `refuse` takes what is wrong with it. */
export function polygonsOf(geometry: unknown, refuse: Refusal): Position[][][] {
  if (!isPlain(geometry)) return refuse(`its geometry is ${shown(geometry)}, needs a Polygon or MultiPolygon`);
  const { type, coordinates } = geometry;
  if (type !== 'Polygon' && type !== 'MultiPolygon') {
    return refuse(`its geometry is a ${shown(type)}, needs a Polygon or MultiPolygon`);
  }
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  if (!Array.isArray(polygons) || polygons.length === 0)
    return refuse('it has no coordinates, needs at least one ring');
  return polygons.map((rings) => readRings(rings, refuse));
}

/** The lines of a GeoJSON geometry; those of polygons are their rings. `refuse` takes what is wrong with it. */
export function linesOf(geometry: unknown, refuse: Refusal): Position[][] {
  if (!isPlain(geometry)) return refuse(`its geometry is ${shown(geometry)}, needs a LineString or MultiLineString`);
  const { type, coordinates } = geometry;
  if (type === 'Polygon' || type === 'MultiPolygon') return polygonsOf(geometry, refuse).flat();
  if (type !== 'LineString' && type !== 'MultiLineString') {
    return refuse(`its geometry is a ${shown(type)}, needs a LineString or MultiLineString`);
  }
  const lines = type === 'LineString' ? [coordinates] : coordinates;
  if (!Array.isArray(lines)) return refuse('it has no coordinates, needs two positions or more');
  return lines.map((line, i) => {
    if (!Array.isArray(line) || line.length < 2)
      return refuse(`line ${i} is ${shown(line)}, needs two positions or more`);
    return line.map((position, k) => readPosition(position, `position ${k} of line ${i}`, refuse));
  });
}

/** Throws for one feature. */
export type Refusal = (reason: string) => never;

function readRings(rings: unknown, refuse: Refusal): Position[][] {
  if (!Array.isArray(rings) || rings.length === 0)
    return refuse('a polygon has no rings, needs at least the outer one');
  return rings.map((ring, i) => readRing(ring, i, refuse));
}

function readRing(ring: unknown, ringIndex: number, refuse: Refusal): Position[] {
  if (!Array.isArray(ring)) return refuse(`ring ${ringIndex} is ${shown(ring)}, needs an array of positions`);
  const positions = ring.map((position, i) => readPosition(position, `position ${i} of ring ${ringIndex}`, refuse));
  const [first, last] = [positions[0], positions.at(-1)];
  if (positions.length < 4) {
    return refuse(`ring ${ringIndex} has ${positions.length} positions, needs at least 4 with the first repeated`);
  }
  if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) {
    return refuse(
      `ring ${ringIndex} begins at ${shown(first)} and ends at ${shown(last)}, needs to end where it begins`,
    );
  }
  return positions;
}

function readPosition(position: unknown, place: string, refuse: Refusal): Position {
  const [lng, lat]: unknown[] = Array.isArray(position) ? position : [];
  if (typeof lng !== 'number' || typeof lat !== 'number' || !Number.isFinite(lng) || !Number.isFinite(lat)) {
    return refuse(`${place} is ${shown(position)}, needs [longitude, latitude] as numbers`);
  }
  if (Math.abs(lng) > 180 || Math.abs(lat) > 90) {
    return refuse(`${place} is ${shown(position)}, needs degrees (longitude to ±180, latitude to ±90), not metres`);
  }
  return [lng, lat];
}
