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
  'outcome-open':
    'outcome {outcome} satisfies no closing condition: refuse the feedback, then return, suspend or void it',
  'follow-up-needed':
    'outcome B leaves a part: name the case that carries it on, or refuse the feedback and suspend it',
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
  'assignee-needed': 'nobody alone answers for the place: name a member or a squad',
  'no-such-task': 'no task "{taskId}" of yours is at work',
  'task-done': 'the task {taskId} is done already',
  'tasks-open': 'the tasks {tasks} are not done yet',
  'not-assisting': 'department {department} assists with nothing that is open',
  'arbitration-pending': 'a supervisor has been asked to decide whose it is',
  'no-arbitration': 'nobody has asked for a decision and no return is open',
  arbitrated: 'a supervisor has decided that it is {department}’s',
  'request-pending': 'a request for more time or a suspension is not decided yet',
  'no-request': 'no such request is open',
  'not-endorsed': 'the head of the department has not endorsed it yet',
  'endorsed-already': 'the head has endorsed it already',
  'agreed-already': 'you have agreed already, another person must agree too',
  'other-turn': 'it is the turn of the {role}',
  'no-handling-clock': 'no handling clock runs',
  overdue: 'the clock {deadlineId} is overdue',
  'extensions-used': 'more time was granted {most} times already',
  'suspensions-used': 'it was suspended {most} times already',
  'amount-range': '{amount} is not possible, needs more than 0 and at most {most} {unit}',
  'until-range': 'the date must lie ahead, at most {most} {unit}',
  'meeting-needed': 'a complex case needs a coordination meeting recorded first',
  'other-time-of-day': 'the spot is judged between {from} and {to}, the time of day of the report',
  'void-proposed': 'voiding is proposed already',
  'no-void-proposal': 'voiding is not proposed',
  'unknown-void-reason': 'reason "{code}" is not in the list, needs one of: {codes}',
  'reopen-over': 'the time in which it may be opened again is over',
  'no-recheck': 'no check of the sample is open',
  'other-case-needed': 'name the other case',
  'same-case': 'it is the same case',
  'other-ended': 'case {caseId} is "{state}" and takes no followers',
  'has-followers': '{followers} cases were merged into it: merge the other one into this',
  'follows-already': 'case {caseId} follows already',
  'apart-already': 'case {caseId} is kept apart already',
  'consent-needed': 'a person is referred only with their consent',
  'referral-closed': 'the referral was answered already',
  'reply-needed': 'there is no reply to rate yet',
  'rated-already': 'it was rated already',
  'rating-range': 'marks are whole numbers from 1 to 5',
  'not-the-reporter': 'only the one who registered the report',
  'priority-already': 'the priority is "{priority}" already',
  'nothing-to-recount': 'no deadline changes',
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
