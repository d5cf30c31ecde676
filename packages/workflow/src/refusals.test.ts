import type { CaseId, DepartmentCode, UserId } from '@wanmi/kernel';
import { expect, test } from 'vitest';
import {
  at,
  type Built,
  CLEANING,
  caseIn,
  factsOf,
  give,
  OTHER,
  person,
  ref,
  reported,
  reportOf,
  system,
  WATER,
} from '../../../test/support/build-case.ts';
import {
  type Command,
  decide,
  decideReport,
  explainRefusal,
  type Facts,
  REFUSAL_REASONS,
  type RefusalReason,
} from './index.ts';

// Every reason of refusal.ts is reached here once, in the shortest way; the rules themselves are tested with their parts.

const reason = ref('reason');
const by = (...args: Parameters<typeof person>): Facts => factsOf(person(...args));
const acceptor = by('acceptor');
const leader = by('leader');
const dispatcher = by('dispatcher');
const handler = by('handler');
const head = by('head');
const inspector = by('inspector');
const supervisor = by('supervisor');
const other = { other: OTHER };
const until = at('20 09:00');

type Try = readonly [built: Built, command: Command, facts: Facts];
const after = (built: Built, ...steps: readonly (readonly [Command, Facts])[]): Built =>
  steps.reduce((now, [command, facts]) => give(now, command, facts), built);

const handling = caseIn('handling');
const returned = after(handling, [{ type: 'return', reason }, handler]);
const proposed = after(returned, [{ type: 'propose-return' }, by('dispatcher', 'd2')]);
const extension = after(handling, [{ type: 'request-extension', reason }, handler]);
const endorsed = after(extension, [{ type: 'endorse' }, head]);
const granted = (built: Built) =>
  after(built, [{ type: 'request-extension', reason }, head], [{ type: 'approve-extension' }, dispatcher]);
const suspension = after(
  handling,
  [{ type: 'request-suspension', reason, until }, head],
  [{ type: 'approve-suspension' }, leader],
);
const arbitrating = after(handling, [{ type: 'request-arbitration', reason }, head]);
const settled = after(arbitrating, [{ type: 'arbitrate', department: CLEANING, reason }, supervisor]);
const joint = after(
  caseIn('filed'),
  [{ type: 'dispatch', department: CLEANING, assisting: [{ department: WATER }] }, dispatcher],
  [{ type: 'sign' }, handler],
);
const plumber = by('handler', 'plumber', { department: WATER });
const partDone = after(joint, [{ type: 'submit-result', outcome: 'A' }, plumber]);
const partly = (outcome: 'B' | 'C') => after(handling, [{ type: 'submit-result', outcome }, handler]);
const voiding = after(caseIn('filed'), [{ type: 'propose-void', code: 'gone' }, leader]);
const replied = after(caseIn('closed'), [{ type: 'reply', method: 'sent', answer: reason }, acceptor]);
const follower = { caseId: '110101-202611-0000000003' as CaseId, registeredBy: null };
const followed = after(caseIn('verified'), [{ type: 'add-follower', follower }, factsOf(system)]);
const apart = after(handling, [{ type: 'keep-apart' }, factsOf(person('leader'), undefined, other)]);
const fire = (level: 'yellow' | 'red'): Command => ({ type: 'fire-timer', deadlineId: 'handle#1', level });
const complex = after(handling, [{ type: 'set-priority', priority: 'complex' }, leader]);
const sameTime = after(caseIn('confirmed'), [{ type: 'request-check', sameTime: true }, acceptor]);
const referred = after(caseIn('referred'), [{ type: 'close-referral', answer: reason }, acceptor]);
/** The second time the shift leader agrees too. */
const bothGranted = after(granted(granted(handling)), [{ type: 'approve-extension' }, leader]);

const TRIES: Readonly<Record<Exclude<RefusalReason, 'channel-not-allowed' | 'on-spot-not-allowed'>, Try>> = {
  'wrong-state': [caseIn('filed'), { type: 'close' }, leader],
  'role-needed': [caseIn('filed'), { type: 'dispatch', department: CLEANING }, leader],
  'other-department': [caseIn('dispatched'), { type: 'sign' }, plumber],
  'other-inspector': [
    after(caseIn('reported'), [{ type: 'request-verification', inspector: 'i7' as UserId }, acceptor]),
    { type: 'submit-verification', result: 'exists' },
    inspector,
  ],
  'separated-powers': [caseIn('checked'), { type: 'close' }, by('leader', 'handler')],
  'system-only': [handling, fire('red'), supervisor],
  'task-not-returned': [caseIn('checking'), { type: 'request-check' }, acceptor],
  'return-pending': [returned, { type: 'submit-result', outcome: 'A' }, handler],
  'no-return': [handling, { type: 'propose-return' }, dispatcher],
  'return-not-proposed': [returned, { type: 'accept-return' }, leader],
  'return-already-proposed': [proposed, { type: 'refuse-return', reason }, dispatcher],
  'already-signed': [handling, { type: 'sign' }, handler],
  'outcome-open': [partly('C'), { type: 'confirm-feedback' }, dispatcher],
  'follow-up-needed': [partly('B'), { type: 'confirm-feedback' }, dispatcher],
  'not-verified': [
    after(caseIn('verifying'), [{ type: 'submit-verification', result: 'not-exists' }, inspector]),
    { type: 'file' },
    leader,
  ],
  'unknown-department': [caseIn('filed'), { type: 'dispatch', department: 'no' as DepartmentCode }, dispatcher],
  'same-department': [
    caseIn('filed'),
    { type: 'dispatch', department: CLEANING, assisting: [{ department: CLEANING }] },
    dispatcher,
  ],
  'target-needed': [caseIn('checked'), { type: 'send-back', reason }, leader],
  'target-not-allowed': [caseIn('filed'), { type: 'send-back', reason, to: 'handling' }, dispatcher],
  'note-needed': [handling, { type: 'add-note' }, leader],
  'no-such-order': [
    after(handling, [{ type: 'supervise', reason }, supervisor]),
    { type: 'answer-supervision', orderId: 'none', answer: reason },
    head,
  ],
  'no-open-order': [handling, { type: 'answer-supervision', orderId: 'none', answer: reason }, head],
  'other-addressee': [
    after(handling, [{ type: 'supervise', reason }, supervisor]),
    { type: 'answer-supervision', orderId: 'none', answer: reason },
    leader,
  ],
  'unfit-inspector': [caseIn('confirmed'), { type: 'request-check', inspector: 'handler' as UserId }, acceptor],
  'already-unrouted': [
    after(caseIn('filed'), [{ type: 'leave-unrouted', explanation: null }, factsOf(system)]),
    { type: 'dispatch', department: CLEANING },
    factsOf(system),
  ],
  'timer-stale': [caseIn('handled'), fire('red'), factsOf(system)],
  'timer-early': [handling, fire('red'), factsOf(system)],
  'assignee-needed': [handling, { type: 'assign' }, head],
  'no-such-task': [handling, { type: 'submit-result', outcome: 'A', taskId: 'step-9' }, handler],
  'task-done': [partDone, { type: 'submit-result', outcome: 'A' }, plumber],
  'tasks-open': [joint, { type: 'submit-result', outcome: 'A' }, handler],
  'not-assisting': [joint, { type: 'release-assisting', department: CLEANING, reason }, dispatcher],
  'arbitration-pending': [arbitrating, { type: 'submit-result', outcome: 'A' }, handler],
  'no-arbitration': [handling, { type: 'arbitrate', department: WATER, reason }, supervisor],
  arbitrated: [settled, { type: 'return', reason }, handler],
  'request-pending': [extension, { type: 'request-extension', reason }, handler],
  'no-request': [handling, { type: 'endorse' }, head],
  'not-endorsed': [extension, { type: 'approve-extension' }, dispatcher],
  'endorsed-already': [endorsed, { type: 'endorse' }, by('head', 'h2')],
  'agreed-already': [suspension, { type: 'approve-suspension' }, by('dispatcher', 'leader')],
  'other-turn': [endorsed, { type: 'approve-extension' }, leader],
  'no-handling-clock': [
    { ...handling, state: { ...handling.state, deadlines: [] } },
    { type: 'request-extension', reason },
    handler,
  ],
  overdue: [handling, { type: 'request-extension', reason }, factsOf(person('handler'), at('20 09:00'))],
  'extensions-used': [bothGranted, { type: 'request-extension', reason }, head],
  'suspensions-used': [
    after(suspension, [{ type: 'approve-suspension' }, dispatcher], [{ type: 'resume' }, dispatcher]),
    { type: 'request-suspension', reason, until },
    head,
  ],
  'amount-range': [handling, { type: 'request-extension', reason, amount: 5 }, handler],
  'until-range': [handling, { type: 'request-suspension', reason, until: at('16 09:00') }, handler],
  'meeting-needed': [complex, { type: 'request-suspension', reason, until }, head],
  'other-time-of-day': [
    sameTime,
    { type: 'submit-check', result: 'pass' },
    factsOf(person('inspector'), at('16 14:00')),
  ],
  'void-proposed': [voiding, { type: 'propose-void', code: 'gone' }, dispatcher],
  'no-void-proposal': [handling, { type: 'approve-void' }, supervisor],
  'unknown-void-reason': [handling, { type: 'propose-void', code: 'bored' }, leader],
  'reopen-over': [caseIn('closed'), { type: 'reopen', reason }, factsOf(person('acceptor'), at('28 09:00'))],
  'no-recheck': [caseIn('closed'), { type: 'submit-recheck', result: 'pass' }, by('inspector', 'i2')],
  'other-case-needed': [caseIn('reported'), { type: 'merge' }, acceptor],
  'same-case': [
    handling,
    { type: 'keep-apart' },
    { ...leader, other: { caseId: handling.state.id, state: 'handling' } },
  ],
  'other-ended': [caseIn('reported'), { type: 'merge' }, { ...acceptor, other: { ...OTHER, state: 'voided' } }],
  'has-followers': [followed, { type: 'merge' }, { ...leader, ...other }],
  'follows-already': [followed, { type: 'add-follower', follower }, factsOf(system)],
  'apart-already': [apart, { type: 'keep-apart' }, { ...leader, ...other }],
  'consent-needed': [reported({ reporter: reason }), { type: 'refer', to: 'court', consent: false, reason }, acceptor],
  'referral-closed': [referred, { type: 'close-referral', answer: reason }, acceptor],
  'reply-needed': [caseIn('closed'), { type: 'rate', service: 5, result: 5 }, acceptor],
  'rated-already': [
    after(replied, [{ type: 'rate', service: 5, result: 5 }, acceptor]),
    { type: 'rate', service: 5, result: 5 },
    acceptor,
  ],
  'rating-range': [replied, { type: 'rate', service: 0, result: 5 }, acceptor],
  'not-the-reporter': [replied, { type: 'rate', service: 5, result: 5 }, by('inspector', 'stranger')],
  'priority-already': [handling, { type: 'set-priority', priority: 'ordinary' }, leader],
  'nothing-to-recount': [handling, { type: 'recount-deadlines' }, factsOf(system)],
};

test.each(Object.entries(TRIES))('[W1] "%s" is told in words', (expected, [{ state }, command, facts]) => {
  const outcome = decide(state, command, facts);
  expect(outcome.ok ? 'accepted' : outcome.error.reason).toBe(expected);
  if (!outcome.ok) expect(explainRefusal(outcome.error)).not.toMatch(/[{}?]|undefined/);
});

test.each([
  { change: { channel: 'hotline' }, expected: 'channel-not-allowed' },
  { change: { channel: 'hotline', handledOnSpot: true }, expected: 'on-spot-not-allowed' },
] as const)('[W12] a report is refused: $expected', ({ change, expected }) => {
  expect(decideReport(reportOf(change), inspector)).toMatchObject({ error: { reason: expected } });
});

test('[W1] every reason has its row', () => {
  const rows = [...Object.keys(TRIES), 'channel-not-allowed', 'on-spot-not-allowed'];
  expect(rows.toSorted()).toEqual([...REFUSAL_REASONS].toSorted());
});
