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
  policy,
  ref,
  reported,
  reportOf,
  system,
  WATER,
} from '../../../test/support/build-case.ts';
import { type Command, decide, decideReport, type Effect, type Facts, replay, type StateName } from './index.ts';

const reason = ref('reason');
const clockOf = ({ state }: Built, id: string) => state.deadlines.find((clock) => clock.id === id);
const supervisor = factsOf(person('supervisor'));
const dispatcher = factsOf(person('dispatcher'));
const refusedBy = (built: Built, command: Command, facts: Facts) => {
  const outcome = decide(built.state, command, facts);
  return outcome.ok ? 'accepted' : outcome.error.reason;
};
const effectsOf = (built: Built, command: Command, facts: Facts): readonly Effect[] => {
  const outcome = decide(built.state, command, facts);
  return outcome.ok ? outcome.value.effects : [];
};

describe('arbitration', () => {
  const handlerOf = (department: typeof WATER) => factsOf(person('handler', `handler-${department}`, { department }));
  const returned = (built: Built, department: typeof WATER): Built => {
    const asked = give(built, { type: 'return', reason }, handlerOf(department));
    const proposed = give(asked, { type: 'propose-return' }, factsOf(person('dispatcher', 'd2')));
    return give(proposed, { type: 'accept-return' }, factsOf(person('leader')));
  };
  const twice = () => {
    const again = give(returned(caseIn('dispatched'), CLEANING), { type: 'dispatch', department: WATER }, dispatcher);
    return returned(again, WATER);
  };

  test('[W90] after the policy’s number of returns a supervisor is asked, and until then nothing is sent', () => {
    expect(twice().state).toMatchObject({ state: 'filed', arbitration: { askedBy: null, decidedBy: null } });
    expect(
      twice()
        .state.deadlines.filter(({ clock }) => clock === 'running')
        .map(({ stage }) => stage),
    ).toEqual(['arbitrate']);
    for (const [command, facts] of [
      [{ type: 'dispatch', department: CLEANING }, dispatcher],
      [{ type: 'dispatch', department: CLEANING }, factsOf(system)],
      [{ type: 'send-up', to: 'city', reason }, dispatcher],
      [{ type: 'send-back', reason }, dispatcher],
    ] as const) {
      expect(refusedBy(twice(), command, facts)).toMatch(/arbitration-pending|already-unrouted/);
    }
  });

  test('[W90] on request it comes before, from a department at work, while its clock runs on', () => {
    const asked = give(caseIn('handling'), { type: 'request-arbitration', reason }, factsOf(person('head')));
    expect(asked.state).toMatchObject({ state: 'handling', arbitration: { askedBy: 'head' } });
    expect(clockOf(asked, 'handle#1')).toMatchObject({ clock: 'running' });
    expect(refusedBy(asked, { type: 'submit-result', outcome: 'A' }, factsOf(person('handler')))).toBe(
      'arbitration-pending',
    );
    expect(refusedBy(asked, { type: 'request-arbitration', reason }, dispatcher)).toBe('arbitration-pending');
    expect(refusedBy(caseIn('handling'), { type: 'arbitrate', department: WATER, reason }, supervisor)).toBe(
      'no-arbitration',
    );
  });

  test.each([
    { department: CLEANING, state: 'handling', returns: 0, outcome: null },
    { department: WATER, state: 'dispatched', returns: 1, outcome: 'void' },
  ])('[W91] [W92] decided for $department it is "$state" with $returns returns', ({ department, ...expected }) => {
    const asked = give(caseIn('handling'), { type: 'request-arbitration', reason }, factsOf(person('head')));
    const settled = give(asked, { type: 'arbitrate', department, reason }, supervisor);
    expect(settled.state).toMatchObject({
      state: expected.state,
      counts: { returns: expected.returns },
      handling: { department },
      arbitration: { decidedBy: 'supervisor', department },
    });
    expect(clockOf(settled, 'handle#1')).toMatchObject({ outcome: expected.outcome });
    expect(clockOf(settled, 'arbitrate#1')).toMatchObject({ outcome: 'in-time' });
    expect(effectsOf(asked, { type: 'arbitrate', department, reason }, supervisor)).toContainEqual({
      type: 'propose-rule',
      department,
    });
    expect(replay(settled.events)).toEqual(settled.state);
  });

  test('[W92] what came back before is not counted a third time', () => {
    const settled = give(twice(), { type: 'arbitrate', department: CLEANING, reason }, supervisor);
    expect(settled.state).toMatchObject({ state: 'dispatched', counts: { returns: 2 } });
  });

  test('[W91] it binds above every rule and excludes further returns and disputes', () => {
    const settled = give(twice(), { type: 'arbitrate', department: CLEANING, reason }, supervisor);
    expect(refusedBy(settled, { type: 'return', reason }, factsOf(person('handler')))).toBe('arbitrated');
    expect(refusedBy(settled, { type: 'request-arbitration', reason }, dispatcher)).toBe('arbitrated');
    expect(
      refusedBy(settled, { type: 'arbitrate', department: WATER, reason }, factsOf(person('supervisor', 's2'))),
    ).toBe('no-arbitration');
  });

  test('[W91] also when the case is opened again: the router’s answer gives way, a person’s is refused', () => {
    const asked = give(caseIn('handling'), { type: 'request-arbitration', reason }, factsOf(person('head')));
    let built = give(asked, { type: 'arbitrate', department: CLEANING, reason }, supervisor);
    const handler = factsOf(person('handler'));
    built = give(built, { type: 'submit-result', outcome: 'A' }, handler);
    built = give(
      give(built, { type: 'confirm-feedback' }, dispatcher),
      { type: 'request-check' },
      factsOf(person('acceptor')),
    );
    built = give(built, { type: 'submit-check', result: 'pass' }, factsOf(person('inspector')));
    built = give(give(built, { type: 'close' }, factsOf(person('leader'))), { type: 'reopen', reason }, supervisor);
    built = give(built, { type: 'submit-verification', result: 'exists' }, factsOf(person('inspector')));
    built = give(built, { type: 'file' }, factsOf(person('leader')));
    expect(refusedBy(built, { type: 'dispatch', department: WATER }, dispatcher)).toBe('arbitrated');
    const sent = give(built, { type: 'dispatch', department: WATER, explanation: {} }, factsOf(system));
    expect(sent.state).toMatchObject({ handling: { department: CLEANING } });
  });

  test.each(['leader', 'd2', 'handler-water', 'head'])(
    '[W47] "%s", who acted on the case, does not decide it',
    (userId) => {
      const built = give(twice(), { type: 'supervise', reason }, factsOf(person('supervisor', 's2')));
      const expected = userId === 'head' ? 'accepted' : 'separated-powers';
      const command = { type: 'arbitrate', department: CLEANING, reason } as const;
      expect(refusedBy(built, command, factsOf(person('supervisor', userId)))).toBe(expected);
      expect(refusedBy(built, command, factsOf(person('supervisor', 's2')))).toBe('accepted');
    },
  );
});

describe('voiding', () => {
  const propose = { type: 'propose-void', code: 'gone' } as const;
  const NAMES: readonly StateName[] = ['filed', 'sent-up', 'dispatched', 'handling', 'suspended', 'handled'];

  test.each(NAMES)('[W93] from "%s" leader or dispatcher propose, a supervisor approves', (name) => {
    const proposed = give(caseIn(name), propose, factsOf(person('leader', 'l2')));
    expect(proposed.state).toMatchObject({ state: name, voidProposal: { code: 'gone', by: 'l2' } });
    const voided = give(proposed, { type: 'approve-void' }, supervisor);
    expect(voided.state).toMatchObject({ state: 'voided', code: 'gone' });
    expect(voided.state.deadlines.some(({ clock }) => clock !== 'done')).toBe(false);
    expect(clockOf(voided, 'decide-void#1')).toMatchObject({ outcome: 'in-time' });
    expect(replay(voided.events)).toEqual(voided.state);
  });

  test('[W93] for a reason of the list, once at a time, decided by another person', () => {
    const leader = factsOf(person('leader'));
    expect(refusedBy(caseIn('filed'), { ...propose, code: 'bored' }, leader)).toBe('unknown-void-reason');
    expect(refusedBy(caseIn('filed'), { type: 'approve-void' }, supervisor)).toBe('no-void-proposal');
    const proposed = give(caseIn('filed'), propose, leader);
    expect(refusedBy(proposed, propose, dispatcher)).toBe('void-proposed');
    expect(refusedBy(proposed, { type: 'approve-void' }, factsOf(person('supervisor', 'leader')))).toBe(
      'separated-powers',
    );
    const refused = give(proposed, { type: 'refuse-void', reason }, supervisor);
    expect(refused.state).toMatchObject({ state: 'filed', voidProposal: null });
    expect(refusedBy(refused, propose, leader)).toBe('accepted');
  });

  test.each([
    { name: 'handled', command: { type: 'confirm-feedback' }, role: 'dispatcher' },
    { name: 'filed', command: { type: 'send-back', reason }, role: 'dispatcher' },
    { name: 'sent-up', command: { type: 'submit-upper-result', result: 'done', answer: reason }, role: 'dispatcher' },
  ] as const)('[W94] a proposal lapses with $command.type in "$name"', ({ name, command, role }) => {
    const proposed = give(caseIn(name), propose, factsOf(person('leader')));
    const next = give(proposed, command, factsOf(person(role, 'd2')));
    expect(next.state.voidProposal).toBeNull();
    expect(clockOf(next, 'decide-void#1')).toMatchObject({ clock: 'done', outcome: 'void' });
  });
});

describe('the upper platform', () => {
  const done = { type: 'submit-upper-result', result: 'done', answer: ref('answer') } as const;

  test.each([
    { what: 'taken back', command: { type: 'take-back', reason }, upper: 'void' },
    { what: 'refused', command: { type: 'submit-upper-result', result: 'refused', answer: reason }, upper: 'in-time' },
  ] as const)('[W95] $what it is the dispatcher’s again, not the router’s', ({ command, upper }) => {
    const built = give(caseIn('sent-up'), command, dispatcher);
    expect(built.state).toMatchObject({ state: 'filed', unrouted: true });
    expect(clockOf(built, 'upper#1')).toMatchObject({ outcome: upper });
    expect(clockOf(built, 'dispatch#2')).toMatchObject({ clock: 'running' });
    expect(refusedBy(built, { type: 'dispatch', department: CLEANING }, factsOf(system))).toBe('already-unrouted');
  });

  test('[W96] its result is checked on the spot; not good enough it goes back up, and passed it is closed', () => {
    const checking = give(caseIn('sent-up'), done, factsOf(system));
    expect(checking.state).toMatchObject({ state: 'checking', handling: null, result: { outcome: 'A', by: null } });
    const inspector = factsOf(person('inspector'));
    const back = give(checking, { type: 'submit-check', result: 'not-pass' }, inspector);
    expect(back.state).toMatchObject({ state: 'sent-up', sentUp: { to: 'city' }, counts: { reworks: 1 } });
    expect(clockOf(back, 'upper#2')).toMatchObject({ clock: 'running' });
    const passed = give(give(back, done, factsOf(system)), { type: 'submit-check', result: 'pass' }, inspector);
    expect(give(passed, { type: 'send-back', to: 'handling', reason }, factsOf(person('leader'))).state.state).toBe(
      'sent-up',
    );
    expect(give(passed, { type: 'close' }, factsOf(person('leader'))).state).toMatchObject({ closedInTime: true });
  });

  test.each([
    { who: 'sent it up', built: () => give(caseIn('sent-up'), done, factsOf(system)), userId: 'dispatcher' },
    {
      who: 'entered its answer',
      built: () => give(caseIn('sent-up'), done, factsOf(person('dispatcher', 'd2'))),
      userId: 'd2',
    },
  ])('[W42] who $who does not check it', ({ built, userId }) => {
    const command = { type: 'submit-check', result: 'pass' } as const;
    expect(refusedBy(built(), command, factsOf(person('inspector', userId)))).toBe('separated-powers');
  });
});

describe('urgency', () => {
  test('[W18] an emergency rings acceptors and leaders at once, an important report is told to the leader', () => {
    const effectsFor = (change: object) => {
      const outcome = decideReport(reportOf(change), factsOf(person('acceptor')));
      return outcome.ok ? outcome.value.effects : [];
    };
    const about = 'case-reported';
    expect(effectsFor({ emergency: true })).toEqual([
      { type: 'notify', to: { role: 'acceptor' }, about },
      { type: 'notify', to: { role: 'acceptor' }, about, urgent: true },
      { type: 'notify', to: { role: 'leader' }, about, urgent: true },
    ]);
    expect(effectsFor({ priority: 'important' })).toContainEqual({ type: 'notify', to: { role: 'leader' }, about });
    expect(reported().state).toMatchObject({ priority: 'ordinary', emergency: false, external: null });
  });

  test('[W97] another priority has another ladder, on the clocks that are open too', () => {
    const rungs = (built: Built): readonly Instant[] => clockOf(built, 'handle#1')?.rungs.map((rung) => rung.at) ?? [];
    const command = { type: 'set-priority', priority: 'important' } as const;
    const built = give(caseIn('handling'), command, factsOf(person('leader')));
    expect(rungs(caseIn('handling'))).toEqual([at('17 09:00')]); // four more hours after 15:00
    expect(rungs(built)).toEqual([at('16 16:00'), at('17 09:00')]); // one and four hours after 15:00
    expect(effectsOf(caseIn('handling'), command, factsOf(person('leader')))).toEqual([
      { type: 'notify', to: { role: 'leader' }, about: 'priority-set' },
    ]);
    expect(refusedBy(built, command, factsOf(person('leader')))).toBe('priority-already');
    expect(replay(built.events)).toEqual(built.state);
  });

  test('[W98] a meeting is recorded with its minutes', () => {
    expect(refusedBy(caseIn('handling'), { type: 'record-meeting' }, dispatcher)).toBe('note-needed');
    const met = give(caseIn('handling'), { type: 'record-meeting', note: ref('minutes') }, dispatcher);
    expect(met.state).toMatchObject({ metAt: at('16 09:00'), version: caseIn('handling').state.version });
  });
});

describe('the same time of day', () => {
  /** Seen at this hour on Monday, its check asked for at another. */
  const task = (seen: string, asked: string, sameTimeMinutes = 60) => {
    const built = caseIn('confirmed', at(seen));
    const change = { policy: { ...policy, sameTimeMinutes } };
    return give(built, { type: 'request-check', sameTime: true }, factsOf(person('acceptor'), at(asked), change));
  };

  test.each([
    { seen: '16 09:00', asked: '16 11:00', when: '17 07:59', expected: 'other-time-of-day' },
    { seen: '16 09:00', asked: '16 11:00', when: '17 08:00', expected: 'accepted' },
    { seen: '16 09:00', asked: '16 11:00', when: '17 10:00', expected: 'accepted' },
    { seen: '16 09:00', asked: '16 11:00', when: '17 10:01', expected: 'other-time-of-day' },
    { seen: '16 23:30', asked: '17 09:00', when: '17 22:29', expected: 'other-time-of-day' },
    { seen: '16 23:30', asked: '17 09:00', when: '17 23:59', expected: 'accepted' },
    { seen: '16 23:30', asked: '17 09:00', when: '18 00:30', expected: 'accepted' }, // across midnight
    { seen: '16 23:30', asked: '17 09:00', when: '18 00:31', expected: 'other-time-of-day' },
  ])('[W19] seen at $seen and judged at $when: $expected', ({ seen, asked, when, expected }) => {
    const built = task(seen, asked);
    const facts = factsOf(person('inspector'), at(when));
    expect(refusedBy(built, { type: 'submit-check', result: 'pass' }, facts)).toBe(expected);
    expect(refusedBy(built, { type: 'submit-check', result: 'unable' }, facts)).toBe('accepted');
  });

  test.each([
    { seen: '16 09:00', asked: '16 11:00', from: '17 08:00', why: 'tomorrow’s window' },
    { seen: '16 16:00', asked: '17 09:00', from: '17 15:00', why: 'today’s' },
    { seen: '16 09:00', asked: '17 09:30', from: '17 09:30', why: 'now, inside it' },
  ])('[W19] the clock of a task asked for at $asked begins with $why', ({ seen, asked, from }) => {
    expect(clockOf(task(seen, asked), 'check#1')).toMatchObject({ startAt: at(from) });
  });

  test('[W19] a verification may ask for it too', () => {
    const sent = give(
      caseIn('reported'),
      { type: 'request-verification', sameTime: true },
      factsOf(person('acceptor'), at('16 14:00')),
    );
    expect(sent.state).toMatchObject({ task: { window: { from: 8 * 60, to: 10 * 60 } } });
    const result: Command = { type: 'submit-verification', result: 'exists' };
    expect(refusedBy(sent, result, factsOf(person('inspector'), at('16 14:00')))).toBe('other-time-of-day');
    expect(refusedBy(sent, result, factsOf(person('inspector'), at('17 09:00')))).toBe('accepted');
  });
});
