import { buildGridIndex } from '@wanmi/grid';
import { describe, expect, test } from 'vitest';
import { type DraftFacts, draftOf } from './component-draft.ts';

const GRID = '110101001001001';
const square = [
  [116.4, 39.9],
  [116.401, 39.9],
  [116.401, 39.901],
  [116.4, 39.901],
  [116.4, 39.9],
] as const;
const facts: DraftFacts = {
  grids: buildGridIndex([{ code: GRID, polygons: [[square]] }]),
  classes: new Map([['01037', { edition: 'gbt', name: '路灯' }]]),
  fields: {},
  set: {},
  source: 'lamps',
};
const inside: [number, number] = [116.4005, 39.9005];
const draft = (properties: Record<string, unknown>, more: Partial<DraftFacts> = {}, position = inside) =>
  draftOf({ place: 'feature 0', properties, position }, { ...facts, ...more });

describe('a record', () => {
  test('with an id of ours keeps it, and is called as its class', () => {
    expect(draft({ componentId: '11010101037000001', state: '破损', firstOn: '2020/5/1' })).toEqual({
      draft: {
        ...{ component_id: '11010101037000001', source_id: null, source: 'lamps', edition: 'gbt', class_code: '01037' },
        ...{ name: '路灯', competent_code: null, competent_name: null, owner: null, maintainer: null, grid_code: GRID },
        ...{ lng: 116.4005, lat: 39.9005, own_lng: 116.4005, own_lat: 39.9005, own_datum: 'wgs84' },
        ...{ state: 'damaged', first_on: '2020-05-01', changed_on: null, remark: null },
      },
    });
  });

  test('of another datum is located in WGS 84 and keeps its own position', () => {
    const result = draft({ componentId: 'x', classCode: '01037', datum: 'gcj02' }, {}, [116.4067, 39.9019]);
    expect(result).toMatchObject({
      draft: { own_lng: 116.4067, own_lat: 39.9019, own_datum: 'gcj02', grid_code: GRID },
    });
    expect('draft' in result && Math.abs(result.draft.lng - 116.4005)).toBeLessThan(0.001);
  });

  test('takes fields from other columns, and values set for all where it has none', () => {
    const more = { fields: { componentId: 'Pole', owner: 'OWNER' }, set: { classCode: '01037', owner: '市政' } };
    expect(draft({ Pole: 791, OWNER: ' ' }, more)).toMatchObject({ draft: { source_id: '791', owner: '市政' } });
    expect(draft({ Pole: '7', OWNER: '路灯所' }, more)).toMatchObject({ draft: { owner: '路灯所' } });
  });

  test('has no class to be checked against before a catalogue is there', () => {
    const result = draft({ componentId: 'x', classCode: '0999' }, { classes: undefined });
    expect(result).toMatchObject({ draft: { class_code: '0999', edition: null, name: '0999' } });
  });
});

describe('a record is refused', () => {
  test.each([
    {
      properties: { classCode: '01037', Pole: 'a' },
      reason: 'it has no id: "componentId" is empty, needs one; it has classCode, Pole',
    },
    { properties: { id: 'x' }, reason: 'its class is "", needs 4 or 5 digits (classCode, or --class)' },
    { properties: { id: 'x', classCode: '01038' }, reason: 'class 01038 is no class of components in the catalogue' },
    {
      properties: { componentId: '11010101037000001', classCode: '01036' },
      reason: 'component 11010101037000001 is of class 01037, not 01036',
    },
    {
      properties: { componentId: '11010201037000001' },
      reason: `component 11010201037000001 is of district 110102, but lies in grid ${GRID}`,
    },
    {
      properties: { id: 'x', classCode: '01037', gridCode: '110101001001002' },
      reason: `gridCode is 110101001001002, but it lies in grid ${GRID}`,
    },
    {
      properties: { id: 'x', classCode: '01037', datum: 'mars' },
      reason: 'its datum is "mars", needs wgs84, gcj02, bd09 or cgcs2000',
    },
    {
      properties: { id: 'x', classCode: '01037', state: '飞走' },
      reason: 'its state is "飞走", needs 完好, 破损, 丢失, 废弃 or 移除',
    },
    {
      properties: { id: 'x', classCode: '01037', competentCode: '12' },
      reason: 'competentCode is "12", needs the 18 characters of a credit code',
    },
    {
      properties: { id: 'x', classCode: '01037', firstOn: '2023-02-30' },
      reason: 'firstOn is "2023-02-30", needs a day as 2023-02-16',
    },
    {
      properties: { id: 'x', classCode: '01037', firstOn: '2014' },
      reason: 'firstOn is "2014", needs a day as 2023-02-16',
    },
    {
      properties: { id: 'x', classCode: '01037', firstOn: '2023-02-02', changedOn: '2023-02-01' },
      reason: 'it changed on 2023-02-01, before its first day 2023-02-02',
    },
  ])('$reason', ({ properties, reason }) => {
    expect(draft(properties)).toEqual({ reasons: [reason] });
  });

  test('outside every grid, and beyond the globe', () => {
    const known = { id: 'x', classCode: '01037' };
    expect(draft(known, {}, [116.5, 39.9])).toEqual({ reasons: ['it lies in no unit grid, at 116.500000, 39.900000'] });
    expect(draft(known, {}, [516, 39.9])).toMatchObject({ reasons: [expect.stringContaining('longitude is 516')] });
    expect(draftOf({ place: 'row 2', properties: known }, facts)).toMatchObject({
      reasons: [expect.stringContaining('longitude is NaN')],
    });
  });

  test('with every reason at once', () => {
    const result = draft({ state: '?' }, {}, [116.5, 39.9]);
    expect('reasons' in result && result.reasons).toHaveLength(4);
  });
});
