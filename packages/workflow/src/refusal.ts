/** Why a command was not carried out. `permission`: this person may not; otherwise the case does not allow it now. */
export type Refusal = {
  readonly reason: RefusalReason;
  readonly params: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly permission: boolean;
};

/** The reasons in words; `{name}` stands for a parameter. */
const TEXTS = {
  'wrong-state': 'it is "{state}", needs one of: {allowed}',
  'role-needed': 'needs the role {roles} in area {area}',
  'other-department': 'only a member of department {department} may do it',
  'other-inspector': 'the task was sent to another inspector',
  'separated-powers': 'the same person gave "{acted}" on this case, and one person holds only one power on a case',
  'system-only': 'only the system gives this command',
  'task-not-returned': 'the task is with an inspector, neither returned nor late',
  'return-pending': 'a return is asked for and not decided yet',
  'no-return': 'no return is asked for',
  'return-not-proposed': 'the dispatcher has not proposed the return yet',
  'return-already-proposed': 'the return is proposed already, the shift leader decides',
  'already-signed': 'it is signed for already',
  'outcome-open': 'outcome {outcome} does not satisfy a closing condition: only A does, refuse the feedback',
  'not-verified': 'the verification found "{result}": reject it, or send it to be verified again',
  'unknown-department': 'no active department has the code {department}',
  'same-department': 'department {department} is named twice',
  'target-needed': 'say where it goes back to: "handling" or "checking"',
  'target-not-allowed': 'a filing goes back to the shift leader, no target is given',
  'note-needed': 'a note needs its text',
  'no-such-order': 'no open supervision order {orderId}',
  'no-open-order': 'no supervision order is open',
  'other-addressee': 'only the one whom an order is addressed to answers it',
  'unfit-inspector': 'inspector {inspector} gave "{acted}" on this case and may not judge it on the spot',
  'already-unrouted': 'the dispatcher decides where it goes, the router was asked already',
  'timer-stale': 'the clock {deadlineId} no longer needs "{level}"',
  'timer-early': 'the clock {deadlineId} reaches "{level}" only at {fireAt}',
  'channel-not-allowed': 'a report of channel {channel} in area {area} is registered by {roles} of that area',
  'on-spot-not-allowed': 'only an inspector reports a thing handled on the spot',
} as const;
export type RefusalReason = keyof typeof TEXTS;

export const REFUSAL_REASONS = Object.keys(TEXTS) as readonly RefusalReason[];

export const refusalOf = (reason: RefusalReason, params: Refusal['params'] = {}): Refusal => ({
  reason,
  params,
  permission: false,
});

export const notPermitted = (reason: RefusalReason, params: Refusal['params'] = {}): Refusal => ({
  reason,
  params,
  permission: true,
});

/** The reason as an English clause that completes "cannot <command> case <id>: …". */
export function explainRefusal({ reason, params }: Refusal): string {
  return TEXTS[reason].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    return Array.isArray(value) ? value.join(', ') : String(value ?? '?');
  });
}
