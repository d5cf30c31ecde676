import { expect, test } from 'vitest';
import { at, factsOf, policy, system } from '../../../test/support/build-case.ts';
import { ASPECTS, type ExploreQuestion, exploreAspects, exploreWorkflow, WALKS } from './index.ts';

const question = (change: Partial<ExploreQuestion> = {}): ExploreQuestion => ({
  ...{ policy, calendars: factsOf(system).calendars, start: at('16 09:00') },
  ...change,
});
const AUTOMATIC = { autoFileChannels: ['inspector'], autoRequestCheck: true, rework: 'restart' } as const;
/** Left out beside the large aspects: `wanmi workflow verify` walks them whole. */
const LEAN = ['return', 'supervise', 'assign', 'send-back'] as const;
/** For a machine that has much else to do. */
const LONG = 120_000;
const IN_FULL: readonly string[] = ['voiding', 'upper', 'aside'];

test.each([
  { city: 'where people send every task', change: {} },
  { city: 'where the system files and sends checks', change: AUTOMATIC },
])(
  '[W7] [W1] [W2] [W37] [W51] in a city $city no situation of the main path breaks a rule',
  ({ change }) => {
    const { situations, transitions, faults } = exploreWorkflow(question({ policy: { ...policy, ...change } }));
    expect(faults).toEqual([]);
    expect(situations).toBeGreaterThan(400);
    const reached = new Set(transitions.map(({ to }) => to));
    // Where checks go out with the confirmation nothing waits to be sent.
    expect(reached.has('confirmed')).toBe(!('autoRequestCheck' in change));
  },
  LONG,
);

test.each(ASPECTS)(
  '[W7] [W1] [W2] [W37] [W51] no situation of the aspect "%s" breaks a rule',
  (aspect) => {
    const lean = IN_FULL.includes(aspect) ? {} : { without: LEAN };
    const { situations, faults } = exploreWorkflow(question({ aspects: [aspect], ...lean }));
    expect(faults).toEqual([]);
    expect(situations).toBeGreaterThan(300);
  },
  LONG,
);

test('[W7] walks are put together, and each is heard of', () => {
  const heard: string[] = [];
  const { transitions, situations } = exploreAspects(question({ without: LEAN }), ['upper', 'voiding'], (name, found) =>
    heard.push(`${name} ${found.situations > 100}`),
  );
  expect(heard).toEqual(['upper true', 'voiding true']);
  expect(situations).toBeGreaterThan(200);
  expect(transitions.map(({ to }) => to)).toEqual(expect.arrayContaining(['sent-up', 'voided']));
  expect(WALKS).toEqual(['main', ...ASPECTS]);
});

test('[W7] a walk that does not end in time is a fault, told with the steps that lead there', () => {
  expect(exploreWorkflow(question({ most: 20 })).faults[0]).toContain('more than 20 situations');
});

test('[W7] where nobody may close, no end can be reached from what is checked', () => {
  const { faults } = exploreWorkflow(question({ without: ['close', 'reject', 'return'] }));
  expect(faults[0]).toMatch(/^report hotline.*: no end can be reached from "[a-z]+"$/);
});
