import { NoCollectionError, readFeatureStream } from '../feature-stream.ts';
import { FormatError, shown } from '../format-error.ts';
import { checkCrs, linesOf, type PolygonFeature, polygonsOf, refusalOf } from '../polygon-features.ts';
import { readShapefile } from '../shapefile/read-shapefile.ts';
import type { LineFeature, RawShape, ShapeSource } from './shape-source.ts';
import { textOf } from './source-text.ts';
import { readWktTable } from './wkt-table.ts';

export type ShapeFormat = 'geojson' | 'csv' | 'shapefile';

/** The format of a file by its ending, without that of gzip; GeoJSON for all that is neither CSV nor Shapefile. */
export function formatOf(name: string): ShapeFormat {
  const bare = name.replace(/\.gz$/i, '').toLowerCase();
  return bare.endsWith('.csv') ? 'csv' : bare.endsWith('.shp') ? 'shapefile' : 'geojson';
}

/** Takes what a file says besides its features. */
export type OnMembers = (members: Readonly<Record<string, unknown>>) => void;

/**
 * Reads polygons one by one from GeoJSON, CSV with well-known text, or a Shapefile, in WGS 84. Throws FormatError naming
 * the feature by its index from 0, and the reason, for the first that is no closed polygon; those before have been given.
 */
export async function* readPolygons(source: ShapeSource, onMembers?: OnMembers): AsyncGenerator<PolygonFeature> {
  for await (const { index, properties, geometry } of readRaw(source, onMembers)) {
    yield { index, properties, polygons: polygonsOf(geometry, refusalOf(index, source.name)) };
  }
}

/** Reads lines likewise; polygons count as their rings. */
export async function* readLines(source: ShapeSource): AsyncGenerator<LineFeature> {
  for await (const { index, properties, geometry } of readRaw(source)) {
    yield { index, properties, lines: linesOf(geometry, refusalOf(index, source.name)) };
  }
}

function readRaw(source: ShapeSource, onMembers?: OnMembers): AsyncGenerator<RawShape> {
  const format = formatOf(source.name);
  if (format === 'csv') return readWktTable(source);
  return format === 'shapefile' ? readShapefile(source) : readGeoJson(source, onMembers);
}

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A collection passes through feature by feature; what is none is read whole. */
async function* readGeoJson(source: ShapeSource, onMembers?: OnMembers): AsyncGenerator<RawShape> {
  const { name } = source;
  try {
    yield* readCollection(source, onMembers);
  } catch (error) {
    const only = error instanceof NoCollectionError ? await readOnly(source) : undefined;
    if (only === undefined) throw error;
    if (isPlain(only)) checkCrs(only, name);
    const feature = isPlain(only) && only.type === 'Feature' ? only : { properties: {}, geometry: only };
    yield { index: 0, properties: isPlain(feature.properties) ? feature.properties : {}, geometry: feature.geometry };
  }
}

/** Characters of a file that holds one feature. */
const LONGEST_FEATURE = 50_000_000;

/** The whole of a file; undefined for what is too long, no JSON, or a collection after all. */
async function readOnly(source: ShapeSource): Promise<unknown> {
  let text = '';
  for await (const piece of textOf(source)) {
    text += piece;
    if (text.length > LONGEST_FEATURE) return undefined;
  }
  try {
    const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isPlain(root) && root.type === 'FeatureCollection' ? undefined : root;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(`cannot read ${source.name}: it is not JSON (${reason})`, { cause });
  }
}

async function* readCollection(source: ShapeSource, onMembers?: OnMembers): AsyncGenerator<RawShape> {
  const { name } = source;
  const heed: OnMembers = (members) => {
    checkCrs(members, name);
    onMembers?.(members);
  };
  let index = 0;
  for await (const feature of readFeatureStream(textOf(source), name, heed)) {
    if (!isPlain(feature) || feature.type !== 'Feature') {
      throw new FormatError(
        `cannot read feature ${index} of ${name}: it is ${shown(feature)}, needs a GeoJSON Feature`,
      );
    }
    const { properties, geometry } = feature;
    yield { index, properties: isPlain(properties) ? properties : {}, geometry };
    index += 1;
  }
}
