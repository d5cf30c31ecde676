import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CommandError } from './command.ts';
import { command } from './deadline.ts';

const calendar = {
  zone: 'Asia/Shanghai',
  sessions: [
    {
      weekdays: [1, 2, 3, 4, 5],
      periods: [
        ['08:00', '12:00'],
        ['14:00', '18:00'],
      ],
    },
  ],
  days: [{ date: '2026-10-01', name: '国庆节', off: true }],
  covered: [2026],
  uncovered: 'error',
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wanmi-deadline-'));
  await writeFile(join(folder, 'city.json'), `\uFEFF${JSON.stringify(calendar)}`);
  await writeFile(join(folder, 'open.json'), JSON.stringify({ ...calendar, uncovered: 'provisional' }));
  await writeFile(join(folder, 'wrong.json'), JSON.stringify({ ...calendar, zone: 'Moon', covered: 2026 }));
  await writeFile(join(folder, 'broken.json'), '{');
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...argv: readonly string[]) {
  let out = '';
  let err = '';
  const code = await command.run(argv, {
    callerDir: folder,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

const single = (file: string, start: string, limit: string, unit: string, ...rest: readonly string[]) =>
  run('--calendar', file, '--start', start, '--limit', limit, '--unit', unit, ...rest);

async function csv(text: string, ...rest: readonly string[]) {
  await writeFile(join(folder, 'rows.csv'), text);
  return run('--calendar', 'city.json', '--csv', 'rows.csv', ...rest);
}

describe('one deadline', () => {
  test.each([
    ['2026-03-06T16:00', '2', 'working_hour', [], '2026-03-06T18:00:00+08:00'],
    ['2026-03-06T16:00:00+08:00', '2', 'working_hour', [], '2026-03-06T18:00:00+08:00'],
    ['2026-03-06T08:00:00Z', '2', 'working_hour', [], '2026-03-06T18:00:00+08:00'],
    ['2026-09-30T09:00', '1', 'working_day', [], '2026-10-02T18:00:00+08:00'],
    ['2026-09-30T09:00', '1', 'working_day', ['--mode', 'same-clock-time'], '2026-10-02T09:00:00+08:00'],
    ['2026-03-06T22:36', '2', 'urgent_working_hour', [], '2026-03-07T00:36:00+08:00'],
  ])('%s + %s %s %j is %s', async (start, limit, unit, rest, due) => {
    expect(await single('city.json', start, limit, unit, ...rest)).toEqual({ code: 0, out: `${due}\n`, err: '' });
  });

  test('as JSON it carries start, due and whether it is provisional', async () => {
    const { out } = await single('city.json', '2026-03-06T08:00Z', '2', 'working_hour', '--json');
    expect(JSON.parse(out)).toEqual({
      start: '2026-03-06T16:00:00+08:00',
      due: '2026-03-06T18:00:00+08:00',
      provisional: false,
    });
  });

  test('in a year not covered it is refused or provisional, as the calendar says, and told how to load the year', async () => {
    const question = ['2026-12-31T09:00', '1', 'working_day'] as const;
    await expect(single('city.json', ...question)).rejects.toThrow(/does not cover 2027.*add them to "days" and 2027/);
    const { code, out, err } = await single('open.json', ...question);
    expect([code, out]).toEqual([0, '2027-01-01T18:00:00+08:00\n']);
    expect(err).toMatch(/provisional: 2027 is counted as a plain week; .*wanmi import calendar FILE/);
  });

  test.each([
    [['--start', '2026-03-06T16:00'], 'needs --calendar FILE'],
    [['--calendar', 'none.json', '--start', 'x'], 'cannot read none.json'],
    [['--calendar', 'broken.json', '--start', 'x'], 'cannot read broken.json as JSON'],
    [['--calendar', 'wrong.json', '--start', 'x'], 'zone: "Moon" found'],
    [['--calendar', 'wrong.json', '--start', 'x'], 'covered: 2026 found'],
    [['--calendar', 'city.json', '--start', '2026-03-06T16:00'], 'needs --limit'],
    [['--calendar', 'city.json', '--csv', 'rows.csv', '--start', 'x'], 'needs one of them'],
    [['--calendar', 'city.json', '--colour', 'red'], "Unknown option '--colour'"],
    [
      ['--calendar', 'city.json', '--start', '2026-02-30T16:00', '--limit', '1', '--unit', 'working_hour'],
      '"2026-02-30T16:00"',
    ],
    [['--calendar', 'city.json', '--start', '2026-03-06T16:00', '--limit', '-1', '--unit', 'working_hour'], 'argument'],
    [
      ['--calendar', 'city.json', '--start', '2026-03-06T16:00', '--limit', 'two', '--unit', 'working_hour'],
      'limit "two" found',
    ],
    [
      ['--calendar', 'city.json', '--start', '2026-03-06T16:00', '--limit', '0.5', '--unit', 'working_day'],
      'a fraction of a day as working_hour',
    ],
    [['--calendar', 'city.json', '--start', '2026-03-06T16:00', '--limit', '1', '--unit', 'day'], 'unit "day" found'],
    [
      [
        '--calendar',
        'city.json',
        '--start',
        '2026-03-06T16:00',
        '--limit',
        '1',
        '--unit',
        'working_day',
        '--mode',
        'x',
      ],
      'mode "x" found',
    ],
  ])('%j is refused: %s', async (argv, message) => {
    await expect(run(...argv)).rejects.toThrow(CommandError);
    await expect(run(...argv)).rejects.toThrow(message);
  });
});

describe('a CSV file of deadlines', () => {
  const rows =
    'id,start,limit,unit,mode\na,2026-03-02T09:00,1,working_day,\n"b,1",2026-03-02T09:00,1,working_day,elapsed\n';

  test('is answered in its order', async () => {
    expect(await csv(rows)).toEqual({
      code: 0,
      out: 'id,due\na,2026-03-03T18:00:00+08:00\n"b,1",2026-03-03T09:00:00+08:00\n',
      err: '',
    });
  });

  test('takes --mode for rows without one', async () => {
    const { out } = await csv(
      'id,unit,limit,start\r\n1,working_day,1,2026-03-02T09:00\r\n',
      '--mode',
      'same-clock-time',
    );
    expect(out).toBe('id,due\n1,2026-03-03T09:00:00+08:00\n');
    expect((await csv(rows, '--mode', 'same-clock-time')).out).toContain('a,2026-03-03T09:00:00+08:00');
  });

  test('as JSON is a list', async () => {
    expect(JSON.parse((await csv(rows, '--json')).out)).toEqual([
      { id: 'a', due: '2026-03-03T18:00:00+08:00', provisional: false },
      { id: 'b,1', due: '2026-03-03T09:00:00+08:00', provisional: false },
    ]);
  });

  test('names the lines of bad rows and answers the others', async () => {
    const bad = `${rows}c,yesterday,1,working_day,\n\nd,2026-03-02T09:00\ne,2026-12-31T09:00,1,working_day,\n`;
    const { code, out, err } = await csv(bad);
    expect(code).toBe(2);
    expect(out.split('\n')).toHaveLength(4);
    expect(err).toContain('rows.csv line 4: start "yesterday"');
    expect(err).toContain('rows.csv line 6: unit ""');
    expect(err).toContain('rows.csv line 7: cannot count 1 working_day: the calendar does not cover 2027');
    expect(err).toContain('3 of 5 rows refused');
  });

  test('without its columns is refused', async () => {
    await expect(csv('case,start\n1,2026-03-02T09:00\n')).rejects.toThrow('no column id, limit, unit');
  });
});
