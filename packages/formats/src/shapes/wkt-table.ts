import { parse } from 'csv-parse';
import { FormatError } from '../format-error.ts';
import { refusalOf } from '../polygon-features.ts';
import type { RawShape, ShapeSource } from './shape-source.ts';
import { textOf } from './source-text.ts';
import { parseWkt } from './wkt.ts';

/** Columns that hold well-known text, by the names that programs give them. */
const COLUMNS = ['wkt', 'geometry', 'geom', 'the_geom', 'wkt_geom', 'shape'];

/** The column of a header that holds well-known text, if one does. */
export const wktColumn = (header: readonly string[]): string | undefined =>
  header.find((name) => COLUMNS.includes(name.trim().toLowerCase()));

/**
 * Reads a CSV table with a column of well-known text row by row. The other columns become properties; empty cells are
 * left out. Throws FormatError for a table without such a column, or a row that cannot be read, by its index from 0.
 */
export async function* readWktTable(source: ShapeSource): AsyncGenerator<RawShape> {
  const rows = parse({ bom: true, columns: true, skip_empty_lines: true, trim: true });
  // What cannot be read of the file ends the rows.
  feed(source, rows).catch((error: Error) => rows.destroy(error));
  let index = 0;
  let column: string | undefined;
  try {
    for await (const row of rows as AsyncIterable<Readonly<Record<string, string>>>) {
      column ??= wktColumn(Object.keys(row));
      if (column === undefined) throw new FormatError(missing(source.name, Object.keys(row)));
      const { [column]: wkt = '', ...cells } = row;
      const properties = Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== ''));
      const geometry = parseWkt(wkt, refusalOf(index, source.name));
      yield { index, properties, geometry };
      index += 1;
    }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(`cannot read feature ${index} of ${source.name}: ${reason}`, { cause });
  } finally {
    rows.destroy();
  }
}

const missing = (name: string, header: readonly string[]): string =>
  `cannot read ${name}: none of its columns ${header.join(', ')} holds shapes, needs one named ${COLUMNS[0]}`;

/** Hands the text over no faster than rows are taken. */
async function feed(source: ShapeSource, rows: ReturnType<typeof parse>): Promise<void> {
  for await (const piece of textOf(source)) {
    if (rows.destroyed) return;
    if (!rows.write(piece)) {
      await new Promise<void>((done) => {
        rows.once('drain', done);
        rows.once('close', done);
      });
    }
  }
  rows.end();
}
