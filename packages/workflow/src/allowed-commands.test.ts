import { expect, test } from 'vitest';
import { caseIn, everyPost, factsOf, ref, system } from '../../../test/support/build-case.ts';
import { allowedCommands, COMMAND_RULES, type CommandType, decide, STATE_NAMES, type StateName } from './index.ts';

/** Every state × command for somebody who holds every post and did nothing on the case yet: all others are refused. */
const ALLOWED: Readonly<Record<StateName, readonly CommandType[]>> = {
  reported: ['accept', 'request-verification', 'reject', 'supervise', 'add-note'],
  verifying: ['submit-verification', 'supervise', 'add-note'],
  verified: ['request-verification', 'file', 'reject', 'supervise', 'add-note'],
  filed: ['send-back', 'dispatch', 'supervise', 'add-note'],
  dispatched: ['sign', 'assign', 'return', 'supervise', 'add-note'],
  handling: ['assign', 'return', 'submit-result', 'supervise', 'add-note'],
  handled: ['confirm-feedback', 'refuse-feedback', 'supervise', 'add-note'],
  confirmed: ['request-check', 'supervise', 'add-note'],
  checking: ['submit-check', 'supervise', 'add-note'],
  checked: ['send-back', 'close', 'supervise', 'add-note'],
  closed: ['add-note'],
  rejected: ['add-note'],
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
} as const;

test.each(STATE_NAMES)('[W4] in "%s" exactly the listed commands are allowed', (name) => {
  expect([...allowedCommands(caseIn(name).state, everyPost)].sort()).toEqual([...ALLOWED[name]].sort());
});

const pairs = STATE_NAMES.flatMap((name) =>
  TYPES.filter((type) => !ALLOWED[name].includes(type)).map((type) => [name, type] as const),
);

test.each(pairs)('[W1] "%s" refuses "%s" with a reason', (name, type) => {
  // as: a table of every command cannot give each its own fields; a refusal comes before they are read
  const command = { type, ...EXAMPLE } as unknown as Parameters<typeof decide>[1];
  const actor = COMMAND_RULES[type].system === 'only' && type !== 'fire-timer' ? system : everyPost;
  const outcome = decide(caseIn(name).state, command, factsOf(actor));
  const systemMay = actor === system && COMMAND_RULES[type].permits.some(({ from }) => from.includes(name));
  expect(outcome.ok).toBe(systemMay);
  if (!outcome.ok) expect(outcome.error.reason).toMatch(/^[a-z-]+$/);
});
