import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWanmiFolder, type WanmiFolder } from '../support/wanmi-folder.ts';

let own: WanmiFolder;
beforeAll(async () => {
  own = await openWanmiFolder();
});
afterAll(() => own?.close());

const COLUMNS = [
  ...['REC_ID', 'CREATE_TIME', 'DISTRICT_NAME', 'STREET_NAME', 'STREET_ID', 'COMMUNITY_NAME', 'COMMUNITY_ID'],
  ...['EVENT_TYPE_NAME', 'EVENT_TYPE_ID', 'MAIN_TYPE_NAME', 'MAIN_TYPE_ID', 'SUB_TYPE_NAME', 'SUB_TYPE_ID'],
  ...['DISPOSE_UNIT_NAME', 'DISPOSE_UNIT_ID', 'EVENT_SRC_NAME', 'EVENT_SRC_ID', 'EVENT_PROPERTY_NAME'],
  ...['EVENT_PROPERTY_ID', 'INTIME_ARCHIVE_NUM', 'OVERTIME_ARCHIVE_NUM', 'NOTE'],
] as const;
const ORDINARY: Readonly<Record<string, string>> = {
  ...{ CREATE_TIME: '2018-06-30 23:30:00', DISTRICT_NAME: '甲区', STREET_NAME: '乙街道', STREET_ID: '1' },
  ...{
    COMMUNITY_NAME: '丙社区',
    COMMUNITY_ID: '10',
    EVENT_TYPE_NAME: '市政',
    EVENT_TYPE_ID: '6',
    MAIN_TYPE_NAME: '部件',
  },
  ...{
    MAIN_TYPE_ID: '60',
    SUB_TYPE_NAME: '井盖',
    SUB_TYPE_ID: '600',
    DISPOSE_UNIT_NAME: '城管局',
    DISPOSE_UNIT_ID: '5',
  },
  ...{ EVENT_SRC_NAME: '12345', EVENT_SRC_ID: '13', EVENT_PROPERTY_NAME: '投诉', EVENT_PROPERTY_ID: '2' },
  ...{ INTIME_ARCHIVE_NUM: '1', OVERTIME_ARCHIVE_NUM: '0' },
};
const table = (...rows: Readonly<Record<string, string>>[]): string =>
  [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column] ?? ORDINARY[column] ?? ''))]
    .map((cells) => `${cells.join(',')}\r\n`)
    .join('');
const ROWS = [
  { REC_ID: '1', SUB_TYPE_NAME: '路灯&#40;灯光&#41;井盖' },
  { REC_ID: '2', SUB_TYPE_NAME: '路灯(灯光)井盖' },
  { REC_ID: '3', SUB_TYPE_NAME: '灯井', CREATE_TIME: '2018-07-01 00:00:00' },
  { REC_ID: '4', SUB_TYPE_ID: '601', DISPOSE_UNIT_ID: '-', DISPOSE_UNIT_NAME: '-', EVENT_SRC_ID: '14' },
  { REC_ID: '5', SUB_TYPE_ID: '601', COMMUNITY_NAME: '丁社区', COMMUNITY_ID: '11', OVERTIME_ARCHIVE_NUM: '1' },
  { REC_ID: '2' },
  { REC_ID: '' },
  { REC_ID: '6', CREATE_TIME: '2018-02-30 08:00:00' },
];

describe('wanmi import cases', () => {
  test('keeps a history with its dirt mended and told, and counts it', async () => {
    await own.write('cases.csv', table(...ROWS));
    const told = await own.wanmiJson('import', 'cases', 'cases.csv', '--rejects', 'rejects.csv');
    expect(told).toMatchObject({ read: 8, accepted: 5, rejected: 3, added: 5, changed: 0, inCommunity: 0 });
    expect(told.totals).toEqual({
      street: [{ id: '1', name: '乙街道', cases: 5 }],
      class: [
        {
          id: '600',
          name: '路灯（灯光）井盖',
          cases: 3,
          names: [
            { value: '路灯（灯光）井盖', cases: 2 },
            { value: '灯井', cases: 1 },
          ],
        },
        { id: '601', name: '井盖', cases: 2 },
      ],
      unit: [
        { id: '5', name: '城管局', cases: 4 },
        { id: null, name: null, cases: 1 },
      ],
      channel: [
        { id: '13', name: '12345', cases: 4 },
        { id: '14', name: '12345', cases: 1 },
      ],
      month: [
        { month: '2018-06', cases: 4 },
        { month: '2018-07', cases: 1 },
      ],
    });
    expect(told.dirt).toEqual([
      { kind: 'html-entity', column: 'SUB_TYPE_NAME', cells: 1 },
      { kind: 'bracket-width', column: 'SUB_TYPE_NAME', cells: 2 },
      { kind: 'unknown-mark', column: 'DISPOSE_UNIT_ID', cells: 1 },
      { kind: 'unknown-mark', column: 'DISPOSE_UNIT_NAME', cells: 1 },
      expect.objectContaining({ kind: 'several-names', field: 'class', id: '600' }),
      expect.objectContaining({ kind: 'several-ids', field: 'channel', name: '12345' }),
      { kind: 'area-not-found', district: '甲区', street: '乙街道', community: '丙社区', cases: 4 },
      { kind: 'area-not-found', district: '甲区', street: '乙街道', community: '丁社区', cases: 1 },
      { kind: 'both-in-time-and-late', cases: 1 },
    ]);
    expect((await own.read('rejects.csv')).trim().split('\n')).toEqual([
      'file,place,reason',
      'cases.csv,row 7,"REC_ID 2 is that of row 3 too, needs to be unique"',
      'cases.csv,row 8,"REC_ID is empty, needs the id of the case"',
      expect.stringMatching(/^cases.csv,row 9,"CREATE_TIME is ""2018-02-30 08:00:00"", needs/),
    ]);
  });

  test('finds places once areas are imported by code and name alone, and then changes nothing', async () => {
    await own.write('areas.csv', 'code,name\n440310,甲区\n440310001,乙街道\n440310001001,丙社区居委会\n');
    await own.wanmiJson('import', 'areas', 'areas.csv');
    expect(await own.wanmiJson('import', 'cases', 'cases.csv')).toMatchObject({ added: 0, changed: 5, inCommunity: 4 });
    expect(await own.wanmiJson('import', 'cases', 'cases.csv')).toMatchObject({ added: 0, changed: 0, inCommunity: 4 });
    const rows = await own.db.selectFrom('case_history_import').selectAll().orderBy('source_id').execute();
    expect(rows[0]).toMatchObject({
      ...{
        source: 'cases.csv',
        source_id: '1',
        area_code: '440310001001',
        street_name: '乙街道',
        community_name: '丙社区',
      },
      ...{
        class_id: '600',
        class_name: '路灯（灯光）井盖',
        unit_name: '城管局',
        channel_name: '12345',
        nature_name: '投诉',
      },
      ...{ closed_in_time: true, reported_at: new Date('2018-06-30T23:30:00+08:00') },
      raw: { SUB_TYPE_NAME: '路灯&#40;灯光&#41;井盖' },
    });
    expect(rows[3]).toMatchObject({ unit_id: null, unit_name: null });
    expect(rows[4]).toMatchObject({ area_code: '440310001', closed_in_time: null });
    expect(await own.db.selectFrom('urban_case').select('case_id').execute()).toEqual([]);
  });

  test('prints totals and dirt for a person', async () => {
    const { out, err } = await own.wanmi('import', 'cases', 'cases.csv');
    expect(out).toContain('cases: 8 read, 5 accepted (0 added, 0 changed), 3 rejected');
    expect(out).toContain('       3  路灯（灯光）井盖 (600, as 路灯（灯光）井盖 2, 灯井 1)');
    expect(out).toContain('       1  unknown\n');
    expect(err).toContain('channel "12345" has 2 ids: 13 4, 14 1: kept apart');
  });

  test.each([
    {
      name: 'narrow.csv',
      text: 'REC_ID,CREATE_TIME\n1,2018-01-01 00:00:00\n',
      message: 'needs a column DISTRICT_NAME',
    },
    { name: 'crooked.csv', text: `${table()}1,2\n`, message: 'cannot read crooked.csv' },
  ])('$name is refused: $message', async ({ name, text, message }) => {
    await own.write(name, text);
    expect(await own.wanmi('import', 'cases', name)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });

  test('--within takes the code of an area', async () => {
    const result = await own.wanmi('import', 'cases', 'cases.csv', '--within', 'x');
    expect(result).toMatchObject({ code: 2, err: expect.stringContaining('--within is "x"') });
  });
});
