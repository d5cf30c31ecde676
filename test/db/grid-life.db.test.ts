import { type ChangeOutcome, changeGrids, gridIndexAt, readChangeSet, settleNextChange } from '@wanmi/cases';
import type { CaseView } from '@wanmi/contracts';
import { type Database, gridChanges } from '@wanmi/db';
import { type LngLat, locate } from '@wanmi/grid';
import { DAY_MS, type Instant, type WorkDate } from '@wanmi/kernel';
import { deciderOf, indexRules, type Question, type Rule, route } from '@wanmi/routing';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaseDesk, MONDAY, openCaseDesk, registered, SANITATION } from '../support/case-desk.ts';
import { pointIn } from '../support/reference-fixture.ts';

const COMMUNITY = '110101001001';
const grid = (number: number): string => `${COMMUNITY}${String(number).padStart(3, '0')}`;
/** South-west corner and size of the fixture's grids. */
const [WEST, SOUTH, WIDE, HIGH] = [116.41, 39.92, 0.0012, 0.0009];

/** A rectangle over the fixture's grids, in shares of their width from the west, and of their height. */
function rectangle(from: number, to: number, [low, high] = [0, 1]) {
  const seven = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
  const [west, east] = [seven(WEST + from * WIDE), seven(WEST + to * WIDE)];
  const [south, north] = [seven(SOUTH + low * HIGH), seven(SOUTH + high * HIGH)];
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}
const feature = (geometry: object, properties: object = {}) => ({ type: 'Feature', properties, geometry });

let open: CaseDesk;
let db: Kysely<Database>;
beforeAll(async () => {
  open = await openCaseDesk();
  db = open.desk.db;
});
afterAll(() => open.close());

async function change(set: object, order: { now?: Instant; dryRun?: boolean } = {}): Promise<ChangeOutcome> {
  const read = readChangeSet({ reason: 'test', targetM2: 7500, ...set });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { now = MONDAY, dryRun = false } = order;
  return changeGrids(db, { set: read.value, now, by: null, source: 'test', dryRun });
}
/** Rules of which one holds in a grid alone. */
const ruleFor = (area: string, { desk }: CaseDesk) => {
  const rule = {
    id: 'r',
    principle: 'law',
    classes: [],
    validFrom: '2026-01-01',
    assisting: [],
    source: 's',
    note: '',
  };
  const rules = [{ ...rule, area, department: SANITATION }] as unknown as readonly Rule[];
  return indexRules({ version: '1', rules, departments: [...desk.reference().departments.values()] });
};
const questionAt = ({ classCode, gridCode }: CaseView): Question => ({
  ...{ edition: 'gbt-47678.5-2026', kind: 'matter', classCode, gridCode: gridCode ?? '', minuteOfDay: 540 },
  date: '2026-11-17' as WorkDate,
});
const inForce = async (): Promise<string[]> => {
  const rows = await db.selectFrom('unit_grid').select('code').where('valid_to', 'is', null).orderBy('code').execute();
  return rows.map(({ code }) => code.slice(12));
};
const locateAt = async (points: readonly LngLat[], at: number) => {
  const spots = points.map((point) => ({ at: point, withinM: 0 }));
  const index = await gridIndexAt(open.desk, spots, at as Instant);
  return points.map((point) => locate(index, point));
};
const componentIn = (id: string, at: { lng: number; lat: number }, code: string) =>
  db.insertInto('component').values({
    ...{ component_id: id, edition: null, class_code: id.slice(6, -6), name: '井盖', competent_code: null },
    ...{
      competent_name: null,
      owner: null,
      maintainer: null,
      grid_code: code,
      ...at,
      own_lng: at.lng,
      own_lat: at.lat,
    },
    ...{ own_datum: 'wgs84', state: 'intact', source: 'test', source_id: null, remark: null },
  });

describe('a change of grids', () => {
  test.each([
    { what: 'leaves a gap', set: { ends: [grid(1)] }, text: 'gap' },
    { what: 'overlaps', set: { features: [feature(rectangle(0, 1), { communityCode: COMMUNITY })] }, text: 'overlap' },
    {
      what: 'reaches beyond the community',
      set: { ends: [grid(4)], features: [feature(rectangle(3, 4.5))] },
      text: 'outside',
    },
    { what: 'ends a grid that there is not', set: { ends: [grid(9)] }, text: 'there is no such grid' },
    {
      what: 'uses a code again',
      set: { ends: [grid(1)], features: [feature(rectangle(0, 1), { code: grid(2) })] },
      text: 'was used before',
    },
    {
      what: 'makes a grid far larger than wanted',
      set: { merges: [[grid(1), grid(2), grid(3)]] },
      text: 'area-bounds',
    },
    { what: 'lies in the past', set: { ends: [grid(1)], at: '2026-11-01T00:00:00+08:00' }, text: 'is past' },
    { what: 'joins what shares no border', set: { merges: [[grid(1), grid(3)]] }, text: 'share no border' },
    {
      what: 'manages a grid that is not in force',
      set: { managed: { codes: [grid(7)], from: '2027-01-01T00:00:00+08:00' } },
      text: 'not in force',
    },
  ])('[G72] [G73] that $what is refused and writes nothing', async ({ set, text }) => {
    const outcome = await change(set);
    expect(outcome.changeId).toBeNull();
    expect(outcome.faults.map((fault) => fault.text).join('\n')).toContain(text);
    expect(await inForce()).toEqual(['001', '002', '003', '004']);
    expect(await gridChanges.listChanges(db, { within: null, before: null, limit: 9 })).toEqual([]);
  });

  test('[G72] can be tried: the answer is that of the change, and nothing is kept', async () => {
    const outcome = await change({ merges: [[grid(1), grid(2)]], targetM2: 15_000 }, { dryRun: true });
    expect(outcome).toMatchObject({ changeId: null, ended: [grid(1), grid(2)], faults: [] });
    expect(outcome.begun).toMatchObject([{ code: grid(5), follows: [grid(1), grid(2)] }]);
    expect(await inForce()).toEqual(['001', '002', '003', '004']);
  });
});

describe('the life of grids', () => {
  test('[G73] [G74] a grid is split: new codes, attributes inherited, cases keep theirs, components move', async () => {
    const old = await registered(open, { position: { ...pointIn(0), datum: 'wgs84' } });
    const west = { lng: WEST + 0.25 * WIDE, lat: SOUTH + HIGH / 2 };
    await componentIn('11010101013000001', west, grid(1)).execute();
    await db.updateTable('unit_grid').set({ area_class: 'A', land_use: '商业' }).where('code', '=', grid(1)).execute();
    const now = (MONDAY + DAY_MS) as Instant;
    open.setTime(now);
    const halves = [feature(rectangle(0.5, 1)), feature(rectangle(0, 0.5))];
    const outcome = await change({ ends: [grid(1)], features: halves, targetM2: 6000 }, { now });
    expect(outcome).toMatchObject({ faults: [], ended: [grid(1)], moved: { components: 1, addresses: 0 } });
    expect(outcome.begun).toMatchObject([
      { code: grid(6), follows: [grid(1)] },
      { code: grid(5), follows: [grid(1)] },
    ]);
    const stored = await db.selectFrom('unit_grid').selectAll().where('code', '=', grid(5)).executeTakeFirstOrThrow();
    expect(stored).toMatchObject({ area_class: 'A', land_use: '商业', drawn: true });
    expect(stored.valid_from.getTime()).toBe(now);
    const component = await db.selectFrom('component').select('grid_code').executeTakeFirstOrThrow();
    expect(component.grid_code).toBe(grid(5));
    await open.reference.refresh();
    const next = await registered(open, { position: { ...west, datum: 'wgs84' } });
    expect([old.gridCode, next.gridCode]).toEqual([grid(1), grid(5)]);
    const decided = [old, next].map((one) => deciderOf(route(ruleFor(grid(1), open), questionAt(one)).explanation));
    expect(decided).toEqual([{ by: 'rule', rule: 'r' }, undefined]);
    const again = await db.selectFrom('urban_case').select('area_code').where('case_id', '=', old.caseId).execute();
    expect(again).toEqual([{ area_code: grid(1) }]);
  });

  test('a point is located in the grid of the time asked, before, between and after', async () => {
    const { lng, lat } = { lng: WEST + 0.25 * WIDE, lat: SOUTH + HIGH / 2 };
    const border: [number, number] = [Math.round((WEST + WIDE) * 1e7) / 1e7, lat];
    const at = (time: number) => locateAt([[lng, lat], border, [0, 0]], time);
    expect(await at(MONDAY)).toEqual([grid(1), grid(1), undefined]);
    expect(await at(MONDAY + DAY_MS - 1)).toEqual([grid(1), grid(1), undefined]);
    expect(await at(MONDAY + DAY_MS)).toEqual([grid(5), grid(2), undefined]);
    expect(await at(Date.parse('2020-01-01T00:00:00Z'))).toEqual([undefined, undefined, undefined]);
  });

  test('[G72] a change of the future moves components when its time has come', async () => {
    const now = (MONDAY + 2 * DAY_MS) as Instant;
    const at = (MONDAY + 9 * DAY_MS) as Instant;
    open.setTime(now);
    const set = { merges: [[grid(5), grid(6)]], targetM2: 9000, at: new Date(at).toISOString() };
    expect(await change(set, { now })).toMatchObject({
      faults: [],
      begun: [{ code: grid(7) }],
      moved: { components: 0 },
    });
    const componentGrid = async () =>
      (await db.selectFrom('component').select('grid_code').executeTakeFirst())?.grid_code;
    expect([await settleNextChange(db, now), await componentGrid()]).toEqual([false, grid(5)]);
    await open.reference.refresh();
    expect(await locateAt([[pointIn(0).lng + 0.0001, pointIn(0).lat]], at)).toEqual([grid(7)]);
    const early = await change({ ends: [grid(2)], features: [feature(rectangle(1, 2))] }, { now });
    expect(early.faults[0]?.text).toContain('has a change planned after');
    expect([await settleNextChange(db, at), await componentGrid()]).toEqual([true, grid(7)]);
    expect(await settleNextChange(db, at)).toBe(false);
  });

  test('the managed-from date is set and logged', async () => {
    const from = '2027-03-01T00:00:00+08:00';
    const now = (MONDAY + 10 * DAY_MS) as Instant;
    expect(await change({ managed: { codes: [grid(3)], from } }, { now })).toMatchObject({ managed: 1, faults: [] });
    const row = await db.selectFrom('unit_grid').select('managed_from').where('code', '=', grid(3)).executeTakeFirst();
    expect(row?.managed_from.getTime()).toBe(Date.parse(from));
  });

  test('the log tells every change, newest first, by area and page', async () => {
    const all = await gridChanges.listChanges(db, { within: '110101', before: null, limit: 2 });
    expect(all.map(({ successions }) => successions.map((pair) => [pair.old, pair.new]))).toEqual([
      [],
      [
        [grid(5), grid(7)],
        [grid(6), grid(7)],
      ],
    ]);
    const rest = await gridChanges.listChanges(db, { within: grid(1), before: all.at(-1)?.changeId ?? 0, limit: 2 });
    expect(rest).toHaveLength(1);
    expect(await gridChanges.listChanges(db, { within: '110102', before: null, limit: 2 })).toEqual([]);
  });
});
