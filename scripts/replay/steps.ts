import type { Step } from './replay-plan.ts';

// What people do with a case, as lists of commands that follow each other. Each list begins in the state in which the
// one before it ended; `filed` is left to the router.

const step = (from: string, as: Step['as'], command: Step['command'], fields: Step['fields'] = {}): Step => ({
  ...{ from, as, command, fields },
});
const because = (reason: string) => ({ reason });

/** From `reported` to `filed`, without anybody on the spot. */
export const FILED: readonly Step[] = [step('reported', 'acceptor', 'accept'), step('verified', 'leader', 'file')];

/** From `reported` to `filed`, after an inspector has seen it. */
export const VERIFIED_AND_FILED: readonly Step[] = [
  step('reported', 'acceptor', 'request-verification'),
  step('verifying', 'inspector', 'submit-verification', { result: 'exists' }),
  step('verified', 'leader', 'file'),
];

/** The acceptor turns the report down. */
export const REJECTED_AT_ONCE: readonly Step[] = [
  step('reported', 'acceptor', 'reject', because('withdrawn by the reporter')),
];

/** The inspector finds nothing, and the shift leader turns it down. */
export const NOT_FOUND: readonly Step[] = [
  step('reported', 'acceptor', 'request-verification'),
  step('verifying', 'inspector', 'submit-verification', { result: 'not-exists' }),
  step('verified', 'leader', 'reject', because('not found on the spot')),
];

/** A dispatched case comes back, over dispatcher and shift leader, to `filed`. */
export const RETURNED: readonly Step[] = [
  step('dispatched', 'handler', 'return', because('not ours')),
  step('dispatched', 'dispatcher', 'propose-return'),
  step('dispatched', 'leader', 'accept-return'),
];

/** A case that is filed but should not be: back to the shift leader and turned down. */
export const UNFILED: readonly Step[] = [
  step('filed', 'dispatcher', 'send-back', because('withdrawn by the reporter')),
  step('verified', 'leader', 'reject', because('withdrawn by the reporter')),
];

/** A dispatcher sends a case that the router left, or that came back. */
export const sentTo = (departmentCode: string): readonly Step[] => [
  step('filed', 'dispatcher', 'dispatch', { departmentCode }),
];

/** A return that is refused: the department keeps the case. */
const RETURN_REFUSED: readonly Step[] = [
  step('dispatched', 'handler', 'return', because('not ours')),
  step('dispatched', 'dispatcher', 'refuse-return', because('it is theirs')),
];

/** The department signs. */
export const SIGNED: readonly Step[] = [step('dispatched', 'handler', 'sign')];

const result = step('handling', 'handler', 'submit-result', { outcome: 'A', note: 'done' });
const confirmed = step('handled', 'dispatcher', 'confirm-feedback');
const checkSent = step('confirmed', 'acceptor', 'request-check');
const passed = step('checking', 'inspector2', 'submit-check', { result: 'pass' });
const closed = step('checked', 'leader', 'close');

/** From `handling` to `closed`. */
export const DONE: readonly Step[] = [result, confirmed, checkSent, passed, closed];

/** The dispatcher refuses the first result. */
const FEEDBACK_REFUSED: readonly Step[] = [
  result,
  step('handled', 'dispatcher', 'refuse-feedback', because('the photo shows another place')),
  ...DONE,
];

/** The check fails once: rework. */
const REWORKED: readonly Step[] = [
  ...[result, confirmed, checkSent],
  step('checking', 'inspector2', 'submit-check', { result: 'not-pass' }),
  ...DONE,
];

/** The shift leader sends a checked case back to the department: rework. */
const SENT_BACK: readonly Step[] = [
  ...[result, confirmed, checkSent, passed],
  step('checked', 'leader', 'send-back', { ...because('only half done'), to: 'handling' }),
  ...DONE,
];

/** The ways from `dispatched` to `closed`, of which most cases take the plain one. */
export const WAYS: readonly (readonly Step[])[] = [
  [...SIGNED, ...DONE],
  [...SIGNED, ...REWORKED],
  [...SIGNED, ...DONE],
  [...RETURN_REFUSED, ...SIGNED, ...DONE],
  [...SIGNED, ...DONE],
  [...SIGNED, ...FEEDBACK_REFUSED],
  [...SIGNED, ...DONE],
  [...SIGNED, ...SENT_BACK],
  [...SIGNED, ...DONE],
  [...SIGNED, ...DONE],
];
