import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { FormatError, formatOf, type RawShape, readFeatureStream, readShapefile } from '@wanmi/formats';
import { parse } from 'csv-parse';
import { shapeSource } from '../../areas/shape-source.ts';
import type { RawRecord } from './raw-record.ts';

/** A file on disk, and the name by which messages call it. */
export type FileOnDisk = { readonly path: string; readonly name: string };

/**
 * Reads the records of a register one by one: CSV with a header where its name ends in `.csv`, a Shapefile of points where
 * it ends in `.shp`, else a GeoJSON FeatureCollection of points; `.gz` behind either is unpacked on the way. Throws FormatError where the file cannot be
 * read on; the records before have been given by then.
 */
export async function* readRecords(file: FileOnDisk): AsyncGenerator<RawRecord> {
  if (formatOf(file.name) === 'shapefile') return yield* readShapes(file);
  const isPacked = /\.gz$/i.test(file.name);
  const gunzip = createGunzip();
  const bytes = createReadStream(file.path);
  const unpacked = isPacked ? bytes.on('error', (error) => gunzip.destroy(error)).pipe(gunzip) : bytes;
  const pieces = unpacked.setEncoding('utf8');
  try {
    if (/\.csv(\.gz)?$/i.test(file.name)) yield* readRows(pieces);
    else yield* readPoints(pieces, file.name);
  } catch (cause) {
    throw cause instanceof FormatError ? cause : unreadable(file.name, cause);
  } finally {
    bytes.destroy();
  }
}

const unreadable = (name: string, cause: unknown): FormatError =>
  new FormatError(`cannot read ${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });

async function* readPoints(pieces: AsyncIterable<string>, name: string): AsyncGenerator<RawRecord> {
  let index = 0;
  for await (const feature of readFeatureStream(pieces, name)) yield rawOf(feature, `feature ${index++}`);
}

/** Positions of a Shapefile come in the frame of its `.prj`, as degrees of WGS 84. */
async function* readShapes({ path, name }: FileOnDisk): AsyncGenerator<RawRecord> {
  const source = { ...shapeSource(path, { callerDir: '/' }), name };
  for await (const shape of readShapefile(source, 'given')) yield shapeOf(shape);
}

const shapeOf = ({ index, properties, geometry }: RawShape): RawRecord =>
  rawOf({ properties, geometry }, `feature ${index}`);

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function rawOf(feature: unknown, place: string): RawRecord {
  if (!isPlain(feature)) return { place, properties: {}, fault: 'it is no GeoJSON Feature' };
  const properties = isPlain(feature.properties) ? feature.properties : {};
  const { geometry, id: featureId } = feature;
  const raw = { place, properties, featureId };
  if (!isPlain(geometry)) return { ...raw, fault: 'it has no geometry, needs a Point' };
  const { type, coordinates } = geometry;
  if (type !== 'Point') return { ...raw, fault: `its geometry is a ${JSON.stringify(type)}, needs a Point` };
  const [lng, lat]: unknown[] = Array.isArray(coordinates) ? coordinates : [];
  if (typeof lng !== 'number' || typeof lat !== 'number') return { ...raw, fault: 'its Point has no coordinates' };
  return { ...raw, position: [lng, lat] };
}

async function* readRows(pieces: NodeJS.ReadableStream): AsyncGenerator<RawRecord> {
  const parser = parse({ bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, info: true });
  pieces.on('error', (error) => parser.destroy(error));
  const records: AsyncIterable<{ record: string[]; info: { lines: number } }> = pieces.pipe(parser);
  let header: readonly string[] | undefined;
  for await (const { record, info } of records) {
    if (header === undefined) header = record;
    else yield rowOf(record, header, `row ${info.lines}`);
  }
}

function rowOf(record: readonly string[], header: readonly string[], place: string): RawRecord {
  const properties = Object.fromEntries(header.map((column, i) => [column, record[i] ?? '']));
  if (record.length === header.length) return { place, properties };
  return { place, properties, fault: `it has ${record.length} cells, needs ${header.length} as the header` };
}
