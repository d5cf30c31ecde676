import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connect, imports, reference } from '@wanmi/db';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { isPasswordOf } from '../../scripts/import/hash-password.ts';
import { COMMANDS } from '../../scripts/wanmi/commands.ts';
import { runCommandLine } from '../../scripts/wanmi/run-command-line.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const DATA = resolve(import.meta.dirname, '../../data');
const DEMO = `${DATA}/demo/dongcheng`;

let own: TestDatabase;
let folder: string;
beforeAll(async () => {
  own = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'wanmi-import-'));
  vi.stubEnv('DATABASE_URL', own.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await own?.drop();
  if (folder) await rm(folder, { recursive: true });
});

/** Runs a command as the shell would, in a folder of the test. */
async function wanmi(...line: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const context = { callerDir: folder, out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const code = await runCommandLine(COMMANDS, line, context);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('wanmi import', () => {
  // In the order in which they build upon each other.
  test.each([
    { line: ['areas', `${DEMO}/areas.geojson`], accepted: 187 },
    { line: ['grids', `${DEMO}/grids.geojson`, '--from', '2026-01-01T00:00:00+08:00'], accepted: 4166 },
    { line: ['catalogue', `${DATA}/catalogue`], accepted: 622 },
    {
      line: ['organisation', '--departments', `${DEMO}/departments.csv`, '--shifts', `${DEMO}/shifts.csv`],
      accepted: 52,
    },
    { line: ['organisation', '--users', `${DEMO}/users.csv`, '--posts', `${DEMO}/posts.csv`], accepted: 14 },
    { line: ['rules', `${DEMO}/rules.csv`], accepted: 108 },
    { line: ['calendar', `${DATA}/calendar/cn-mainland.json`], accepted: 1 },
    { line: ['calendar', `${DEMO}/duty-calendar.json`, '--as', 'duty'], accepted: 1 },
    { line: ['policy', `${DEMO}/policy.json`], accepted: 1 },
  ])('$line.0 takes the files of the product, and the second time changes nothing', async ({ line, accepted }) => {
    const first = await wanmi('import', ...line, '--json');
    expect(first.err).toBe('');
    expect(JSON.parse(first.out)).toMatchObject({ read: accepted, accepted, rejected: 0, removed: 0 });
    const again = await wanmi('import', ...line, '--json');
    expect(JSON.parse(again.out)).toMatchObject({ accepted, added: 0, changed: 0, removed: 0 });
    expect((await wanmi('import', ...line)).out).toMatch(/^nothing changed: all \d+ records/);
  });

  test('a bad file exits 2, tells every problem, writes them to --rejects, and imports nothing', async () => {
    await writeFile(join(folder, 'bad.csv'), 'code,name,kind\nA B,x,bureau\nok,,bureau\n');
    const result = await wanmi(
      'import',
      'organisation',
      '--departments',
      'bad.csv',
      '--json',
      '--rejects',
      'rejects.csv',
    );
    expect(result.code).toBe(2);
    expect(JSON.parse(result.out)).toMatchObject({ read: 2, accepted: 0, rejected: 2 });
    const lines = (await readFile(join(folder, 'rejects.csv'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => line.slice(0, 16))).toEqual([
      'file,place,reaso',
      'bad.csv,row 2,"c',
      'bad.csv,row 3,"n',
    ]);
  });

  test('grids that overlap are refused as "grid check" would', async () => {
    const file = JSON.parse(await readFile(`${DEMO}/grids.geojson`, 'utf8'));
    const own = file.features.filter((one: { properties: { code: string } }) =>
      one.properties.code.startsWith('110101001001'),
    );
    own[0].geometry = own[1].geometry;
    own[0].properties.code = '110101001001999';
    delete own[0].properties.areaM2;
    await writeFile(join(folder, 'overlap.geojson'), JSON.stringify({ type: 'FeatureCollection', features: own }));
    const result = await wanmi('import', 'grids', 'overlap.geojson');
    expect(result.code).toBe(2);
    expect(result.err).toMatch(/overlap/);
    expect(result.err).toMatch(/gap/);
  });

  test.each([
    { line: ['areas'], message: 'no file given, needs' },
    { line: ['areas', 'none.geojson'], message: 'cannot read none.geojson' },
    { line: ['grids', 'x', '--from', 'tomorrow'], message: '--from is "tomorrow", needs RFC 3339' },
    { line: ['catalogue', 'nowhere'], message: 'cannot read the catalogue in nowhere' },
    { line: ['organisation'], message: 'needs files by --departments FILE' },
    { line: ['calendar', 'x', '--as', 'moon'], message: '--as is "moon", needs city or duty' },
    { line: ['policy', 'a', 'b'], message: '"b" is not expected' },
  ])('import $line is refused: $message', async ({ line, message }) => {
    const result = await wanmi('import', ...line);
    expect(result.code).toBe(2);
    expect(result.err).toContain(message);
  });
});

describe('wanmi user', () => {
  const passwordIn = (text: string): string => /password: (\S+)/.exec(text)?.[1] ?? '';

  test('adds a person with posts and a password that is shown once', async () => {
    const added = await wanmi(
      'user',
      'add',
      'zhao',
      '--name',
      '赵',
      '--post',
      'inspector:110101',
      '--post',
      'head:110101:sanitation',
    );
    expect(added.err).toBe('');
    const people = JSON.parse((await wanmi('user', 'list', '--json')).out);
    expect(people).toContainEqual({
      username: 'zhao',
      displayName: '赵',
      active: true,
      hasPassword: true,
      posts: ['inspector:110101', 'head:110101:sanitation'],
    });
    const db = connect(own.url);
    const [zhao] = await imports.listPeople(db, ['zhao']);
    expect(await isPasswordOf(zhao?.password_hash ?? '', passwordIn(added.out))).toBe(true);
    expect((await reference.versions(db)).organisation).toBe(2); // posts are no reference data
    await db.destroy();
  });

  test('changes posts and passwords, and disables', async () => {
    expect((await wanmi('user', 'post', 'zhao', '--add', 'acceptor', '--remove', 'inspector:110101')).code).toBe(0);
    const before = passwordIn((await wanmi('user', 'password', 'zhao')).out);
    const after = passwordIn((await wanmi('user', 'password', 'zhao')).out);
    expect(before).not.toBe(after);
    await wanmi('user', 'disable', 'zhao');
    expect((await wanmi('user', 'list')).out).toContain('zhao\t赵\thead:110101:sanitation acceptor\tdisabled');
    expect((await wanmi('user', 'list')).out).toMatch(/^leader\t.*\tno password$/m);
  });

  test.each([
    { line: ['add', 'zhao', '--name', 'x'], message: 'there is one already' },
    { line: ['add', 'Zhao', '--name', 'x'], message: 'needs lower-case letters' },
    { line: ['add', 'li'], message: 'needs a name to show' },
    { line: ['add', 'li', '--name', 'x', '--post', 'king'], message: 'role: found "king", needed one of' },
    { line: ['add', 'li', '--name', 'x', '--post', 'head:110101'], message: 'heads and handlers have one' },
    { line: ['add', 'li', '--name', 'x', '--post', 'head:110101:nobody'], message: 'the code of a department' },
    { line: ['password', 'nobody'], message: 'there is no user "nobody"' },
    { line: ['post', 'zhao'], message: 'nothing to do' },
    { line: ['post', 'zhao', '--remove', 'leader'], message: 'cannot end post leader of zhao: holds' },
    { line: ['dance'], message: '"dance" is not known, needs one of list, add' },
  ])('user $line is refused: $message', async ({ line, message }) => {
    const result = await wanmi('user', ...line);
    expect(result.code).toBe(2);
    expect(result.err).toContain(message);
    expect((await wanmi('user', 'list')).out).not.toContain('li\t');
  });
});

describe('wanmi audit verify', () => {
  beforeAll(async () => {
    const secret = join(folder, 'secret');
    await writeFile(secret, 'ab'.repeat(32));
    vi.stubEnv('WANMI_SECRET_FILE', secret);
  });

  test('finds nothing in a database without cases, and says what it cannot see', async () => {
    const report = await wanmi('audit', 'verify', '--json');
    expect(report.code).toBe(0);
    expect(JSON.parse(report.out)).toMatchObject({ cases: 0, events: 0, findings: [] });
    expect((await wanmi('audit', 'verify', '--month', '202611')).out).toMatch(
      /0 cases .*: nothing was touched\nnot seen: /,
    );
  });

  test('finds events without a row, and exits 1', async () => {
    const db = connect(own.url);
    await db
      .insertInto('case_event')
      .values({
        ...{ district: '110101', case_month: 202611, case_id: '110101-202611-x', seq: 1, version: 1 },
        ...{ type: 'case-reported', at: new Date(), area_code: '110101', body: '{}', mac: Buffer.alloc(32) },
      })
      .execute();
    await db.destroy();
    const report = await wanmi('audit', 'verify');
    expect(report.code).toBe(1);
    expect(report.out).toContain('110101-202611-x: row-missing');
  });

  test.each([
    { line: ['--month', '2026-11'], message: 'needs year and month, as 202611' },
    { line: ['--district', 'x'], message: 'needs 6 digits' },
  ])('$line is refused: $message', async ({ line, message }) => {
    const result = await wanmi('audit', 'verify', ...line);
    expect([result.code, result.err]).toEqual([2, expect.stringContaining(message)]);
  });
});
