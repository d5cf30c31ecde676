import { FormatError } from '../format-error.ts';
import type { ByteReader } from './byte-reader.ts';

type Field = { readonly name: string; readonly type: string; readonly length: number };
type Decode = (bytes: Uint8Array) => string;

/** The attribute table of a Shapefile (dBase III and IV), row by row. */
export type DbfTable = { readonly count: number; readonly next: () => Promise<Record<string, unknown> | undefined> };

const HEADER = 32;
const DESCRIPTOR = 32;
const END_OF_FIELDS = 0x0d;
const DELETED = 0x2a;

/** Opens a table. `decoderFor` gets the byte that tells the language. Throws FormatError for what is no such table. */
export async function openDbf(
  reader: ByteReader,
  name: string,
  decoderFor: (driver: number) => Decode,
): Promise<DbfTable> {
  const header = await reader.take(HEADER);
  if (header.byteLength < HEADER) throw new FormatError(`cannot read ${name}: its .dbf ends in its header`);
  const [count, headerLength, rowLength] = [
    header.getUint32(4, true),
    header.getUint16(8, true),
    header.getUint16(10, true),
  ];
  const decode = decoderFor(header.getUint8(29));
  const fields = fieldsOf(await reader.take(headerLength - HEADER), decode);
  const needed = 1 + fields.reduce((sum, { length }) => sum + length, 0);
  if (fields.length === 0 || needed > rowLength) {
    throw new FormatError(`cannot read ${name}: its .dbf has rows of ${rowLength} bytes, its fields need ${needed}`);
  }
  let row = 0;
  const next = async (): Promise<Record<string, unknown> | undefined> => {
    if (row >= count) return undefined;
    const view = await reader.take(rowLength);
    if (view.byteLength < rowLength) {
      throw new FormatError(`cannot read feature ${row} of ${name}: its .dbf ends there, needs ${count} rows`);
    }
    row += 1;
    return view.getUint8(0) === DELETED ? {} : valuesOf(view, fields, decode);
  };
  return { count, next };
}

function fieldsOf(view: DataView, decode: Decode): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at + DESCRIPTOR <= view.byteLength && view.getUint8(at) !== END_OF_FIELDS; at += DESCRIPTOR) {
    const bytes = bytesOf(view, at, 11);
    const end = bytes.indexOf(0);
    const name = decode(end === -1 ? bytes : bytes.subarray(0, end)).trim();
    fields.push({ name, type: String.fromCharCode(view.getUint8(at + 11)), length: view.getUint8(at + 16) });
  }
  return fields;
}

const bytesOf = (view: DataView, at: number, length: number): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset + at, length);

function valuesOf(view: DataView, fields: readonly Field[], decode: Decode): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  let at = 1;
  for (const { name, type, length } of fields) {
    const value = cellOf(
      decode(bytesOf(view, at, length))
        .replaceAll('\0', '')
        .trim(),
      type,
    );
    if (value !== undefined) values[name] = value;
    at += length;
  }
  return values;
}

/** Empty cells are left out; numbers that are none stay text, and show in messages as they are. */
function cellOf(text: string, type: string): unknown {
  if (text === '') return undefined;
  if (type === 'L') return /^[TtYy]$/.test(text) ? true : /^[FfNn]$/.test(text) ? false : undefined;
  if (type !== 'N' && type !== 'F') return text;
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}
