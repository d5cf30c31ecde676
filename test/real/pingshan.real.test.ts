import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWanmiFolder, type WanmiFolder } from '../support/wanmi-folder.ts';

const root = resolve(import.meta.dirname, '../..');
const data = process.env.WANMI_REAL_DATA ?? resolve(root, '../shared/data');
const divisions = ['areas', 'streets_8districts', 'villages_8districts'].map((name) =>
  resolve(data, `cn-divisions/${name}.csv`),
);
const cases = resolve(data, 'pingshan-cases/cases.csv');

let own: WanmiFolder;
beforeAll(async () => {
  own = await openWanmiFolder();
});
afterAll(() => own?.close());

/** The count of a column with nothing of ours: no cell of this file holds a comma or a quote. */
function plainCount(column: string, cut = (cell: string) => cell): Record<string, number> {
  const [header = '', ...rows] = readFileSync(cases, 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const place = header.split(',').indexOf(column);
  const counts: Record<string, number> = {};
  for (const row of rows) {
    const key = cut(row.split(',')[place] ?? '');
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

type Total = { readonly id: string | null; readonly cases: number };
type Told = {
  readonly totals: Readonly<Record<'street' | 'class' | 'unit' | 'channel', readonly Total[]>> & {
    readonly month: readonly { readonly month: string; readonly cases: number }[];
  };
  readonly dirt: readonly { readonly kind: string }[];
};

describe('the cases of Pingshan', () => {
  let told: Told;

  test('7 streets and 25 communities come in by code and name alone', async () => {
    const line = ['import', 'areas', ...divisions, '--within', '440310'];
    expect(await own.wanmiJson(...line)).toMatchObject({ read: 33, accepted: 33, added: 33, rejected: 0 });
  });

  test('all 1,416 come in as history, each in a community, and a second time nothing', async () => {
    const outcome = await own.wanmiJson('import', 'cases', cases);
    expect(outcome).toMatchObject({ read: 1416, accepted: 1416, rejected: 0, added: 1416, inCommunity: 1416 });
    told = outcome as unknown as Told; // as the command's help says
    expect(await own.wanmiJson('import', 'cases', cases)).toMatchObject({ added: 0, changed: 0 });
  });

  test.each([
    { total: 'street', column: 'STREET_ID' },
    { total: 'class', column: 'SUB_TYPE_ID' },
    { total: 'unit', column: 'DISPOSE_UNIT_ID' },
    { total: 'channel', column: 'EVENT_SRC_ID' },
  ] as const)('totals by $total equal a plain count of $column', ({ total, column }) => {
    const counts = Object.fromEntries(told.totals[total].map(({ id, cases: count }) => [id ?? '-', count]));
    expect(counts).toEqual(plainCount(column));
  });

  test('totals by month equal a plain count', () => {
    const counts = Object.fromEntries(told.totals.month.map(({ month, cases: count }) => [month, count]));
    expect(counts).toEqual(plainCount('CREATE_TIME', (time) => time.slice(0, 7)));
  });

  test('its dirt is told', () => {
    expect(told.dirt).toEqual([
      { kind: 'unknown-mark', column: 'EVENT_PROPERTY_ID', cells: 11 },
      { kind: 'unknown-mark', column: 'EVENT_PROPERTY_NAME', cells: 11 },
      { kind: 'bracket-width', column: 'SUB_TYPE_NAME', cells: 12 },
      { kind: 'unknown-mark', column: 'DISPOSE_UNIT_ID', cells: 1 },
      { kind: 'unknown-mark', column: 'DISPOSE_UNIT_NAME', cells: 1 },
      ...['602', '615'].map((id) => expect.objectContaining({ kind: 'several-names', field: 'class', id })),
      ...['1754', '1777', '9444'].map((id) => expect.objectContaining({ kind: 'several-names', field: 'unit', id })),
      expect.objectContaining({ kind: 'several-names', field: 'channel', id: '106' }),
      expect.objectContaining({ kind: 'several-ids', field: 'channel', name: '@坪山' }),
    ]);
  });
});
