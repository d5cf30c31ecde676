import type { ContentKind } from '@wanmi/db';
import {
  accept,
  type CaseId,
  type DepartmentCode,
  type Instant,
  instantOf,
  type Result,
  refuse,
  type UserId,
} from '@wanmi/kernel';
import type { Attached, CheckResult, Command, CommandType, ContentRef, VerificationResult } from '@wanmi/workflow';
import { type CaseError, fieldMissing } from './case-error.ts';
import type { CommandInput } from './command-input.ts';
import type { Contents } from './contents.ts';

/** Turns a command as it arrives into one of the workflow: texts go to `contents`, the command keeps references. */
export function readCommand(input: CommandInput, contents: Contents): Result<Command, CaseError> {
  const fields = fieldReader(input, contents);
  const command: Command = { ...READERS[input.type](input, fields), ...attachedOf(input, contents) };
  const [missing] = fields.missing;
  return missing === undefined ? accept(command) : refuse(fieldMissing(input.type, missing));
}

function attachedOf({ note, mediaIds }: CommandInput, contents: Contents): Attached {
  return {
    ...(note === undefined || note.trim() === '' ? {} : { note: contents.add('note', note.trim()) }),
    ...(mediaIds === undefined || mediaIds.length === 0 ? {} : { mediaIds }),
  };
}

type Fields = {
  readonly missing: readonly string[];
  /** A text moved out of the history; missing when empty. */
  readonly text: (kind: ContentKind & ('reason' | 'answer')) => ContentRef;
  /** A compulsory field. */
  readonly need: <Value>(name: keyof CommandInput, value: Value | undefined, placeholder: Value) => Value;
};

function fieldReader(input: CommandInput, contents: Contents): Fields {
  const missing: string[] = [];
  return {
    missing,
    need: (name, value, placeholder) => {
      if (value === undefined) missing.push(name);
      return value ?? placeholder;
    },
    text: (kind) => {
      const text = input[kind]?.trim() ?? '';
      if (text !== '') return contents.add(kind, text);
      missing.push(kind);
      return { contentId: '', digest: '' };
    },
  };
}

type Reader<Type extends CommandType> = (
  input: CommandInput,
  fields: Fields,
) => Extract<Command, { readonly type: Type }>;

const spot = ({ inspector, sameTimeOfDay }: CommandInput) => ({
  ...(inspector === undefined ? {} : { inspector: inspector as UserId }),
  ...(sameTimeOfDay === true ? { sameTime: true } : {}),
});

const part = ({ taskId }: CommandInput) => (taskId === undefined ? {} : { taskId });
const reasonOnly =
  <Type extends CommandType>(type: Type) =>
  (_: CommandInput, { text }: Fields) => ({ type, reason: text('reason') });
const bare =
  <Type extends CommandType>(type: Type) =>
  () => ({ type });

/** What each command takes besides notes and photos. */
const READERS: { readonly [Type in CommandType]: Reader<Type> } = {
  accept: bare('accept'),
  'request-verification': (input) => ({ type: 'request-verification', ...spot(input) }),
  'submit-verification': ({ result }, { need }) => ({
    type: 'submit-verification',
    result: need('result', oneOf<VerificationResult>(result, ['exists', 'not-exists', 'unable']), 'unable'),
  }),
  file: bare('file'),
  reject: reasonOnly('reject'),
  merge: ({ into }, { need }) => {
    need('into', into, '');
    return { type: 'merge' };
  },
  'keep-apart': ({ otherCaseId }, { need }) => {
    need('otherCaseId', otherCaseId, '');
    return { type: 'keep-apart' };
  },
  'hand-over': ({ to }, { need, text }) => ({ type: 'hand-over', to: need('to', to, ''), reason: text('reason') }),
  refer: ({ to, consent }, { need, text }) => ({
    ...{ type: 'refer', to: need('to', to, '') },
    ...{ consent: need('consent', consent, false), reason: text('reason') },
  }),
  'close-referral': (_, { text }) => ({ type: 'close-referral', answer: text('answer') }),
  'send-back': ({ to }, { text }) => {
    const target = oneOf<'handling' | 'checking'>(to, ['handling', 'checking']);
    return { type: 'send-back', reason: text('reason'), ...(target === undefined ? {} : { to: target }) };
  },
  dispatch: (input, { need }) => dispatchOf(input, need('departmentCode', input.departmentCode, '')),
  'leave-unrouted': ({ explanation = null }) => ({ type: 'leave-unrouted', explanation }),
  'send-up': ({ to }, { need, text }) => ({ type: 'send-up', to: need('to', to, ''), reason: text('reason') }),
  'take-back': reasonOnly('take-back'),
  'submit-upper-result': ({ result }, { need, text }) => ({
    type: 'submit-upper-result',
    result: need('result', oneOf<'done' | 'refused'>(result, ['done', 'refused']), 'refused'),
    answer: text('answer'),
  }),
  sign: (input) => ({ type: 'sign', ...part(input) }),
  assign: (input) => ({
    type: 'assign',
    ...(input.assignee === undefined ? {} : { assignee: input.assignee as UserId }),
    ...(input.squad === undefined ? {} : { squad: input.squad }),
    ...part(input),
  }),
  'release-assisting': ({ departmentCode }, { need, text }) => ({
    type: 'release-assisting',
    department: need('departmentCode', departmentCode, '') as DepartmentCode,
    reason: text('reason'),
  }),
  return: ({ suggestedDepartmentCode: suggested }, { text }) => ({
    type: 'return',
    reason: text('reason'),
    ...(suggested === undefined ? {} : { suggested: suggested as DepartmentCode }),
  }),
  'propose-return': bare('propose-return'),
  'accept-return': bare('accept-return'),
  'refuse-return': reasonOnly('refuse-return'),
  'request-arbitration': reasonOnly('request-arbitration'),
  arbitrate: ({ departmentCode }, { need, text }) => ({
    type: 'arbitrate',
    department: need('departmentCode', departmentCode, '') as DepartmentCode,
    reason: text('reason'),
  }),
  'request-extension': ({ amount }, { text }) => ({
    type: 'request-extension',
    reason: text('reason'),
    ...(amount === undefined ? {} : { amount }),
  }),
  'approve-extension': bare('approve-extension'),
  'refuse-extension': reasonOnly('refuse-extension'),
  'request-suspension': ({ until }, { need, text }) => ({
    type: 'request-suspension',
    reason: text('reason'),
    until: instantIn(need('until', until, 0 as Instant)),
  }),
  'approve-suspension': bare('approve-suspension'),
  'refuse-suspension': reasonOnly('refuse-suspension'),
  endorse: bare('endorse'),
  resume: bare('resume'),
  'submit-result': (input, { need }) => ({
    ...{ type: 'submit-result', outcome: need('outcome', input.outcome, 'A') },
    ...part(input),
  }),
  'confirm-feedback': bare('confirm-feedback'),
  'refuse-feedback': reasonOnly('refuse-feedback'),
  'request-check': (input) => ({ type: 'request-check', ...spot(input) }),
  'submit-check': ({ result }, { need }) => ({
    type: 'submit-check',
    result: need('result', oneOf<CheckResult>(result, ['pass', 'not-pass', 'unable']), 'unable'),
  }),
  close: bare('close'),
  'submit-recheck': ({ result }, { need }) => ({
    type: 'submit-recheck',
    result: need('result', oneOf<CheckResult>(result, ['pass', 'not-pass', 'unable']), 'unable'),
  }),
  'propose-void': ({ reasonCode, reason = '' }, { need, text }) => ({
    type: 'propose-void',
    code: need('reasonCode', reasonCode, ''),
    ...(reason.trim() === '' ? {} : { reason: text('reason') }),
  }),
  'approve-void': bare('approve-void'),
  'refuse-void': reasonOnly('refuse-void'),
  reopen: reasonOnly('reopen'),
  reply: ({ method }, { need, text }) => ({
    type: 'reply',
    method: need('method', method, 'sent'),
    answer: text('answer'),
  }),
  rate: ({ service, result }, { need }) => ({
    ...{ type: 'rate', service: need('service', service, 0) },
    result: need('result', typeof result === 'number' ? result : undefined, 0),
  }),
  'set-priority': ({ priority }, { need }) => ({
    type: 'set-priority',
    priority: need('priority', priority, 'ordinary'),
  }),
  'record-meeting': bare('record-meeting'),
  supervise: reasonOnly('supervise'),
  'answer-supervision': ({ orderId }, { need, text }) => ({
    type: 'answer-supervision',
    orderId: need('orderId', orderId, ''),
    answer: text('answer'),
  }),
  'add-note': bare('add-note'),
  'add-follower': ({ follower }, { need }) => ({
    type: 'add-follower',
    follower: need('follower', follower, NOBODY),
  }),
  'follow-end': ({ end }, { need }) => ({ type: 'follow-end', end: need('end', end, 'closed') }),
  'recount-deadlines': bare('recount-deadlines'),
  'fire-timer': ({ deadlineId, level }, { need }) => ({
    type: 'fire-timer',
    deadlineId: need('deadlineId', deadlineId, ''),
    level: need('level', level, 'yellow'),
  }),
};

const NOBODY = { caseId: '' as CaseId, registeredBy: null };
const instantIn = (value: Instant | string): Instant => (typeof value === 'string' ? instantOf(value) : value);

function dispatchOf(
  { assisting, told, explanation }: CommandInput,
  departmentCode: string,
): Extract<Command, { type: 'dispatch' }> {
  const departments = (assisting ?? []).map((one) => {
    if (typeof one === 'string') return { department: one as DepartmentCode };
    const { departmentCode: code, limit } = one;
    return { department: code as DepartmentCode, ...(limit === undefined ? {} : { limit }) };
  });
  return {
    type: 'dispatch',
    department: departmentCode as DepartmentCode,
    ...(departments.length === 0 ? {} : { assisting: departments }),
    ...(told === undefined ? {} : { told: told as readonly DepartmentCode[] }),
    ...(explanation === undefined ? {} : { explanation }),
  };
}

const oneOf = <Name extends string>(value: unknown, names: readonly Name[]): Name | undefined =>
  names.find((name) => name === value);
