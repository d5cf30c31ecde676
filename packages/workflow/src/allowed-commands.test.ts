import { expect, test } from 'vitest';
import { caseIn, everyPost, factsOf, OTHER, ref, system } from '../../../test/support/build-case.ts';
import { allowedCommands, COMMAND_RULES, type CommandType, decide, STATE_NAMES, type StateName } from './index.ts';

/** Every state × command for somebody who holds every post and did nothing on the case yet: all others are refused. */
const IN_ENDS = ['reply', 'add-note'] as const;
const ALWAYS = [...IN_ENDS, 'keep-apart', 'set-priority', 'record-meeting', 'supervise'] as const;
const ALLOWED: Readonly<Record<StateName, readonly CommandType[]>> = {
  reported: ['accept', 'request-verification', 'reject', 'merge', 'hand-over', 'refer', ...ALWAYS],
  verifying: ['submit-verification', 'merge', 'hand-over', 'refer', ...ALWAYS],
  verified: ['request-verification', 'file', 'reject', 'merge', 'hand-over', 'refer', ...ALWAYS],
  filed: ['merge', 'send-back', 'dispatch', 'send-up', 'request-arbitration', 'propose-void', ...ALWAYS],
  'sent-up': ['take-back', 'submit-upper-result', 'propose-void', ...ALWAYS],
  dispatched: ['sign', 'assign', 'return', 'request-arbitration', 'propose-void', ...ALWAYS],
  handling: [
    'assign',
    'return',
    'request-arbitration',
    'request-extension',
    'request-suspension',
    'submit-result',
    'propose-void',
    ...ALWAYS,
  ],
  suspended: ['resume', 'propose-void', ...ALWAYS],
  handled: ['confirm-feedback', 'refuse-feedback', 'propose-void', ...ALWAYS],
  confirmed: ['request-check', ...ALWAYS],
  checking: ['submit-check', ...ALWAYS],
  checked: ['send-back', 'close', ...ALWAYS],
  closed: ['reopen', ...IN_ENDS],
  rejected: ['reopen', ...IN_ENDS],
  voided: [...IN_ENDS],
  merged: [...IN_ENDS],
  'handed-over': [...IN_ENDS],
  referred: ['close-referral', ...IN_ENDS],
};
const TYPES = Object.keys(COMMAND_RULES) as CommandType[];
const note = ref('note');
const EXAMPLE = {
  result: 'exists',
  reason: note,
  department: 'water',
  assignee: 'x',
  outcome: 'A',
  orderId: 'none',
  answer: note,
  deadlineId: 'none#1',
  level: 'red',
  explanation: null,
  follower: { caseId: OTHER.caseId, registeredBy: null },
  end: 'closed',
} as const;

test.each(STATE_NAMES)('[W4] in "%s" exactly the listed commands are allowed', (name) => {
  expect([...allowedCommands(caseIn(name).state, everyPost)].sort()).toEqual([...ALLOWED[name]].sort());
});

/** Of the system's own these hang on what they name or find. */
const NEED_MORE: readonly CommandType[] = ['fire-timer', 'recount-deadlines'];
const pairs = STATE_NAMES.flatMap((name) =>
  TYPES.filter((type) => !ALLOWED[name].includes(type)).map((type) => [name, type] as const),
);

test.each(pairs)('[W1] "%s" refuses "%s" with a reason', (name, type) => {
  // as: a table of every command cannot give each its own fields; a refusal comes before they are read
  const command = { type, ...EXAMPLE } as unknown as Parameters<typeof decide>[1];
  const actor = COMMAND_RULES[type].system === 'only' && !NEED_MORE.includes(type) ? system : everyPost;
  const outcome = decide(caseIn(name).state, command, factsOf(actor));
  const systemMay = actor === system && COMMAND_RULES[type].permits.some(({ from }) => from.includes(name));
  expect(outcome.ok).toBe(systemMay);
  if (!outcome.ok) expect(outcome.error.reason).toMatch(/^[a-z-]+$/);
});
