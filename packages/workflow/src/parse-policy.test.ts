import { describe, expect, test } from 'vitest';
import { parsePolicy } from './parse-policy.ts';

const hours = (value: number) => ({ value, unit: 'working_hour' });
const LADDER = [
  { after: { value: 1, unit: 'limit' }, to: 'supervisor' },
  { after: hours(8), to: 'supervisor' },
];
const policy = {
  source: 'a city',
  stageLimits: {
    accept: hours(4),
    verify: { value: 24, unit: 'natural_hour' },
    file: hours(2),
    dispatch: { value: 30, unit: 'natural_minute' },
    sign: hours(2),
    'decide-return': hours(2),
    'confirm-feedback': hours(4),
    'request-check': hours(1),
    check: hours(2),
    close: hours(4),
    supervision: { value: 1, unit: 'working_day' },
    arbitrate: { value: 1, unit: 'working_day' },
    upper: { value: 10, unit: 'working_day' },
    'decide-extension': { value: 4, unit: 'working_hour' },
    'decide-suspension': { value: 4, unit: 'working_hour' },
    'decide-void': { value: 4, unit: 'working_hour' },
    recheck: { value: 2, unit: 'working_day' },
    reply: { value: 1, unit: 'working_day' },
    'follow-referral': { value: 5, unit: 'working_day' },
    reopen: { value: 7, unit: 'natural_day' },
  },
  defaultHandlingLimit: { value: 5, unit: 'working_day' },
  dayMode: 'close-of-business',
  rework: 'resume',
  trustedChannels: ['inspector', 'video'],
  autoFileChannels: ['inspector'],
  autoRequestCheck: true,
  returnWindow: hours(4),
  unableTries: 2,
  arbitrationAfter: 2,
  mostExtensions: 2,
  leaderFromExtension: 2,
  mostSuspensions: 1,
  longestSuspension: { value: 365, unit: 'natural_day' },
  ladder: { simple: [], ordinary: LADDER, important: LADDER, complex: LADDER },
  voidReasons: [{ code: 'gone', zh: '问题已自行消失', en: 'gone by itself' }],
  recheckPercent: 10,
  sameTimeMinutes: 60,
  duplicateMetres: 50,
  duplicateHours: 24,
};

const problemsOf = (json: unknown): readonly string[] => {
  const result = parsePolicy(json);
  return result.ok ? [] : result.error;
};

describe('a policy file', () => {
  test('that is right comes back as it is, without its source', () => {
    const { source, ...settings } = policy;
    expect(parsePolicy({ source, ...settings })).toEqual({ ok: true, value: settings });
  });

  test.each([
    { change: { rework: undefined }, problem: 'rework: missing, needs one of resume, restart' },
    {
      change: { dayMode: 'elapse' },
      problem: 'dayMode: "elapse" found, needs one of close-of-business, elapsed, same-clock-time',
    },
    { change: { autoRequestCheck: 'yes' }, problem: 'autoRequestCheck: "yes" found, needs true or false' },
    { change: { unableTries: 0 }, problem: 'unableTries: 0 found, needs a whole number from 1 to 100' },
    { change: { unableTries: 1.5 }, problem: 'unableTries: 1.5 found, needs a whole number from 1 to 100' },
    { change: { returnWindow: hours(0) }, problem: 'returnWindow.value: 0 found, needs a number above 0' },
    {
      change: { returnWindow: { value: '4', unit: 'working_hour' } },
      problem: 'returnWindow.value: "4" found, needs a number above 0',
    },
    {
      change: { returnWindow: { value: 1.5, unit: 'working_day' } },
      problem: 'returnWindow: 1.5 is not a whole number of working days, give a fraction of a day as working_hour',
    },
    {
      change: { trustedChannels: ['inspector', 'inspector'] },
      problem: 'trustedChannels: ["inspector","inspector"] found, needs each channel once',
    },
    {
      change: { autoFileChannels: ['hotline'] },
      problem: 'autoFileChannels: hotline found, needs channels of trustedChannels',
    },
    {
      change: { autoFileChannels: 'inspector' },
      problem: 'autoFileChannels: "inspector" found, needs a list of channels',
    },
    { change: { duplicateMetres: 0 }, problem: 'duplicateMetres: 0 found, needs a whole number from 1 to 1000' },
    { change: { duplicateHours: undefined }, problem: 'duplicateHours: missing, needs a whole number from 1 to 720' },
    { change: { source: 7 }, problem: 'source: 7 found, needs text' },
  ])('with $change is refused: $problem', ({ change, problem }) => {
    expect(problemsOf({ ...policy, ...change })).toEqual([problem]);
  });

  test('names the stage without a limit, and a stage that has none of its own', () => {
    const { sign, ...rest } = policy.stageLimits;
    const problems = problemsOf({ ...policy, stageLimits: { ...rest, handle: sign } });
    expect(problems[0]).toMatch(/^stageLimits\.handle: unknown field, needs one of accept, /);
    expect(problems[1]).toBe('stageLimits.sign: missing, needs an object');
  });

  test('tells a misspelt field, and all problems together', () => {
    const problems = problemsOf({ ...policy, autoRequestChecks: true, rework: 'x', unableTries: 'y' });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(/^policy\.autoRequestChecks: unknown field/);
  });

  test.each([null, [], 'text', 7, undefined])('that is %j is refused as no object', (json) => {
    expect(problemsOf(json)).toEqual([
      `policy: ${json === undefined ? 'missing' : `${JSON.stringify(json)} found`}, needs an object`,
    ]);
  });
});
