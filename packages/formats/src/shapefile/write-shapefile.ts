import { FormatError, shown } from '../format-error.ts';
import type { PolygonCoordinates, Position } from '../polygon-features.ts';
import type { ShapeToWrite } from '../shapes/shape-source.ts';
import type { Piece, ShapeField, ShapeWriter, WriteOptions } from '../shapes/shape-writer.ts';
import { type DbfEncoding, encodeText } from './dbf-encoding.ts';
import { WGS84_PRJ } from './projection.ts';

// ESRI Shapefile Technical Description, July 1998; dBase III table. Lengths in .shp and .shx are in words of two bytes.
const HEADER = 100;
const POLYGON = 5;
const GBK_DRIVER = 0x4d;

type Bounds = { minX: number; minY: number; maxX: number; maxY: number };

/** Polygons of WGS 84 as a Shapefile: `.shp`, `.shx`, `.dbf`, `.prj` and `.cpg`. */
export function shapefileWriter({ fields, encoding = 'utf-8' }: WriteOptions): ShapeWriter {
  const all = emptyBounds();
  let [count, shpLength] = [0, HEADER];
  const headers = (): Piece[] => [
    { ending: '.shp', at: 0, bytes: mainHeader(shpLength, all) },
    { ending: '.shx', at: 0, bytes: mainHeader(HEADER + 8 * count, all) },
    { ending: '.dbf', at: 0, bytes: tableHeader(fields, encoding, count) },
  ];
  return {
    endings: ['.shp', '.shx', '.dbf', '.prj', '.cpg'],
    begin: () => [
      ...headers(),
      { ending: '.prj', bytes: new TextEncoder().encode(WGS84_PRJ) },
      { ending: '.cpg', bytes: new TextEncoder().encode(encoding === 'gbk' ? 'GBK' : 'UTF-8') },
    ],
    add: (shape) => {
      count += 1;
      const record = shapeRecord(count, shape.polygons, all);
      const index = new DataView(new ArrayBuffer(8));
      index.setInt32(0, shpLength / 2);
      index.setInt32(4, (record.length - 8) / 2);
      shpLength += record.length;
      return [
        { ending: '.shp', bytes: record },
        { ending: '.shx', bytes: new Uint8Array(index.buffer) },
        { ending: '.dbf', bytes: tableRow(shape, fields, encoding) },
      ];
    },
    end: () => [...headers(), { ending: '.dbf', bytes: Uint8Array.of(0x1a) }],
  };
}

const emptyBounds = (): Bounds => ({ minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity });

function extend(bounds: Bounds, [x, y]: Position): void {
  bounds.minX = Math.min(bounds.minX, x);
  bounds.minY = Math.min(bounds.minY, y);
  bounds.maxX = Math.max(bounds.maxX, x);
  bounds.maxY = Math.max(bounds.maxY, y);
}

function setBounds(view: DataView, at: number, { minX, minY, maxX, maxY }: Bounds): void {
  for (const [i, value] of [minX, minY, maxX, maxY].entries()) {
    view.setFloat64(at + 8 * i, Number.isFinite(value) ? value : 0, true);
  }
}

function mainHeader(length: number, bounds: Bounds): Uint8Array {
  const view = new DataView(new ArrayBuffer(HEADER));
  view.setInt32(0, 9994);
  view.setInt32(24, length / 2);
  view.setInt32(28, 1000, true);
  view.setInt32(32, POLYGON, true);
  setBounds(view, 36, bounds);
  return new Uint8Array(view.buffer);
}

const seven = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

function shapeRecord(number: number, polygons: readonly PolygonCoordinates[], all: Bounds): Uint8Array {
  // Outer rings run clockwise here, holes against the clock: the other way round than in GeoJSON.
  const rings = polygons.flatMap((rings) => rings.map((ring, i) => turned(ring, i === 0)));
  const points = rings.reduce((sum, { length }) => sum + length, 0);
  const view = new DataView(new ArrayBuffer(8 + 44 + 4 * rings.length + 16 * points));
  view.setInt32(0, number);
  view.setInt32(4, (view.byteLength - 8) / 2);
  view.setInt32(8, POLYGON, true);
  view.setInt32(44, rings.length, true);
  view.setInt32(48, points, true);
  const own = emptyBounds();
  let point = 0;
  for (const [i, ring] of rings.entries()) {
    view.setInt32(52 + 4 * i, point, true);
    for (const [lng, lat] of ring) {
      const at = 52 + 4 * rings.length + 16 * point;
      const [x, y] = [seven(lng), seven(lat)];
      view.setFloat64(at, x, true);
      view.setFloat64(at + 8, y, true);
      extend(own, [x, y]);
      extend(all, [x, y]);
      point += 1;
    }
  }
  setBounds(view, 12, own);
  return new Uint8Array(view.buffer);
}

function turned(ring: readonly Position[], clockwise: boolean): readonly Position[] {
  const [x0, y0] = ring[0] ?? [0, 0];
  const twice = ring.reduce((sum, [ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length] ?? [ax, ay];
    return sum + (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }, 0);
  return twice < 0 === clockwise ? ring : ring.toReversed();
}

const nameOf = ({ name, short = name }: ShapeField): string => short.slice(0, 10);
const rowLength = (fields: readonly ShapeField[]): number => 1 + fields.reduce((sum, { length }) => sum + length, 0);
const CODES = { text: 'C', number: 'N', logical: 'L' } as const;
const DECIMALS = 2;

function tableHeader(fields: readonly ShapeField[], encoding: DbfEncoding, count: number): Uint8Array {
  const length = 32 + 32 * fields.length + 1;
  const view = new DataView(new ArrayBuffer(length));
  const bytes = new Uint8Array(view.buffer);
  bytes.set([0x03, 100, 1, 1]); // version; the day is always 2000-01-01, so that the same shapes give the same bytes
  view.setUint32(4, count, true);
  view.setUint16(8, length, true);
  view.setUint16(10, rowLength(fields), true);
  view.setUint8(29, encoding === 'gbk' ? GBK_DRIVER : 0);
  for (const [i, field] of fields.entries()) {
    const at = 32 + 32 * i;
    bytes.set(encodeText(nameOf(field), 'utf-8'), at);
    view.setUint8(at + 11, CODES[field.type].charCodeAt(0));
    view.setUint8(at + 16, field.length);
    view.setUint8(at + 17, field.type === 'number' ? DECIMALS : 0);
  }
  bytes[length - 1] = 0x0d;
  return bytes;
}

function tableRow({ properties }: ShapeToWrite, fields: readonly ShapeField[], encoding: DbfEncoding): Uint8Array {
  const row = new Uint8Array(rowLength(fields)).fill(0x20);
  let at = 1;
  for (const field of fields) {
    row.set(cellOf(properties[field.name], field, encoding), at);
    at += field.length;
  }
  return row;
}

function cellOf(value: unknown, { name, type, length }: ShapeField, encoding: DbfEncoding): Uint8Array {
  if (value === undefined || value === null) return new Uint8Array();
  if (type === 'logical') return encodeText(value === true ? 'T' : 'F', encoding);
  const text = type === 'number' ? Number(value).toFixed(DECIMALS).padStart(length) : String(value);
  const bytes = encodeText(text, encoding);
  if (bytes.length <= length) return bytes;
  throw new FormatError(`cannot write ${name} ${shown(text)}: it has ${bytes.length} bytes, a Shapefile has ${length}`);
}
