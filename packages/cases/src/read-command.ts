import type { ContentKind } from '@wanmi/db';
import { accept, assertNever, type DepartmentCode, type Result, refuse, type UserId } from '@wanmi/kernel';
import type { Attached, CheckResult, Command, ContentRef, VerificationResult } from '@wanmi/workflow';
import { type CaseError, fieldMissing } from './case-error.ts';
import type { CommandInput } from './command-input.ts';
import type { Contents } from './contents.ts';

/** Turns a command as it arrives into one of the workflow: texts go to `contents`, the command keeps references. */
export function readCommand(input: CommandInput, contents: Contents): Result<Command, CaseError> {
  const fields = fieldReader(input, contents);
  const command: Command = { ...ownFields(input, fields), ...attachedOf(input, contents) };
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

function ownFields(input: CommandInput, { need, text }: Fields): Command {
  const { type } = input;
  switch (type) {
    case 'request-verification':
    case 'request-check':
      return { type, ...(input.inspector === undefined ? {} : { inspector: input.inspector as UserId }) };
    case 'submit-verification':
      return {
        type,
        result: need('result', oneOf<VerificationResult>(input.result, ['exists', 'not-exists', 'unable']), 'unable'),
      };
    case 'submit-check':
      return {
        type,
        result: need('result', oneOf<CheckResult>(input.result, ['pass', 'not-pass', 'unable']), 'unable'),
      };
    case 'reject':
    case 'refuse-return':
    case 'refuse-feedback':
    case 'supervise':
      return { type, reason: text('reason') };
    case 'send-back':
      return { type, reason: text('reason'), ...(input.to === undefined ? {} : { to: input.to }) };
    case 'dispatch':
      return dispatchOf(input, need('departmentCode', input.departmentCode, ''));
    case 'leave-unrouted':
      return { type, explanation: input.explanation ?? null };
    case 'assign':
      return { type, assignee: need('assignee', input.assignee, '') as UserId };
    case 'return': {
      const suggested = input.suggestedDepartmentCode;
      return {
        type,
        reason: text('reason'),
        ...(suggested === undefined ? {} : { suggested: suggested as DepartmentCode }),
      };
    }
    case 'submit-result':
      return { type, outcome: need('outcome', input.outcome, 'A') };
    case 'answer-supervision':
      return { type, orderId: need('orderId', input.orderId, ''), answer: text('answer') };
    case 'fire-timer':
      return {
        type,
        deadlineId: need('deadlineId', input.deadlineId, ''),
        level: need('level', input.level, 'yellow'),
      };
    case 'accept':
    case 'file':
    case 'sign':
    case 'propose-return':
    case 'accept-return':
    case 'confirm-feedback':
    case 'close':
    case 'add-note':
      return { type };
    default:
      return assertNever(type);
  }
}

function dispatchOf({ assisting, explanation }: CommandInput, departmentCode: string): Command {
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
