import { expect, test } from 'vitest';
import { at, factsOf, policy, system } from '../../../test/support/build-case.ts';
import { exploreWorkflow, STATE_NAMES, type WorkflowPolicy } from './index.ts';

const explore = (change: Partial<WorkflowPolicy>, most?: number) =>
  exploreWorkflow({
    ...{ policy: { ...policy, ...change }, calendars: factsOf(system).calendars, start: at('16 09:00') },
    ...(most === undefined ? {} : { most }),
  });

test.each([
  { city: 'where people send every task', change: {} },
  {
    city: 'where the system files and sends checks',
    change: { autoFileChannels: ['inspector'], autoRequestCheck: true, rework: 'restart' } as const,
  },
])('[W7] [W1] [W2] [W37] [W51] in a city $city no situation breaks a rule', ({ change }) => {
  const { situations, transitions, faults } = explore(change);
  expect(faults).toEqual([]);
  expect(situations).toBeGreaterThan(400);
  const reached = new Set(transitions.map(({ to }) => to));
  // Where checks go out with the confirmation nothing waits to be sent.
  expect(STATE_NAMES.filter((name) => !reached.has(name))).toEqual('autoRequestCheck' in change ? ['confirmed'] : []);
});

test('[W7] a walk that does not end in time is a fault', () => {
  expect(explore({}, 20).faults[0]).toContain('more than 20 situations');
});
