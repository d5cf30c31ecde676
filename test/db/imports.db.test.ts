import { readFileSync } from 'node:fs';
import { connect, type Database, reference } from '@wanmi/db';
import { instantOf } from '@wanmi/kernel';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importAreas } from '../../scripts/import/import-areas.ts';
import { type CatalogueImport, importCatalogue } from '../../scripts/import/import-catalogue.ts';
import { importGrids } from '../../scripts/import/import-grids.ts';
import { importOrganisation, NO_PASSWORD } from '../../scripts/import/import-organisation.ts';
import { importRules } from '../../scripts/import/import-rules.ts';
import { importCalendar, importPolicy } from '../../scripts/import/import-settings.ts';
import { type ImportOutcome, rejectedRecords, type SourceFile } from '../../scripts/import/outcome.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let own: TestDatabase;
let db: Kysely<Database>;
beforeAll(async () => {
  own = await createTestDatabase();
  db = connect(own.url);
});
afterAll(async () => {
  await db?.destroy();
  await own?.drop();
});

const text = (name: string, content: string): SourceFile => ({ name, text: content });
const json = (name: string, content: unknown): SourceFile => text(name, JSON.stringify(content));
const fromRepo = (path: string): SourceFile => ({
  name: path.slice(path.lastIndexOf('/') + 1),
  text: readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'),
});

/** A rectangle in degrees near 116.4, 39.9, in steps of a thousandth. */
const rectangle = (west: number, south: number, east: number, north: number) => {
  const at = (x: number, y: number) => [116.4 + x / 1000, 39.9 + y / 1000];
  return {
    type: 'Polygon',
    coordinates: [[at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)]],
  };
};
const feature = (properties: Record<string, unknown>, geometry: unknown) => ({ type: 'Feature', properties, geometry });
const collection = (name: string, ...features: unknown[]) => json(name, { type: 'FeatureCollection', features });

const district = feature({ code: 110101, name: '东城区' }, rectangle(0, 0, 4, 4));
const street = feature({ code: '110101001000', name: '东华门街道' }, rectangle(0, 0, 4, 4));
const community = feature({ code: '110101001001', name: '多福巷社区', drawn: true }, rectangle(0, 0, 4, 4));
const grid = (sequence: string, x: number, more: Record<string, unknown> = {}) =>
  feature({ code: `110101001001${sequence}`, ...more }, rectangle(x, 0, x + 1, 1));

const counts = ({ read, accepted, added, changed, removed, version }: ImportOutcome) => ({
  ...{ read, accepted, added, changed, removed, version },
});
const reasons = ({ rejected }: ImportOutcome) => rejected.map(({ place, reason }) => `${place}: ${reason}`);

describe('areas', () => {
  const files = [collection('areas.geojson', district, street, community)];
  test('come in once, with the code of their level, and raise the version', async () => {
    const first = await importAreas(db, { files, source: 'test' });
    expect(counts(first)).toEqual({ read: 3, accepted: 3, added: 3, changed: 0, removed: 0, version: 1 });
    const again = await importAreas(db, { files, source: 'test' });
    expect(counts(again)).toEqual({ read: 3, accepted: 3, added: 0, changed: 0, removed: 0, version: 1 });
    expect(await reference.areas(db)).toMatchObject([
      { code: '110101', level: 'district', drawn: false },
      { code: '110101001', level: 'street', drawn: false },
      { code: '110101001001', level: 'community', drawn: true },
    ]);
  });

  test('a bad file tells every problem and writes nothing', async () => {
    const bad = collection(
      'bad.geojson',
      feature({ code: '110101002', name: '景山街道' }, rectangle(5, 0, 6, 1)),
      feature({ code: '11010', name: 'x' }, rectangle(5, 0, 6, 1)),
      feature({ code: '110101003', name: 'y' }, { type: 'Point', coordinates: [116, 39] }),
    );
    const outcome = await importAreas(db, { files: [bad], source: 'test' });
    expect(counts(outcome)).toMatchObject({ read: 3, accepted: 0, added: 0, version: 1 });
    expect(reasons(outcome)).toEqual([
      expect.stringMatching(/^feature 1: cannot read feature 1 of bad.geojson: "code" is "11010"/),
      expect.stringMatching(/^feature 2: cannot read feature 2 of bad.geojson: its geometry is a "Point"/),
    ]);
    expect(await reference.areas(db)).toHaveLength(3);
  });

  test('a community without its street, without a name or twice is rejected', async () => {
    const orphan = feature({ code: '110101009001', name: '' }, rectangle(5, 0, 6, 1));
    const outcome = await importAreas(db, {
      files: [collection('a.geojson', orphan), collection('b.geojson', orphan)],
      source: 'test',
    });
    expect(reasons(outcome)).toEqual([
      'feature 0: area 110101009001 has no name, needs one',
      'feature 0: area 110101009001 lies in 110101009, which is neither in the files nor imported',
      'feature 0: area 110101009001 has no name, needs one',
      'feature 0: code 110101009001 is in a.geojson too, needs to be there once',
      'feature 0: area 110101009001 lies in 110101009, which is neither in the files nor imported',
    ]);
    expect(rejectedRecords(outcome.rejected)).toBe(2);
  });
});

describe('unit grids', () => {
  const at = instantOf('2026-11-01T00:00:00+08:00');
  const later = instantOf('2026-12-01T00:00:00+08:00');

  test('come in once, drawn as their community, with a computed area', async () => {
    const files = [
      collection(
        'grids.geojson',
        grid('001', 0),
        grid('002', 1, { areaClass: 'A', managedFrom: '2027-01-01T00:00:00+08:00' }),
      ),
    ];
    expect(counts(await importGrids(db, { files, at }))).toMatchObject({ read: 2, added: 2, version: 1 });
    expect(counts(await importGrids(db, { files, at: later }))).toMatchObject({
      added: 0,
      changed: 0,
      removed: 0,
      version: 1,
    });
    const [first, second] = await reference.grids(db);
    expect(first).toMatchObject({ drawn: true, areaClass: 'B', validFrom: at, managedFrom: at, validTo: null });
    expect(second).toMatchObject({ areaClass: 'A', managedFrom: instantOf('2027-01-01T00:00:00+08:00') });
    expect(first?.areaM2).toBeCloseTo(9486, -2);
  });

  test('a grid that is left out ends, a new code begins, and neither code may come again', async () => {
    const files = [collection('grids.geojson', grid('001', 0), grid('003', 1))];
    expect(counts(await importGrids(db, { files, at: later }))).toMatchObject({
      added: 1,
      changed: 0,
      removed: 1,
      version: 2,
    });
    const ended = (await reference.grids(db)).find(({ code }) => code.endsWith('002'));
    expect(ended?.validTo).toBe(later);
    const back = await importGrids(db, {
      files: [collection('grids.geojson', grid('001', 0), grid('002', 1))],
      at: later,
    });
    expect(reasons(back)).toContainEqual(
      expect.stringMatching(/code 110101001001002 ended at 2026-11-30T16:00:00.000Z/),
    );
  });

  test.each([
    {
      title: 'another geometry',
      features: [grid('001', 2), grid('003', 1)],
      reason: /another geometry in the database/,
    },
    {
      title: 'a community that is not there',
      features: [feature({ code: '110101009009001' }, rectangle(0, 0, 1, 1))],
      reason: /community 110101009009, which is not imported/,
    },
    {
      title: 'a wrong area',
      features: [grid('001', 0, { areaM2: 5000 }), grid('003', 1)],
      reason: /areaM2 is 5000, needs about 94/,
    },
    {
      title: 'a wrong community code',
      features: [grid('001', 0, { communityCode: '110101001002' }), grid('003', 1)],
      reason: /communityCode is 110101001002, needs 110101001001/,
    },
    {
      title: 'sequence 000',
      features: [feature({ code: '110101001001000' }, rectangle(0, 0, 1, 1))],
      reason: /needs 15 digits, no part of them 000/,
    },
    {
      title: 'a local time',
      features: [grid('001', 0, { validFrom: '2026-01-01' }), grid('003', 1)],
      reason: /validFrom is "2026-01-01", needs RFC 3339/,
    },
    {
      title: 'an unknown area class',
      features: [grid('001', 0, { areaClass: 'D' }), grid('003', 1)],
      reason: /areaClass is "D", needs A, B or C/,
    },
    {
      title: 'one code twice',
      features: [grid('001', 0), grid('001', 0), grid('003', 1)],
      reason: /code 110101001001001 is that of feature 0 of g.geojson too/,
    },
  ])('$title is rejected', async ({ features, reason }) => {
    const outcome = await importGrids(db, { files: [collection('g.geojson', ...features)], at: later });
    expect(reasons(outcome)).toEqual([expect.stringMatching(reason)]);
    expect(counts(outcome)).toMatchObject({ accepted: 0, version: 2 });
  });
});

const catalogueFiles: CatalogueImport = {
  editions: fromRepo('data/catalogue/editions.csv'),
  classes: new Map(
    ['gbt-47678.5-2026.csv', 'cjt-214-2007.csv'].map((name) => [name, fromRepo(`data/catalogue/${name}`)]),
  ),
  conditions: ['gbt-47678.5-2026', 'cjt-214-2007', 'defaults'].map((name) =>
    fromRepo(`data/catalogue/conditions-${name}.csv`),
  ),
};
const departments = text('departments.csv', 'code,name,kind\nparks,园林,bureau\nwater,水务,bureau\n');

describe('catalogue, organisation, rules', () => {
  test('both editions come in once', async () => {
    const first = await importCatalogue(db, catalogueFiles);
    expect(first.rejected).toEqual([]);
    expect(first.version).toBe(1);
    expect(counts(await importCatalogue(db, catalogueFiles))).toMatchObject({
      added: 0,
      changed: 0,
      removed: 0,
      version: 1,
    });
    expect((await reference.catalogue(db)).classes).toHaveLength(153 + 250 + 85 + 54);
  });

  test('a bad class and a bad condition are told with their own file and row', async () => {
    const bad = text('bad.csv', 'kind,class_code,major_code,major_name,minor_code,minor_name\nmatter,9,01,x,01,y\n');
    const editions = text(
      'editions.csv',
      `${catalogueFiles.editions.text.split('\n')[0]}\ncity,市,2026,2,2,,,,6,5,us,no,bad.csv\n`,
    );
    const outcome = await importCatalogue(db, { editions, classes: new Map([['bad.csv', bad]]), conditions: [] });
    expect(outcome.rejected).toMatchObject([{ file: 'bad.csv', place: 'row 2' }]);
    const missing = await importCatalogue(db, { ...catalogueFiles, classes: new Map() });
    expect(reasons(missing)).toEqual([
      'row 2: file gbt-47678.5-2026.csv is not there',
      'row 3: file cjt-214-2007.csv is not there',
    ]);
  });

  test('departments, people and posts come in once; a person without a password cannot sign in', async () => {
    const files = {
      departments,
      shifts: text('shifts.csv', 'code,name,starts,ends\nday,白班,08:00,20:00\n'),
      users: text('users.csv', 'username,display_name\nwang,王\nli.si,李四\n'),
      posts: text(
        'posts.csv',
        'username,role,area,department,shift\nwang,inspector,110101,,day\nli.si,head,110101,parks,\n',
      ),
    };
    const first = await importOrganisation(db, files);
    expect(first.rejected).toEqual([]);
    expect(counts(first)).toEqual({ read: 7, accepted: 7, added: 7, changed: 0, removed: 0, version: 1 });
    expect(counts(await importOrganisation(db, files))).toMatchObject({ added: 0, changed: 0, removed: 0, version: 1 });
    const people = await db.selectFrom('app_user').select(['username', 'password_hash']).execute();
    expect(people.every(({ password_hash }) => password_hash === NO_PASSWORD)).toBe(true);
    const posts = text('posts.csv', 'username,role,area\nwang,acceptor,110101\n');
    expect(counts(await importOrganisation(db, { posts }))).toMatchObject({ added: 1, removed: 1, version: 2 });
  });

  test('posts of nobody, of no role, or without their department are told together', async () => {
    const posts = text(
      'posts.csv',
      'username,role,area,department\nnobody,inspector,,\nwang,king,,\nwang,head,,\nwang,acceptor,11,parks\n',
    );
    expect(reasons(await importOrganisation(db, { posts })).map((reason) => reason.split(', needs')[0])).toEqual([
      'row 2: username is "nobody"',
      'row 3: role is "king"',
      'row 4: department is ""',
      'row 5: area is "11"',
      'row 5: department is "parks"',
    ]);
  });

  test('rules replace rules, and hold on to their departments', async () => {
    const header = 'id,principle,edition,kind,classes,valid_from,department,source';
    const row = (id: string, code: string, classCode = '06001') =>
      `${id},law,gbt-47678.5-2026,matter,${classCode},2026-07-01,${code},test`;
    const rules = (...rows: string[]) => [text('rules.csv', [header, ...rows, ''].join('\n'))];
    expect(counts(await importRules(db, rules(row('R1', 'parks'), row('R2', 'water', '06002'))))).toMatchObject({
      added: 2,
      version: 1,
    });
    expect(counts(await importRules(db, rules(row('R1', 'parks'))))).toMatchObject({
      added: 0,
      removed: 1,
      version: 2,
    });
    expect(reasons(await importRules(db, rules(row('R1', 'parks'), row('R3', 'fire'))))).toEqual([
      expect.stringMatching(/^row 3: department is "fire"/),
    ]);
    expect(reasons(await importRules(db, rules(row('R1', 'parks'), row('R4', 'water'))))).toEqual([
      'file: contradiction: R1 and R4 have equal rank and name different departments',
    ]);
    const without = text('departments.csv', 'code,name,kind\nwater,水务,bureau\n');
    expect(reasons(await importOrganisation(db, { departments: without }))).toEqual([
      'file: rule R1 names parks, needs active departments here: change the rules first',
    ]);
    expect(counts(await importRules(db, rules(row('R1', 'water'))))).toMatchObject({ changed: 1 });
    expect(counts(await importOrganisation(db, { departments: without }))).toMatchObject({ removed: 1 });
    expect(await reference.departments(db)).toMatchObject([
      { code: 'parks', active: false },
      { code: 'water', active: true },
    ]);
  });
});

describe('settings', () => {
  const calendar = fromRepo('data/calendar/cn-mainland.json');
  test('a calendar comes in once under each name', async () => {
    expect(counts(await importCalendar(db, 'city', calendar))).toMatchObject({ added: 1, version: 1 });
    expect(counts(await importCalendar(db, 'city', calendar))).toMatchObject({ added: 0, changed: 0, version: 1 });
    expect(counts(await importCalendar(db, 'duty', calendar))).toMatchObject({ added: 1, version: 2 });
  });

  test.each([
    { title: 'no JSON', file: text('c.json', '{'), reason: /^file: it is not JSON/ },
    {
      title: 'a zone that is none',
      file: json('c.json', { ...JSON.parse(calendar.text), zone: 'Mars' }),
      reason: /^file: zone: "Mars" found/,
    },
  ])('$title is rejected', async ({ file, reason }) => {
    const outcome = await importCalendar(db, 'city', file);
    expect(reasons(outcome)).toEqual([expect.stringMatching(reason)]);
    expect(outcome.version).toBe(2);
  });

  test('a policy is checked whole', async () => {
    const outcome = await importPolicy(db, json('policy.json', { rework: 'never' }));
    expect(outcome.rejected.length).toBeGreaterThan(5);
    expect(await reference.policy(db)).toBeUndefined();
  });

  test('imports at the same time wait for each other', async () => {
    const two = [
      importCalendar(db, 'duty', json('a.json', { ...JSON.parse(calendar.text), name: 'a' })),
      importCalendar(db, 'duty', json('b.json', { ...JSON.parse(calendar.text), name: 'b' })),
    ];
    expect((await Promise.all(two)).map(({ version }) => version).toSorted()).toEqual([3, 4]);
  });
});
