import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadReferenceFixture, pointIn } from '../support/reference-fixture.ts';
import { openWanmiFolder, type WanmiFolder } from '../support/wanmi-folder.ts';

let own: WanmiFolder;
beforeAll(async () => {
  own = await openWanmiFolder();
  await loadReferenceFixture(own.url);
  await own.write('register.csv', table(Array.from({ length: 100 }, (_, i) => row(i, ''))));
  await own.wanmiJson('import', 'components', 'register.csv', '--class', '01037', '--source', 'lamps');
});
afterAll(() => own?.close());

const table = (rows: readonly string[]): string => `id,lng,lat,state,competentName\n${rows.join('\n')}\n`;
const row = (i: number, state: string): string => {
  const { lng, lat } = pointIn(i % 4);
  return `p${i},${lng + i * 1e-6},${lat},${state},${i % 2 === 0 ? '路灯所' : '市政所'}`;
};
const plan = (round: string, ...more: string[]) => {
  const days = ['--from', '2026-11-01', '--to', '2026-11-30'];
  return own.wanmiJson('census', 'plan', round, '--name', '普查', '--area', '110101001', ...days, ...more);
};
const load = (round: string, file: string) =>
  own.wanmiJson('census', 'load', round, file, '--class', '01037', '--source', 'lamps');
const judge = async (round: string, answer: (i: number) => string) => {
  const lines = (await own.read('sample.csv')).trimEnd().split('\n');
  const filled = lines.map((line, i) => (i === 0 ? line : line.replace(/,,$/, `,${answer(i)},`)));
  await own.write('judged.csv', filled.join('\n'));
  return own.wanmi('census', 'judge', round, 'judged.csv');
};
const states = () =>
  own.db
    .selectFrom('component')
    .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .orderBy('state')
    .execute();

describe('a census round', () => {
  test('finds what is new, changed, the same and missing against the register', async () => {
    await plan('lamps-1', '--classes', '01037');
    const found = Array.from({ length: 100 }, (_, i) => row(i + 10, i < 5 ? '破损' : ''));
    await own.write('survey.csv', table([...found, 'x,116.6,39.92,,路灯所']));
    const counts = await load('lamps-1', 'survey.csv');
    expect(counts).toMatchObject({ read: 101, accepted: 100, rejected: 1, added: 100 });
    expect(counts.findings).toEqual([{ street: '110101001', new: 10, changed: 5, same: 85, missing: 10 }]);
    expect(await states()).toEqual([{ state: 'intact', count: 100 }]);
    expect(await load('lamps-1', 'survey.csv')).toMatchObject({ accepted: 100, added: 0, changed: 0 });
  });

  test('is not accepted before its whole sample is judged and enough of it is right', async () => {
    expect(await own.wanmi('census', 'accept', 'lamps-1')).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot accept census round lamps-1: it is surveyed, needs to be sampled'),
    });
    const drawn = await own.wanmiJson('census', 'sample', 'lamps-1', '--per-stratum', '25', '--out', 'sample.csv');
    expect(drawn).toEqual({ drawn: 50 });
    const first = await own.read('sample.csv');
    await own.wanmiJson('census', 'sample', 'lamps-1', '--per-stratum', '25', '--out', 'sample.csv');
    expect(await own.read('sample.csv')).toBe(first);
    expect(await own.wanmi('census', 'accept', 'lamps-1')).toMatchObject({
      code: 2,
      err: expect.stringContaining('0 of 50 of its sample are judged, all must be'),
    });
    const { out } = await judge('lamps-1', (i) => (i <= 3 ? 'no' : '是'));
    expect(out).toContain('sample: 50 drawn, 50 judged, 47 right (94 %), at least 96 % must be right');
    expect(await own.wanmi('census', 'accept', 'lamps-1')).toMatchObject({
      code: 2,
      err: expect.stringContaining('47 of 50 are right (94 %), at least 96 % must be'),
    });
  });

  test('accepted with 96 per cent, it becomes the register, and the history names it', async () => {
    await judge('lamps-1', (i) => (i <= 2 ? 'no' : 'yes'));
    const settled = await own.wanmiJson('census', 'accept', 'lamps-1', '--missing', 'lost');
    expect(settled).toEqual({ added: 10, changed: 5, missing: 10 });
    expect(await states()).toEqual([
      { state: 'damaged', count: 5 },
      { state: 'intact', count: 95 },
      { state: 'lost', count: 10 },
    ]);
    const changes = await own.db
      .selectFrom('component_change')
      .select(['kind', (eb) => eb.fn.countAll<number>().as('count')])
      .where('source', '=', 'census lamps-1')
      .groupBy('kind')
      .orderBy('kind')
      .execute();
    expect(changes).toEqual([
      { kind: 'added', count: 10 },
      { kind: 'changed', count: 15 },
    ]);
    const { code, err } = await own.wanmi('census', 'load', 'lamps-1', 'survey.csv', '--class', '01037');
    expect(code).toBe(2);
    expect(err).toContain('it is accepted, needs to be open');
  });

  test('refused, it leaves the register alone, and its numbers go to others', async () => {
    await plan('lamps-2');
    await own.write('more.csv', table([row(500, '')]));
    await load('lamps-2', 'more.csv');
    await own.wanmiJson('import', 'components', 'register.csv', '--class', '01037', '--source', 'other');
    const { last } = await own.db
      .selectFrom('component')
      .select((eb) => eb.fn.max('component_id').as('last'))
      .executeTakeFirstOrThrow();
    expect(last).toBe('11010101037000211'); // 110 before, one in the open round, 100 imported meanwhile
    expect(await own.wanmiJson('census', 'accept', 'lamps-2', '--refuse')).toEqual({
      added: 0,
      changed: 0,
      missing: 0,
    });
    expect(await own.db.selectFrom('census_record').select('component_id').execute()).toEqual([]);
  });

  test.each([
    { line: ['plan', 'A b'], message: 'ROUND is "A b"' },
    { line: ['plan'], message: 'nothing is given, needs ROUND' },
    { line: ['load', 'none', 'more.csv'], message: 'cannot load census round none: there is none of this id' },
    { line: ['judge', 'lamps-2', 'judged.csv'], message: 'it is refused, needs to be sampled' },
    { line: ['judge', 'lamps-2', 'none.csv'], message: 'cannot read none.csv' },
    { line: ['sample', 'lamps-2', '--per-stratum', '0'], message: '--per-stratum is 0' },
    { line: ['accept', 'lamps-2', '--missing', 'gone'], message: '--missing is "gone"' },
  ])('census $line is refused: $message', async ({ line, message }) => {
    const refused = { code: 2, err: expect.stringContaining(message) };
    expect(await own.wanmi('census', ...line)).toMatchObject(refused);
  });
});
