import { type Row, type RowProblem, rowNumber } from '@wanmi/catalogue';
import { accept, type Result, refuse } from '@wanmi/kernel';
import type { LearnCase, Named } from './history.ts';
import { plainUnitName } from './unit-names.ts';

type Pair = { readonly code: readonly string[]; readonly name: readonly string[] };

/** The columns of a history, with the names that the platforms of Shenzhen publish theirs under. */
const COLUMNS = {
  id: ['id', 'case_no', 'REC_ID'],
  time: ['time', 'reported_at', 'CREATE_TIME'],
  channel: ['channel', 'EVENT_SRC_NAME'],
  nature: ['nature', 'EVENT_PROPERTY_ID', 'EVENT_PROPERTY_NAME'],
} as const;
const CLASSES: readonly Pair[] = [
  { code: ['class_1', 'EVENT_TYPE_ID'], name: ['class_1_name', 'EVENT_TYPE_NAME'] },
  { code: ['class_2', 'MAIN_TYPE_ID'], name: ['class_2_name', 'MAIN_TYPE_NAME'] },
  { code: ['class_3', 'SUB_TYPE_ID'], name: ['class_3_name', 'SUB_TYPE_NAME'] },
];
const AREAS: readonly Pair[] = [
  { code: ['area_1', 'DISTRICT_ID'], name: ['area_1_name', 'DISTRICT_NAME'] },
  { code: ['area_2', 'STREET_ID'], name: ['area_2_name', 'STREET_NAME'] },
  { code: ['area_3', 'COMMUNITY_ID'], name: ['area_3_name', 'COMMUNITY_NAME'] },
];
const UNIT: Pair = { code: ['department', 'DISPOSE_UNIT_ID'], name: ['department_name', 'DISPOSE_UNIT_NAME'] };

/**
 * Reads a history of dispatched cases. Columns: `id`, `time`, `class_1` … `class_3` and `area_1` … `area_3` from wide to
 * narrow (a level that is not kept may be missing), `channel`, `nature`, `department`, each code with an optional `…_name`.
 * A row without time, class, area or department column is a problem; a department written `-` is a case without an answer.
 */
export function parseHistory(rows: readonly Row[]): Result<readonly LearnCase[], readonly RowProblem[]> {
  const problems: RowProblem[] = [];
  const cases = rows.map((row, index): LearnCase => {
    const need = (field: string, found: string, needed: string): void =>
      void problems.push({ row: rowNumber(index), field, found, needed });
    const time = cellOf(row, COLUMNS.time) ?? '';
    const atMs = millisecondsOf(time);
    const [classes, areas] = [pathOf(row, CLASSES), pathOf(row, AREAS)];
    const unit = namedOf(row, UNIT);
    if (atMs === undefined) need('time', time, 'a time as 2026-11-20 22:30:00');
    if (classes.length === 0) need('class_1', '', 'at least one class');
    if (areas.length === 0) need('area_1', '', 'at least one area');
    if (unit === undefined) need('department', '', 'a department, or - where none is known');
    return {
      id: cellOf(row, COLUMNS.id) ?? String(rowNumber(index)),
      atMs: atMs ?? 0,
      classes,
      areas,
      channel: cellOf(row, COLUMNS.channel) ?? '',
      nature: cellOf(row, COLUMNS.nature) ?? '',
      unit: unit ?? { code: '', name: '' },
    };
  });
  return problems.length > 0 ? refuse(problems) : accept(cases);
}

/** The first of these columns that holds something. */
const cellOf = (row: Row, names: readonly string[]): string | undefined =>
  names.map((name) => row[name]?.trim()).find((cell) => cell !== undefined && cell !== '');

/** Code and name; one stands for the other where it is alone. */
function namedOf(row: Row, { code, name }: Pair): Named | undefined {
  const [foundCode, foundName] = [cellOf(row, code), cellOf(row, name)];
  const either = foundCode ?? foundName;
  return either === undefined ? undefined : { code: either, name: plainUnitName(foundName ?? either) };
}

const pathOf = (row: Row, levels: readonly Pair[]): readonly Named[] =>
  levels.flatMap((level) => namedOf(row, level) ?? []);

const TIME = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|([+-])(\d\d):(\d\d))?$/;
const MINUTE_MS = 60_000;

/** A local time counts as UTC: learning uses order and distance, and a city has one zone. */
function millisecondsOf(text: string): number | undefined {
  const found = TIME.exec(text);
  if (found === null) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const offset = (Number(found[8] ?? 0) * 60 + Number(found[9] ?? 0)) * (found[7] === '-' ? -1 : 1);
  return Date.UTC(year, month - 1, day, hour, minute, second) - offset * MINUTE_MS;
}
