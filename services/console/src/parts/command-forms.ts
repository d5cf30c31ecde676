import type { CaseView } from '@wanmi/contracts';

/** How a field is filled in. */
export type FieldKind = 'text' | 'choice' | 'number' | 'moment' | 'yes';

/** One field of a command, as the interface names it. */
export type Field = {
  readonly name: string;
  readonly kind: FieldKind;
  /** A key of the texts. */
  readonly label: string;
  /** Values with the keys of their texts; departments and reasons to void come from the reference data. */
  readonly choices?: readonly (readonly [value: string, label: string])[] | 'departments' | 'void-reasons';
  readonly optional?: true;
};

const text = (name: string, label: string): Field => ({ name, kind: 'text', label });
const choice = (name: string, label: string, choices: NonNullable<Field['choices']>): Field => ({
  ...{ name, kind: 'choice', label, choices },
});

const REASON = text('reason', 'reason');
const ANSWER = text('answer', 'answer');
const DEPARTMENT = choice('departmentCode', 'department', 'departments');
const RECEIVER = text('to', 'receiver');
const PRIORITIES = ['simple', 'ordinary', 'important', 'complex'].map((one) => [one, `priority.${one}`] as const);
const MARKS = ['5', '4', '3', '2', '1'].map((mark) => [mark, `mark.${mark}`] as const);
const results = (...names: readonly string[]): Field =>
  choice(
    'result',
    'resultFound',
    names.map((name) => [name, `result.${name}`]),
  );

/** What each command asks for beside the version. A command that is not here is given elsewhere. */
const FORMS: Readonly<Record<string, readonly Field[]>> = {
  accept: [],
  'request-verification': [],
  'submit-verification': [results('exists', 'not-exists', 'unable')],
  file: [],
  reject: [REASON],
  merge: [text('into', 'otherCase')],
  'keep-apart': [text('otherCaseId', 'otherCase')],
  'hand-over': [RECEIVER, REASON],
  refer: [RECEIVER, REASON, { name: 'consent', kind: 'yes', label: 'consent' }],
  'close-referral': [ANSWER],
  'send-back': [REASON],
  dispatch: [DEPARTMENT],
  'send-up': [RECEIVER, REASON],
  'take-back': [REASON],
  'submit-upper-result': [results('done', 'refused'), ANSWER],
  sign: [],
  assign: [
    { ...text('assignee', 'member'), optional: true },
    { ...text('squad', 'squad'), optional: true },
  ],
  'release-assisting': [DEPARTMENT, REASON],
  return: [REASON],
  'propose-return': [],
  'accept-return': [],
  'refuse-return': [REASON],
  'request-arbitration': [REASON],
  arbitrate: [DEPARTMENT, REASON],
  'request-extension': [REASON, { name: 'amount', kind: 'number', label: 'amount', optional: true }],
  'request-suspension': [REASON, { name: 'until', kind: 'moment', label: 'until' }],
  endorse: [],
  'approve-extension': [],
  'refuse-extension': [REASON],
  'approve-suspension': [],
  'refuse-suspension': [REASON],
  resume: [],
  'submit-result': [
    choice(
      'outcome',
      'outcome',
      ['A', 'B', 'C', 'D'].map((one) => [one, `outcomes.${one}`] as const),
    ),
  ],
  'confirm-feedback': [],
  'refuse-feedback': [REASON],
  'request-check': [],
  'submit-check': [results('pass', 'not-pass', 'unable')],
  close: [],
  'submit-recheck': [results('pass', 'not-pass', 'unable')],
  'propose-void': [choice('reasonCode', 'reason', 'void-reasons')],
  'approve-void': [],
  'refuse-void': [REASON],
  reopen: [REASON],
  reply: [
    choice('method', 'method', [
      ['called', 'methods.called'],
      ['sent', 'methods.sent'],
    ]),
    ANSWER,
  ],
  rate: [choice('service', 'service', MARKS), choice('result', 'resultMark', MARKS)],
  'set-priority': [choice('priority', 'priorityLabel', PRIORITIES)],
  'record-meeting': [text('note', 'text')],
  supervise: [REASON],
  'answer-supervision': [ANSWER],
  'add-note': [text('note', 'text')],
};

/** Whether this page has a form for the command. */
export const hasForm = (name: string): boolean => name in FORMS;

/** The fields of a command on this case; parts of joint handling are chosen where there are any. */
export function fieldsOf(name: string, view: CaseView): readonly Field[] {
  const fields = FORMS[name] ?? [];
  const { outcome, tasks = [], orders = [] } = view;
  if (name === 'send-back' && view.state === 'checked') {
    const targets = ['handling', 'checking'].map((state) => [state, `state.${state}`] as const);
    return [...fields, choice('to', 'to', targets)];
  }
  if (name === 'submit-result' && tasks.length > 0) {
    const open = tasks.filter((task) => task.outcome === null).map(({ taskId }) => [taskId, taskId] as const);
    return [...fields, { ...choice('taskId', 'part', [['', 'wholeWork'], ...open]), optional: true }];
  }
  if (name === 'answer-supervision') {
    const open = orders.map(({ orderId }, i) => [orderId, String(i + 1)] as const);
    return [choice('orderId', 'order', open), ANSWER];
  }
  if (name === 'confirm-feedback' && outcome === 'B') return [text('followUpCaseId', 'otherCase')];
  return fields;
}

/** The fields of a filled form as the interface takes them; empty ones are left out. */
export function bodyOf(fields: readonly Field[], form: FormData): Readonly<Record<string, unknown>> {
  const entries = fields.map(({ name, kind }): readonly [string, unknown] => {
    const given = String(form.get(name) ?? '').trim();
    if (kind === 'yes') return [name, given !== ''];
    if (given === '') return [name, undefined];
    if (kind === 'number' || name === 'service' || (name === 'result' && /^\d$/.test(given)))
      return [name, Number(given)];
    return [name, kind === 'moment' ? new Date(given).toISOString() : given];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
