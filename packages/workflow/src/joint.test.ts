import type { Instant } from '@wanmi/kernel';
import { describe, expect, test } from 'vitest';
import {
  at,
  type Built,
  CLEANING,
  caseIn,
  factsOf,
  give,
  person,
  ref,
  system,
  WATER,
} from '../../../test/support/build-case.ts';
import { type Command, decide, type Facts, type Limit, replay, type TimerLevel } from './index.ts';

const reason = ref('reason');
const clockOf = ({ state }: Built, id: string) => state.deadlines.find((clock) => clock.id === id);
const plumber = (instant?: Instant) => factsOf(person('handler', 'plumber', { department: WATER }), instant);
const cleaner = (instant?: Instant) => factsOf(person('handler'), instant);
const fire = (built: Built, deadlineId: string, level: TimerLevel, instant: Instant) =>
  give(built, { type: 'fire-timer', deadlineId, level }, factsOf(system, instant));
const refusedBy = (built: Built, command: Command, facts: Facts) => {
  const outcome = decide(built.state, command, facts);
  return outcome.ok ? 'accepted' : outcome.error.reason;
};
const submit: Command = { type: 'submit-result', outcome: 'A' };

/** Sent to cleaning with water's help on Monday 09:00. */
const joint = (limit?: Limit): Built =>
  give(
    caseIn('filed'),
    {
      type: 'dispatch',
      department: CLEANING,
      assisting: [limit ? { department: WATER, limit } : { department: WATER }],
    },
    factsOf(person('dispatcher')),
  );

describe('joint handling', () => {
  test('[W70] each department gets its task and is told, the assisting clock waits', () => {
    const command = {
      type: 'dispatch',
      department: CLEANING,
      assisting: [{ department: WATER }],
      told: [WATER],
    } as const;
    const outcome = decide(caseIn('filed').state, command, factsOf(person('dispatcher')));
    expect(outcome.ok && outcome.value.effects.map((effect) => 'to' in effect && effect.to)).toEqual([
      { department: CLEANING },
      { department: WATER },
      { department: WATER },
    ]);
    expect(joint().state).toMatchObject({
      handling: { department: CLEANING, tasks: [{ taskId: 'assist-1', department: WATER, deadlineId: null }] },
      departments: [CLEANING, WATER],
    });
  });

  test.each([
    { limit: undefined, due: at('16 16:00'), why: 'the limit of the whole work' },
    { limit: { value: 1, unit: 'working_hour' } as const, due: at('16 11:00'), why: 'a limit of its own' },
  ])('[W71] the assisting clock starts with the lead’s signature, by $why', ({ limit, due }) => {
    const signed = give(joint(limit), { type: 'sign' }, cleaner(at('16 10:00')));
    expect(signed.events.slice(-2).map(({ type }) => type)).toEqual(['case-signed', 'assisting-started']);
    expect(clockOf(signed, 'assist#1')).toMatchObject({ startAt: at('16 10:00'), dueAt: due });
    expect(replay(signed.events)).toEqual(signed.state);
  });

  test('[W71] [W73] it starts when the lead’s limit to sign passes, and then its part may be handed in', () => {
    const waiting = joint();
    expect(refusedBy(waiting, submit, plumber())).toBe('wrong-state');
    const late = fire(waiting, 'sign#1', 'red', at('16 11:01'));
    expect(clockOf(late, 'assist#1')).toMatchObject({ startAt: at('16 11:01') });
    expect(refusedBy(late, submit, cleaner())).toBe('wrong-state');
    const done = give(late, submit, plumber(at('16 14:00')));
    expect(done.state).toMatchObject({ state: 'dispatched', handling: { tasks: [{ done: { outcome: 'A' } }] } });
    expect(clockOf(done, 'assist#1')).toMatchObject({ clock: 'done', outcome: 'in-time' });
    const signed = give(done, { type: 'sign' }, cleaner(at('16 14:30')));
    expect(signed.state.deadlines.filter(({ stage }) => stage === 'assist')).toHaveLength(1);
    expect(replay(signed.events)).toEqual(signed.state);
  });

  test('[W73] the lead hands in after every part is done', () => {
    const signed = give(joint(), { type: 'sign' }, cleaner());
    expect(refusedBy(signed, submit, cleaner())).toBe('tasks-open');
    const part = give(give(signed, { type: 'sign' }, plumber()), submit, plumber());
    expect(part.state.state).toBe('handling');
    expect(refusedBy(part, submit, plumber())).toBe('task-done');
    expect(refusedBy(part, { type: 'sign' }, plumber())).toBe('already-signed');
    expect(refusedBy(part, { ...submit, taskId: 'assist-1' }, cleaner())).toBe('no-such-task');
    expect(give(part, submit, cleaner()).state.state).toBe('handled');
  });

  test('[W74] a released department owes nothing, its order is withdrawn', () => {
    const signed = give(joint(), { type: 'sign' }, cleaner());
    const red = fire(signed, 'assist#1', 'red', at('16 15:01'));
    expect(red.state.supervisions).toMatchObject([{ to: { department: WATER }, deadlineId: 'assist#1' }]);
    const release = { type: 'release-assisting', department: WATER, reason } as const;
    const released = give(red, release, factsOf(person('dispatcher'), at('16 16:00')));
    expect(released.state).toMatchObject({ supervisions: [], handling: { tasks: [] } });
    expect(clockOf(released, 'assist#1')).toMatchObject({ clock: 'done', outcome: 'void' });
    expect(give(released, submit, cleaner(at('16 16:00'))).state.state).toBe('handled');
    expect(refusedBy(released, release, factsOf(person('dispatcher')))).toBe('not-assisting');
  });

  test('[W75] a head assigns inside the department and no clock moves', () => {
    const head = factsOf(person('head', 'water-head', { department: WATER }));
    const built = give(joint(), { type: 'assign', assignee: 'w7' as never }, head);
    expect(built.state).toMatchObject({ handling: { assignee: null, tasks: [{ assignee: 'w7' }] } });
    expect(built.state.deadlines).toEqual(joint().state.deadlines);
  });

  test('[W75] a squad may do it, and another assignment forgets it', () => {
    const head = factsOf(person('head', 'water-head', { department: WATER }));
    const squad = give(joint(), { type: 'assign', squad: '一队' }, head);
    expect(squad.state).toMatchObject({ handling: { tasks: [{ assignee: null, squad: '一队' }] } });
    const member = give(squad, { type: 'assign', assignee: 'w7' as never }, head);
    expect('handling' in member.state && member.state.handling?.tasks[0]).not.toHaveProperty('squad');
    const lead = give(caseIn('handling'), { type: 'assign', squad: '二队' }, factsOf(person('head')));
    expect(lead.state).toMatchObject({ handling: { assignee: null, squad: '二队' } });
    expect(replay(member.events)).toEqual(member.state);
  });

  test('[W76] an accepted return takes the parts away with their clocks and orders', () => {
    let built = fire(give(joint(), { type: 'sign' }, cleaner()), 'assist#1', 'red', at('16 15:01'));
    built = give(built, { type: 'return', reason }, cleaner());
    built = give(built, { type: 'propose-return' }, factsOf(person('dispatcher', 'd2')));
    built = give(built, { type: 'accept-return' }, factsOf(person('leader'), at('16 16:00')));
    expect(built.state).toMatchObject({ state: 'filed', supervisions: [] });
    expect(clockOf(built, 'assist#1')).toMatchObject({ outcome: 'void' });
    expect(replay(built.events)).toEqual(built.state);
  });

  test('[W77] rework is the lead’s: what others have done stays done', () => {
    const parts = give(give(joint(), { type: 'sign' }, cleaner()), submit, plumber());
    const back = give(
      give(parts, submit, cleaner()),
      { type: 'refuse-feedback', reason },
      factsOf(person('dispatcher', 'd2')),
    );
    expect(back.state).toMatchObject({ state: 'handling', handling: { tasks: [{ done: { outcome: 'A' } }] } });
    expect(give(back, submit, cleaner()).state.state).toBe('handled');
  });

  test('[W68] a suspension stops the parts too; one late before the asking stays late with its order', () => {
    const signed = give(joint({ value: 1, unit: 'working_hour' }), { type: 'sign' }, cleaner());
    const red = fire(signed, 'assist#1', 'red', at('16 10:01'));
    const until = at('20 09:00');
    let built = give(red, { type: 'request-suspension', reason, until }, factsOf(person('head'), at('16 11:00')));
    for (const role of ['dispatcher', 'leader'] as const) {
      built = give(built, { type: 'approve-suspension' }, factsOf(person(role), at('16 11:00')));
    }
    expect(built.state).toMatchObject({ state: 'suspended', supervisions: [{ deadlineId: 'assist#1' }] });
    built = fire(built, 'suspension#1', 'due', until);
    expect(clockOf(built, 'assist#1')).toMatchObject({ clock: 'running', light: 'red', dueAt: at('16 10:00') });
    expect(clockOf(built, 'handle#1')).toMatchObject({ dueAt: at('20 11:00') });
    expect(replay(built.events)).toEqual(built.state);
  });
});

describe('staged limits', () => {
  const steps = [
    { name: 'fence off', limit: { value: 1, unit: 'working_hour' } },
    { name: 'repair', limit: { value: 5, unit: 'working_day' } },
  ] as const;
  const staged = () =>
    give(
      give(
        caseIn('filed'),
        { type: 'dispatch', department: CLEANING },
        factsOf(person('dispatcher'), at('16 09:00'), { steps }),
      ),
      { type: 'sign' },
      cleaner(),
    );

  test('[W72] every step has its clock from the dispatch on, the last one’s limit is that of the work', () => {
    expect(clockOf(staged(), 'step#1')).toMatchObject({ dueAt: at('16 10:00') });
    expect(clockOf(staged(), 'step#2')).toMatchObject({ dueAt: at('23 18:00') });
    expect(clockOf(staged(), 'handle#1')).toMatchObject({ dueAt: at('23 18:00'), limit: steps[1].limit });
    expect(staged().state).toMatchObject({ handling: { tasks: [{ name: 'fence off' }, { name: 'repair' }] } });
  });

  test('[W72] [W76] a step is done by its lead, its red orders the lead, and none may stay open', () => {
    const red = fire(staged(), 'step#1', 'red', at('16 10:01'));
    expect(red.state.supervisions).toMatchObject([{ to: { department: CLEANING }, deadlineId: 'step#1' }]);
    expect(refusedBy(red, { ...submit, taskId: 'step-3' }, cleaner())).toBe('no-such-task');
    const first = give(red, { ...submit, taskId: 'step-1' }, cleaner(at('16 11:00')));
    expect(clockOf(first, 'step#1')).toMatchObject({ clock: 'done', outcome: 'late' });
    expect(refusedBy(first, submit, cleaner())).toBe('tasks-open');
    const second = give(first, { ...submit, taskId: 'step-2' }, cleaner(at('17 09:00')));
    expect(give(second, submit, cleaner(at('17 09:00'))).state.state).toBe('handled');
  });
});
