import type { ContentKind } from '@wanmi/db';
import { accept, type DepartmentCode, type Result, refuse, type UserId } from '@wanmi/kernel';
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

const spot = ({ inspector }: CommandInput) => (inspector === undefined ? {} : { inspector: inspector as UserId });

/** What each command takes besides notes and photos. */
const READERS: { readonly [Type in CommandType]: Reader<Type> } = {
  accept: () => ({ type: 'accept' }),
  'request-verification': (input) => ({ type: 'request-verification', ...spot(input) }),
  'submit-verification': ({ result }, { need }) => ({
    type: 'submit-verification',
    result: need('result', oneOf<VerificationResult>(result, ['exists', 'not-exists', 'unable']), 'unable'),
  }),
  file: () => ({ type: 'file' }),
  reject: (_, { text }) => ({ type: 'reject', reason: text('reason') }),
  'send-back': ({ to }, { text }) => ({
    type: 'send-back',
    reason: text('reason'),
    ...(to === undefined ? {} : { to }),
  }),
  dispatch: (input, { need }) => dispatchOf(input, need('departmentCode', input.departmentCode, '')),
  'leave-unrouted': ({ explanation = null }) => ({ type: 'leave-unrouted', explanation }),
  sign: () => ({ type: 'sign' }),
  assign: ({ assignee }, { need }) => ({ type: 'assign', assignee: need('assignee', assignee, '') as UserId }),
  return: ({ suggestedDepartmentCode: suggested }, { text }) => ({
    type: 'return',
    reason: text('reason'),
    ...(suggested === undefined ? {} : { suggested: suggested as DepartmentCode }),
  }),
  'propose-return': () => ({ type: 'propose-return' }),
  'accept-return': () => ({ type: 'accept-return' }),
  'refuse-return': (_, { text }) => ({ type: 'refuse-return', reason: text('reason') }),
  'submit-result': ({ outcome }, { need }) => ({ type: 'submit-result', outcome: need('outcome', outcome, 'A') }),
  'confirm-feedback': () => ({ type: 'confirm-feedback' }),
  'refuse-feedback': (_, { text }) => ({ type: 'refuse-feedback', reason: text('reason') }),
  'request-check': (input) => ({ type: 'request-check', ...spot(input) }),
  'submit-check': ({ result }, { need }) => ({
    type: 'submit-check',
    result: need('result', oneOf<CheckResult>(result, ['pass', 'not-pass', 'unable']), 'unable'),
  }),
  close: () => ({ type: 'close' }),
  supervise: (_, { text }) => ({ type: 'supervise', reason: text('reason') }),
  'answer-supervision': ({ orderId }, { need, text }) => ({
    type: 'answer-supervision',
    orderId: need('orderId', orderId, ''),
    answer: text('answer'),
  }),
  'add-note': () => ({ type: 'add-note' }),
  'fire-timer': ({ deadlineId, level }, { need }) => ({
    type: 'fire-timer',
    deadlineId: need('deadlineId', deadlineId, ''),
    level: need('level', level, 'yellow'),
  }),
};

function dispatchOf(
  { assisting, explanation }: CommandInput,
  departmentCode: string,
): Extract<Command, { type: 'dispatch' }> {
  const helpers = (assisting ?? []).map(
    (one) => (typeof one === 'string' ? one : one.departmentCode) as DepartmentCode,
  );
  return {
    type: 'dispatch',
    department: departmentCode as DepartmentCode,
    ...(helpers.length === 0 ? {} : { assisting: helpers }),
    ...(explanation === undefined ? {} : { explanation }),
  };
}

const oneOf = <Name extends string>(value: string | undefined, names: readonly Name[]): Name | undefined =>
  names.find((name) => name === value);
