import { cellOf, checkColumns, type Row, rowNumber } from '@wanmi/catalogue';
import { FormatError } from '@wanmi/formats';
import { type Instant, instantOf } from '@wanmi/kernel';
import type { Rejection, SourceFile } from '../outcome.ts';
import { readRows } from '../read-rows.ts';
import { NAMED_COLUMNS, NAMED_FIELDS, type Named, type NamedField, REQUIRED_COLUMNS } from './history-columns.ts';
import { type Mending, mendCell } from './mend-cell.ts';

/** A case of another system as its file has it, cells mended. */
export type HistoryCase = {
  readonly id: string;
  readonly reportedAt: Instant;
  /** `2018-06` by the clock on the wall. */
  readonly month: string;
  readonly district: string | null;
  readonly named: Readonly<Record<NamedField, Named>>;
  /** Null when the file says neither or both. */
  readonly closedInTime: boolean | null;
  readonly saysBothTimes: boolean;
  readonly raw: Row;
};

/** How many cells of a column were mended, and how. */
export type MendedColumn = { readonly kind: Mending; readonly column: string; readonly cells: number };

export type HistoryRead = {
  readonly read: number;
  readonly cases: readonly HistoryCase[];
  readonly rejected: readonly Rejection[];
  readonly mended: readonly MendedColumn[];
};

/**
 * Reads the rows of a file; those without an id or a time, and those whose id came before, are rejected. Throws
 * FormatError for a file that is no CSV or lacks a column.
 */
export function readHistory(file: SourceFile): HistoryRead {
  const { rows, rejected, locate } = readRows([file]);
  const columns = { compulsory: REQUIRED_COLUMNS, optional: Object.keys(rows[0] ?? {}) };
  const faults = [...rejected, ...checkColumns(rows, columns).map(locate)];
  if (faults.length > 0) {
    throw new FormatError(`cannot read ${file.name}: ${faults.map(({ reason }) => reason).join('; ')}`);
  }
  const mended = new Map<string, MendedColumn>();
  const cases: HistoryCase[] = [];
  const refused: Rejection[] = [];
  const seen = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    const reasons = reasonsAgainst(row, seen);
    seen.set(cellOf(row, 'REC_ID'), rowNumber(index));
    if (reasons.length === 0) cases.push(caseOf(row, mended));
    else refused.push({ file: file.name, place: `row ${rowNumber(index)}`, reason: reasons.join('; ') });
  }
  return { read: rows.length, cases, rejected: refused, mended: [...mended.values()] };
}

function reasonsAgainst(row: Row, seen: ReadonlyMap<string, number>): string[] {
  const reasons: string[] = [];
  const [id, time] = [cellOf(row, 'REC_ID'), cellOf(row, 'CREATE_TIME')];
  const earlier = seen.get(id);
  if (id === '') reasons.push('REC_ID is empty, needs the id of the case');
  else if (earlier !== undefined) reasons.push(`REC_ID ${id} is that of row ${earlier} too, needs to be unique`);
  if (timeOf(time) === undefined) {
    reasons.push(`CREATE_TIME is ${JSON.stringify(time)}, needs a local time as 2018-06-30 08:15:00`);
  }
  return reasons;
}

/** China has one zone, without summer time since 1992. */
function timeOf(text: string): Instant | undefined {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/.exec(text) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const moment = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(moment) || !new Date(moment).toISOString().startsWith(date)) return undefined;
  return instantOf(`${date}T${time}+08:00`);
}

function caseOf(row: Row, mended: Map<string, MendedColumn>): HistoryCase {
  const read = (column: string): string | null => {
    const cell = mendCell(cellOf(row, column));
    for (const kind of cell.mended) {
      const key = `${kind} ${column}`;
      mended.set(key, { kind, column, cells: (mended.get(key)?.cells ?? 0) + 1 });
    }
    return cell.text;
  };
  const entries = NAMED_FIELDS.map((field): [NamedField, Named] => {
    const { id, name } = NAMED_COLUMNS[field];
    return [field, { id: read(id), name: read(name) }];
  });
  const [inTime, late] = [cellOf(row, 'INTIME_ARCHIVE_NUM') === '1', cellOf(row, 'OVERTIME_ARCHIVE_NUM') === '1'];
  const time = cellOf(row, 'CREATE_TIME');
  return {
    id: cellOf(row, 'REC_ID'),
    reportedAt: timeOf(time) ?? instantOf('1970-01-01T00:00:00Z'), // checked before
    month: time.slice(0, 7),
    district: read('DISTRICT_NAME'),
    named: Object.fromEntries(entries) as Record<NamedField, Named>, // one entry a field
    closedInTime: inTime === late ? null : inTime,
    saysBothTimes: inTime && late,
    raw: row,
  };
}
