import { elapsedOf } from '@wanmi/calendar';
import type { Instant } from '@wanmi/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, factsOf, policy, reportOf, system } from '../../../test/support/build-case.ts';
import { commandsFor, DEPARTMENTS, EXPLORERS, OTHER } from './explore-moves.ts';
import {
  ASPECTS,
  type CaseEvent,
  type CaseState,
  decide,
  decideReport,
  evolve,
  type Facts,
  isEnd,
  lightOf,
  replay,
  timersOf,
} from './index.ts';

const AFTER_END = ['reply', 'reopen', 'recheck', 'follow-referral', 'supervision'];
const SEVERAL = ['supervision', 'assist', 'step'];
const STEPS = [
  { name: 'first', limit: { value: 2, unit: 'working_hour' } },
  { name: 'last', limit: { value: 3, unit: 'working_day' } },
] as const;

/** One step of a walk: who does which of the possible things, and how much time has passed before. */
const step = fc.record({
  actor: fc.nat(),
  command: fc.nat(),
  waitMinutes: fc.oneof({ weight: 3, arbitrary: fc.nat(60) }, fc.nat(3 * 24 * 60)),
  draw: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});
const walk = fc.record({
  steps: fc.array(step, { minLength: 5, maxLength: 60 }),
  limit: fc.constantFrom({ value: 4, unit: 'working_hour' } as const, { value: 2, unit: 'working_day' } as const),
  isStaged: fc.boolean(),
  rework: fc.constantFrom('resume' as const, 'restart' as const),
  reporter: fc.boolean(),
});
type Walk = typeof walk extends fc.Arbitrary<infer Value> ? Value : never;

/** Goes where the walk leads, timers firing when they are due, and looks at every state on the way. */
function go({ steps, limit, isStaged, rework, reporter }: Walk, look: (state: CaseState, facts: Facts) => void) {
  let now = at('16 09:00');
  let ids = 0;
  const factsBy = (actor: Facts['actor'], draw = 0.5): Facts => ({
    ...factsOf(actor, now, { handlingLimit: limit, draw, steps: isStaged ? STEPS : [], policy: { ...policy, rework } }),
    other: { caseId: OTHER, state: 'handling' },
    isDepartment: (code) => DEPARTMENTS.includes(code),
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
  });
  const report = reportOf(reporter ? { reporter: { contentId: 'r', digest: 'd' } } : {});
  const begun = decideReport(report, factsBy(system));
  const events: CaseEvent[] = begun.ok ? [...begun.value.events] : [];
  let state = replay(events);
  const take = (command: Parameters<typeof decide>[1], facts: Facts): void => {
    const outcome = decide(state, command, facts);
    if (!outcome.ok) return;
    state = outcome.value.events.reduce(evolve, state);
    events.push(...outcome.value.events);
    look(state, facts);
  };
  for (const { actor, command, waitMinutes, draw } of steps) {
    const until = (now + waitMinutes * 60_000) as Instant;
    const due = timersOf(state).filter(({ fireAt }) => fireAt <= until);
    for (const { deadlineId, level, fireAt } of due.toSorted((a, b) => a.fireAt - b.fireAt)) {
      now = Math.max(now, fireAt) as Instant;
      take({ type: 'fire-timer', deadlineId, level }, factsBy(system));
    }
    now = Math.max(now, until) as Instant;
    const first = actor % EXPLORERS.length;
    const one = [...EXPLORERS.slice(first), ...EXPLORERS.slice(0, first)].find(
      (other) => wishesOf(state, factsBy(other)).length > 0,
    );
    if (!one) continue;
    const wishes = wishesOf(state, factsBy(one));
    const wish = wishes[command % wishes.length];
    if (wish) take(wish, factsBy(one, draw));
  }
  return { state, events };
}

const wishesOf = (state: CaseState, facts: Facts) =>
  commandsFor(state, ASPECTS, { now: facts.at, policy: facts.policy }).filter((wish) => decide(state, wish, facts).ok);

function expectSound(state: CaseState, { calendars, at: now }: Facts): void {
  const running = state.deadlines.filter(({ clock }) => clock === 'running');
  const single = running.map(({ stage }) => stage).filter((stage) => !SEVERAL.includes(stage));
  expect(single).toEqual([...new Set(single)]);
  const keys = timersOf(state).map(({ key }) => key);
  expect(keys).toEqual([...new Set(keys)]);
  if (isEnd(state.state)) expect(running.filter(({ stage }) => !AFTER_END.includes(stage))).toEqual([]);
  expect(state.light).toBe(lightOf(state.deadlines));
  for (const { calendar, startAt: start, limit, pauses, stoppedAt, doneAt } of state.deadlines) {
    const until = doneAt ?? stoppedAt ?? now;
    expect(elapsedOf(calendars[calendar], { start, unit: limit.unit, pauses, at: until })).toBeGreaterThanOrEqual(0);
    for (const [i, { from, to }] of pauses.entries()) {
      expect(to).toBeGreaterThanOrEqual(from);
      expect(from).toBeGreaterThanOrEqual(pauses[i - 1]?.to ?? start);
    }
  }
}

test('[W2] [W37] [W51] wherever random people take a case, its clocks are sound and its history replays', () => {
  fc.assert(
    fc.property(walk, (wish) => {
      const { state, events } = go(wish, expectSound);
      expect(replay(events)).toEqual(state);
      // as: a history comes back from the database as parsed JSON
      expect(replay(JSON.parse(JSON.stringify(events)) as CaseEvent[])).toEqual(state);
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      expect(state.seq).toBe(events.length);
    }),
    { seed: 20260112, numRuns: 120 },
  );
});
