import { describe, expect, test } from 'vitest';
import { at, caseIn, everyPost, factsOf, give, person, ref, system } from '../../../test/support/build-case.ts';
import { type CaseEvent, decide, EVENT_STATES, type EventType, evolve, replay, STATE_NAMES } from './index.ts';

const TYPES = Object.keys(EVENT_STATES) as (keyof typeof EVENT_STATES)[];
const misfits = TYPES.flatMap((type) =>
  STATE_NAMES.filter((name) => !EVENT_STATES[type].includes(name)).map((name) => ({ type, name })),
);
const core = { at: at('16 09:00'), by: { kind: 'system', name: 'test' }, note: null, mediaIds: [], deadlines: [] };
// as: a table of every event cannot give each its own fields; a misfit is found before they are read
const bare = (type: EventType, more: object = {}): CaseEvent => ({ ...core, type, ...more }) as unknown as CaseEvent;

describe('a history that is damaged', () => {
  test.each(misfits)('[W2] "$type" does not fit "$name"', ({ type, name }) => {
    expect(() => evolve(caseIn(name).state, bare(type))).toThrow('its history is damaged');
  });

  test.each([
    { what: 'ends a clock that is not there', change: { op: 'done', id: 'check#9', at: 0, outcome: 'late' } },
    { what: 'ends a clock twice', change: { op: 'done', id: 'sign#1', at: 0, outcome: 'late' } },
    { what: 'opens a clock twice', change: { op: 'open', deadline: { id: 'handle#1' } } },
  ])('[W2] an event that $what is an error', ({ change }) => {
    const event = bare('note-added', { deadlines: [change] });
    expect(() => evolve(caseIn('handling').state, event)).toThrow('the history is damaged');
  });

  test('[W2] a light of no clock and a proposal of no return are errors', () => {
    const { state } = caseIn('handling');
    expect(() => evolve(state, bare('light-changed', { deadlineId: 'check#9', light: 'red' }))).toThrow(
      'there is none',
    );
    expect(() => evolve(state, bare('return-proposed'))).toThrow('its history is damaged');
  });

  test('[W2] a whole history with lights, orders and escalation replays', () => {
    let built = caseIn('handling');
    for (const level of ['yellow', 'red', 'escalate-1'] as const) {
      built = give(built, { type: 'fire-timer', deadlineId: 'handle#1', level }, factsOf(system, at('19 09:00')));
    }
    expect(replay(built.events)).toEqual(built.state);
  });
});

describe('the kind of a refusal', () => {
  const reason = ref('reason');
  const returned = () => {
    const asked = give(caseIn('handling'), { type: 'return', reason }, factsOf(person('handler')));
    const proposed = give(asked, { type: 'propose-return' }, factsOf(person('dispatcher', 'd2')));
    return give(proposed, { type: 'accept-return' }, factsOf(person('leader')));
  };
  const answer = { type: 'answer-supervision', orderId: 'none', answer: reason } as const;
  const ordered = () => give(caseIn('handling'), { type: 'supervise', reason }, factsOf(person('supervisor')));

  test.each([
    { why: 'a handler signs what is nobody’s any more', built: returned, who: person('handler'), permission: false },
    { why: 'an inspector signs', built: returned, who: person('inspector'), permission: true },
    {
      why: 'there is no order',
      built: () => caseIn('handling'),
      who: person('head'),
      answers: true,
      permission: false,
    },
    { why: 'the order is another’s', built: ordered, who: person('leader'), answers: true, permission: true },
    { why: 'the order named is not open', built: ordered, who: person('head'), answers: true, permission: false },
    { why: 'the case is closed', built: () => caseIn('closed'), who: everyPost, permission: false },
  ])('[W6] is "permission: $permission" when $why', ({ built, who, answers, permission }) => {
    const outcome = decide(built().state, answers ? answer : { type: 'sign' }, factsOf(who));
    expect(outcome).toMatchObject({ ok: false, error: { permission } });
  });

  test('[W23] a leader of another area does not refuse a proposed return as its dispatcher', () => {
    const asked = give(caseIn('handling'), { type: 'return', reason }, factsOf(person('handler')));
    const proposed = give(asked, { type: 'propose-return' }, factsOf(person('dispatcher', 'd2')));
    const both = person('dispatcher', 'd3');
    const elsewhere = { ...both, posts: [...both.posts, ...person('leader', 'd3', { area: '110102' }).posts] };
    expect(decide(proposed.state, { type: 'refuse-return', reason }, factsOf(elsewhere))).toMatchObject({
      error: { reason: 'return-already-proposed' },
    });
  });
});
