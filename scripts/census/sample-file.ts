import type { census } from '@wanmi/db';
import { readCsvFile } from '@wanmi/formats';
import { CommandError } from '../wanmi/command.ts';

const COLUMNS = ['component_id', 'street', 'department', 'name', 'lng', 'lat', 'right', 'remark'] as const;

/** The sample as a table to take along; `right` is to be filled in. */
export const sampleCsv = (sample: readonly census.CensusSample[]): string =>
  [COLUMNS, ...sample.map(cellsOf)].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');

const cellsOf = ({
  componentId,
  street,
  department,
  isRight,
  remark,
  body,
}: census.CensusSample): readonly string[] => [
  ...[componentId, street, department, body?.name ?? '', String(body?.lng ?? ''), String(body?.lat ?? '')],
  ...[isRight === null ? '' : isRight ? 'yes' : 'no', remark ?? ''],
];

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const ANSWERS: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'true', '1', '是', '对', '正确'].map((word) => [word, true] as const),
  ...['no', 'false', '0', '否', '错', '错误'].map((word) => [word, false] as const),
]);

/**
 * Reads judgements from a table with `component_id`, `right` and `remark`; rows without an answer are left out. Throws
 * CommandError with every row that cannot be read.
 */
export function readJudgements(text: string, file: string): readonly census.Judgement[] {
  const rows = readCsvFile(text, file, ['component_id', 'right', 'remark'] as const);
  const strange = rows.filter(({ right }) => right !== '' && !ANSWERS.has(right.toLowerCase()));
  if (strange.length > 0) {
    const lines = strange.map(({ line, right }) => `  row ${line}: right is ${JSON.stringify(right)}, needs yes or no`);
    throw new CommandError(`cannot judge by ${file}: ${strange.length} rows cannot be read\n${lines.join('\n')}`);
  }
  return rows.flatMap(({ component_id, right, remark }) => {
    const isRight = ANSWERS.get(right.toLowerCase());
    return isRight === undefined ? [] : [{ componentId: component_id, isRight, remark: remark || null }];
  });
}
