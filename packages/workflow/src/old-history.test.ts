import { expect, test } from 'vitest';
import { at, factsOf, give, person, system } from '../../../test/support/build-case.ts';
import { type CaseEvent, replay, timersOf } from './index.ts';

// A history as it was stored before there were ladders, tasks, priorities and requests: clocks name one level after red,
// `escalateAt`, and whether it was reached; a dispatch names departments without their tasks.

const HOUR = 3_600_000;
const START = at('16 09:00');
const by = (userId: string) => ({ kind: 'user', userId });
const clock = (id: string, stage: string, hours: number, calendar = 'duty') => ({
  op: 'open',
  deadline: {
    ...{ id, stage, calendar, limit: { value: hours, unit: 'working_hour' } },
    ...{ startAt: START, dueAt: START + hours * HOUR, yellowAt: START + hours * 0.75 * HOUR },
    ...{ escalateAt: START + 2 * hours * HOUR, escalated: false },
    ...{ clock: 'running', light: 'green', provisional: false, stoppedAt: null, pauses: [], left: null },
    ...{ doneAt: null, outcome: null },
  },
});
const done = (id: string) => ({ op: 'done', id, at: START, outcome: 'in-time' });
const event = (type: string, userId: string, more: object = {}, deadlines: readonly object[] = []) => ({
  ...{ type, at: START, by: by(userId), note: null, mediaIds: [], deadlines },
  ...more,
});

const HISTORY: readonly object[] = [
  event(
    'case-reported',
    'acceptor',
    {
      report: {
        ...{
          caseId: '110101-202611-0000000009',
          caseNo: '11010120261116000009',
          district: '110101',
          channel: 'hotline',
        },
        subject: { edition: 'e', kind: 'matter', classCode: '06010', conditionId: null, componentId: null },
        place: { areaCode: '110101001', gridCode: null, areaClass: 'B', lng: 116.4, lat: 39.9, accuracyM: null },
        ...{
          text: null,
          address: null,
          reporter: null,
          occurredAt: null,
          handledOnSpot: false,
          mediaIds: [],
          managed: true,
        },
      },
    },
    [clock('accept#1', 'accept', 2)],
  ),
  event('case-accepted', 'acceptor', {}, [done('accept#1'), clock('file#1', 'file', 2)]),
  event('case-filed', 'leader', {}, [done('file#1'), clock('dispatch#1', 'dispatch', 1)]),
  event(
    'case-dispatched',
    'dispatcher',
    {
      ...{ department: 'environmental-sanitation', assisting: ['water'], deadlineId: 'handle#1', explanation: null },
    },
    [
      done('dispatch#1'),
      clock('handle#1', 'handle', 2, 'city'),
      clock('sign#1', 'sign', 2, 'city'),
      clock('case#1', 'case', 3),
    ],
  ),
  event('case-signed', 'handler', {}, [done('sign#1')]),
  event('light-changed', 'timer', { deadlineId: 'handle#1', light: 'yellow', by: { kind: 'system', name: 'timer' } }),
  event('light-changed', 'timer', { deadlineId: 'handle#1', light: 'red', by: { kind: 'system', name: 'timer' } }),
  event('deadline-escalated', 'timer', {
    ...{ deadlineId: 'handle#1', to: { role: 'supervisor' }, by: { kind: 'system', name: 'timer' } },
  }),
  event('result-submitted', 'handler', { result: { outcome: 'A', at: START, by: 'handler' } }, [
    { op: 'stop', id: 'handle#1', at: START, left: { unit: 'working_ms', amount: 2 * HOUR } },
    clock('confirm-feedback#1', 'confirm-feedback', 2),
  ]),
  event('feedback-refused', 'dispatcher', { reason: { contentId: 'r', digest: 'd' } }, [
    done('confirm-feedback#1'),
    {
      ...{ op: 'resume', id: 'handle#1', at: START + HOUR, startAt: START, dueAt: START + 3 * HOUR },
      ...{ yellowAt: START + 2.5 * HOUR, escalateAt: START + 5 * HOUR, light: 'green', provisional: false },
    },
  ]),
];
// as: stored events are parsed JSON
const history = HISTORY as unknown as readonly CaseEvent[];

test('[W2] a history from before ladders, tasks and priorities replays', () => {
  const state = replay(history);
  expect(state).toMatchObject({
    ...{ state: 'handling', version: 7, seq: 10, priority: 'ordinary', emergency: false, followers: [], reply: null },
    handling: { tasks: [{ taskId: 'assist-1', department: 'water', deadlineId: null }], extension: null },
    counts: { extensions: 0, suspensions: 0, reopens: 0, failedRechecks: 0 },
  });
  const handle = state.deadlines.find(({ id }) => id === 'handle#1');
  expect(handle).toMatchObject({ rungs: [{ at: START + 5 * HOUR, to: 'supervisor' }], extensions: [], reached: 1 });
  expect(handle).not.toHaveProperty('escalateAt');
  expect(handle).not.toHaveProperty('escalated');
  expect(timersOf(state).map(({ key }) => key)).toEqual([
    ...['handle#1:yellow', 'handle#1:red', 'case#1:yellow', 'case#1:red', 'case#1:escalate-1'],
  ]);
});

test('[W73] its assisting departments owe nothing, and it goes on by the rules of today', () => {
  const built = { state: replay(history), events: history };
  const later = at('16 10:30');
  const asked = give(
    built,
    { type: 'request-extension', reason: { contentId: 'r', digest: 'd' } },
    factsOf(person('head'), later),
  );
  const granted = give(asked, { type: 'approve-extension' }, factsOf(person('dispatcher', 'd2'), later));
  const handled = give(granted, { type: 'submit-result', outcome: 'A' }, factsOf(person('handler'), later));
  expect(handled.state).toMatchObject({ state: 'handled', counts: { extensions: 1 } });
  expect(replay(handled.events)).toEqual(handled.state);
  const red = give(
    granted,
    { type: 'fire-timer', deadlineId: 'case#1', level: 'escalate-1' },
    factsOf(system, at('20 09:00')),
  );
  expect(red.state.light).toBe('red');
});
