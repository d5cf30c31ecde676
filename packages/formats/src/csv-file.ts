import { parse } from 'csv-parse/sync';
import { FormatError } from './format-error.ts';

/** A row by column name, with its line in the file (the header is line 1). */
export type CsvRow<Column extends string> = { readonly line: number } & Readonly<Record<Column, string>>;

/**
 * Reads a CSV file with a header that holds at least `columns`; values are trimmed, empty lines skipped.
 * Throws FormatError naming the file and line for a missing column or a row of another length.
 */
export function readCsvFile<Column extends string>(
  text: string,
  file: string,
  columns: readonly Column[],
): CsvRow<Column>[] {
  const rows = parseRows(text, file);
  const header = rows[0]?.record ?? [];
  const places = columns.map((column) => header.indexOf(column));
  const missing = columns.filter((_, i) => places[i] === -1);
  if (missing.length > 0) {
    throw new FormatError(`cannot read ${file}: column ${missing.join(', ')} is missing, found ${header.join(', ')}`);
  }
  return rows.slice(1).map(({ record, line }) => {
    const values = columns.map((column, i) => [column, record[places[i] ?? -1] ?? '']);
    return { ...Object.fromEntries(values), line };
  });
}

type ParsedRow = { readonly record: readonly string[]; readonly line: number };

function parseRows(text: string, file: string): ParsedRow[] {
  try {
    const lines: number[] = [];
    const records = parse(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      on_record: (record: string[], context) => {
        lines.push(context.lines);
        return record;
      },
    });
    return records.map((record, i) => ({ record, line: lines[i] ?? 0 }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(`cannot read ${file}: ${reason}`, { cause });
  }
}

/** The names of the columns in the first line of a CSV text; none for an empty one. */
export function readCsvHeader(text: string): readonly string[] {
  const [header = []] = parse(text, { bom: true, trim: true, to: 1, relax_column_count: true }) as string[][];
  return header;
}
