/** A point of a Shapefile with its one attribute; null is a record without a shape. */
export type ShapePoint = { readonly value: string; readonly at: readonly [number, number] | null };

/** The bytes of a Shapefile of points (ESRI, July 1998) and of its table with one text field of ten characters. */
export function pointShapefile(field: string, points: readonly ShapePoint[]): { shp: Uint8Array; dbf: Uint8Array } {
  const records = points.map(({ at }, i) => {
    const record = new DataView(new ArrayBuffer(at === null ? 12 : 28));
    record.setInt32(0, i + 1);
    record.setInt32(4, at === null ? 2 : 10);
    record.setInt32(8, at === null ? 0 : 1, true);
    if (at !== null) at.forEach((degrees, k) => void record.setFloat64(12 + 8 * k, degrees, true));
    return new Uint8Array(record.buffer);
  });
  const header = new DataView(new ArrayBuffer(100));
  header.setInt32(0, 9994);
  header.setInt32(24, (100 + records.reduce((sum, { length }) => sum + length, 0)) / 2);
  header.setInt32(28, 1000, true);
  header.setInt32(32, 1, true);
  const shp = Buffer.concat([new Uint8Array(header.buffer), ...records]);
  return { shp, dbf: tableOf(field, points) };
}

const WIDTH = 10;

function tableOf(field: string, points: readonly ShapePoint[]): Uint8Array {
  const head = new DataView(new ArrayBuffer(32 + 32 + 1));
  head.setUint8(0, 3);
  head.setInt32(4, points.length, true);
  head.setUint16(8, head.byteLength, true);
  head.setUint16(10, 1 + WIDTH, true);
  const bytes = new Uint8Array(head.buffer);
  bytes.set(new TextEncoder().encode(field), 32);
  head.setUint8(32 + 11, 'C'.charCodeAt(0));
  head.setUint8(32 + 16, WIDTH);
  head.setUint8(64, 0x0d);
  const rows = points.map(({ value }) => new TextEncoder().encode(` ${value.padEnd(WIDTH)}`));
  return Buffer.concat([bytes, ...rows, Uint8Array.of(0x1a)]);
}
