import { type Row, type RowProblem, readCsv } from '@wanmi/catalogue';
import type { Rejection, SourceFile } from './outcome.ts';

/** The rows of one or more CSV files as one table. */
export type RowsRead = {
  readonly rows: readonly Row[];
  readonly rejected: readonly Rejection[];
  /** Finds the file and row behind a problem of the joined table. */
  readonly locate: (problem: RowProblem) => Rejection;
};

/** Reads CSV files with the same header and joins them. */
export function readRows(files: readonly SourceFile[]): RowsRead {
  const rows: Row[] = [];
  const rejected: Rejection[] = [];
  const starts: { readonly file: string; readonly at: number }[] = [];
  for (const { name, text } of files) {
    starts.push({ file: name, at: rows.length });
    const read = readCsv(text);
    if (read.ok) rows.push(...read.value);
    else rejected.push(...read.error.map((problem) => rejectionOf(name, problem)));
  }
  const locate = (problem: RowProblem): Rejection => {
    const index = problem.row - 2; // as rowNumber() counts
    const start = starts.findLast(({ at }) => at <= index);
    if (problem.row === 0 || start === undefined) return rejectionOf(files.map(({ name }) => name).join(', '), problem);
    return rejectionOf(start.file, { ...problem, row: problem.row - start.at });
  };
  return { rows, rejected, locate };
}

const rejectionOf = (file: string, { row, field, found, needed }: RowProblem): Rejection => ({
  file,
  place: row === 0 ? 'file' : `row ${row}`,
  reason: `${field} is ${JSON.stringify(found)}, needs ${needed}`,
});
