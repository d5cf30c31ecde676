/** One record of a table, by column name. A CSV line, a spreadsheet line or a JSON object. */
export type Row = Readonly<Record<string, string | undefined>>;

/** What is wrong with one cell of one record, and what would be right. */
export type RowProblem = {
  /** As a spreadsheet counts with the header in row 1, so the first record is row 2. 0 is the table as a whole. */
  readonly row: number;
  readonly field: string;
  readonly found: string;
  readonly needed: string;
};

/** The spreadsheet row of the record at `index`. */
export const rowNumber = (index: number): number => index + 2;

/** The trimmed content of a cell; empty when the column is absent. */
export const cellOf = (row: Row, field: string): string => (row[field] ?? '').trim();

/** One line for a person: `row 7, class_code: found "101", needed 4 digits`. */
export const describeProblem = ({ row, field, found, needed }: RowProblem): string =>
  `${row === 0 ? 'table' : `row ${row}`}, ${field}: found ${JSON.stringify(found)}, needed ${needed}`;

/**
 * Reports every column that the reader does not know, and every compulsory one that is missing.
 * A misspelt header would otherwise switch its content off in silence.
 */
export function checkColumns(
  rows: readonly Row[],
  columns: { readonly compulsory: readonly string[]; readonly optional: readonly string[] },
): readonly RowProblem[] {
  const known = new Set([...columns.compulsory, ...columns.optional]);
  const present = new Set(rows.flatMap((row) => Object.keys(row)));
  const unknown = [...present]
    .filter((name) => !known.has(name))
    .map((name) => ({ row: 0, field: name, found: name, needed: `one of the columns ${[...known].join(', ')}` }));
  const missing = columns.compulsory
    .filter((name) => rows.length > 0 && !present.has(name))
    .map((name) => ({ row: 0, field: name, found: '', needed: `a column ${name}` }));
  return [...unknown, ...missing];
}
