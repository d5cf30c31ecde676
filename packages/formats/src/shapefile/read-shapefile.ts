import { FormatError } from '../format-error.ts';
import { type Refusal, refusalOf } from '../polygon-features.ts';
import type { RawShape, ShapeSource } from '../shapes/shape-source.ts';
import { ByteReader } from './byte-reader.ts';
import { dbfDecoder } from './dbf-encoding.ts';
import { toDegrees } from './projection.ts';
import { type DbfTable, openDbf } from './read-dbf.ts';
import { polygonsFromRings } from './ring-nesting.ts';

// ESRI Shapefile Technical Description, July 1998. Kinds with heights or measures begin with the plain one.
const FILE_CODE = 9994;
const HEADER = 100;
const KINDS: Readonly<Record<number, 'line' | 'point' | 'polygon' | 'null'>> = {
  ...{ 1: 'point', 11: 'point', 21: 'point' },
  ...{ 0: 'null', 3: 'line', 13: 'line', 23: 'line' },
  ...{ 5: 'polygon', 15: 'polygon', 25: 'polygon' },
};
/** A record of more bytes is a broken length. */
const LONGEST = 500_000_000;

type Pair = readonly [number, number];
type Convert = (x: number, y: number) => Pair;

/**
 * Reads a Shapefile of points, lines or polygons record by record: `.shp` with its `.dbf`, and `.prj` and `.cpg` where they are.
 * Positions become degrees of WGS 84, attributes keep their names. A record without a shape is refused, or where `noShape`
 * is `given` comes with the geometry null. Throws FormatError naming the record by its index.
 */
export async function* readShapefile(
  source: ShapeSource,
  noShape: 'refused' | 'given' = 'refused',
): AsyncGenerator<RawShape> {
  const { name } = source;
  const convert = toDegrees(await smallText(source, '.prj'), name);
  const shapes = await opened(source, '.shp');
  const table = await opened(source, '.dbf');
  try {
    const rows = await openTable(table, source);
    await checkHeader(shapes, name);
    for (let index = 0; ; index++) {
      const geometry = await nextGeometry(shapes, convert, refusalOf(index, name));
      const properties = await rows.next();
      if (geometry === null && noShape === 'refused')
        refusalOf(index, name)('it has no shape, needs lines or polygons');
      if (geometry === undefined) return endOf(rows, index, name);
      if (properties === undefined) {
        throw new FormatError(`cannot read feature ${index} of ${name}: its .dbf has only ${rows.count} rows`);
      }
      yield { index, properties, geometry };
    }
  } finally {
    await Promise.all([shapes.close(), table.close()]);
  }
}

function endOf(rows: DbfTable, count: number, name: string): void {
  if (rows.count === count) return;
  throw new FormatError(`cannot read ${name}: it has ${count} shapes and its .dbf ${rows.count} rows, needs as many`);
}

async function openTable(reader: ByteReader, source: ShapeSource): Promise<DbfTable> {
  const cpg = await smallText(source, '.cpg');
  return openDbf(reader, source.name, (driver) => dbfDecoder(cpg, driver, source.name));
}

async function opened(source: ShapeSource, ending: string): Promise<ByteReader> {
  const bytes = await source.open(ending);
  if (bytes === undefined) throw new FormatError(`cannot read ${source.name}: there is no ${ending} file beside it`);
  return new ByteReader(bytes);
}

async function smallText(source: ShapeSource, ending: string): Promise<string | undefined> {
  const bytes = await source.open(ending);
  if (bytes === undefined) return undefined;
  let text = '';
  for await (const piece of bytes) text += new TextDecoder().decode(piece);
  return text;
}

async function checkHeader(shapes: ByteReader, name: string): Promise<void> {
  const header = await shapes.take(HEADER);
  if (header.byteLength === HEADER && header.getInt32(0) === FILE_CODE) return;
  throw new FormatError(`cannot read ${name}: it does not begin as a Shapefile does`);
}

async function nextGeometry(shapes: ByteReader, convert: Convert, refuse: Refusal): Promise<unknown> {
  const head = await shapes.take(8);
  if (head.byteLength === 0) return undefined;
  const length = head.byteLength < 8 ? -1 : 2 * head.getInt32(4);
  if (length < 4 || length > LONGEST)
    return refuse(`its length is ${length} bytes, the file is cut off or broken there`);
  const content = await shapes.take(length);
  if (content.byteLength < length) return refuse('the file ends inside it, needs to be whole');
  const code = content.getInt32(0, true);
  const kind = KINDS[code];
  if (kind === undefined) return refuse(`it is of kind ${code}, needs lines or polygons (3 or 5)`);
  if (kind === 'null') return null;
  if (kind === 'point') return { type: 'Point', coordinates: pointOf(content, convert, refuse) };
  const chains = chainsOf(content, convert, refuse);
  return kind === 'line'
    ? { type: 'MultiLineString', coordinates: chains }
    : { type: 'MultiPolygon', coordinates: polygonsFromRings(chains) };
}

const POINT_BYTES = 20;

function pointOf(content: DataView, convert: Convert, refuse: Refusal): Pair {
  if (content.byteLength < POINT_BYTES) return refuse('its point does not fit its length, the file is broken');
  return convert(content.getFloat64(4, true), content.getFloat64(12, true));
}

const PARTS_AT = 44;

function chainsOf(content: DataView, convert: Convert, refuse: Refusal): Pair[][] {
  const broken = (): never => refuse('its parts and points do not fit its length, the file is broken');
  if (content.byteLength < PARTS_AT) return broken();
  const [parts, points] = [content.getInt32(36, true), content.getInt32(40, true)];
  const from = PARTS_AT + 4 * parts;
  if (parts < 1 || points < 1 || from + 16 * points > content.byteLength) return broken();
  const starts = Array.from({ length: parts }, (_, i) => content.getInt32(PARTS_AT + 4 * i, true));
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? points;
    if (start < 0 || end < start || end > points) return broken();
    return Array.from({ length: end - start }, (_, k): Pair => {
      const at = from + 16 * (start + k);
      return convert(content.getFloat64(at, true), content.getFloat64(at + 8, true));
    });
  });
}
