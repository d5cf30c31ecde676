import { type Static, type TProperties, Type } from 'typebox';
import { mediaIds } from './report.ts';
import { closed, departmentCode, oneOf, text } from './shape.ts';

const userId = (description: string) =>
  Type.String({ minLength: 1, maxLength: 100, description, examples: ['u-inspector'] });
const reason = text(500, 'Why. Compulsory.', '不属于本部门职责');

/** What every command carries beside its own fields. */
const attached = {
  expectedVersion: Type.Integer({
    minimum: 1,
    description: 'The version you saw. 409 with both versions when the case has moved on.',
    examples: [1],
  }),
  note: Type.Optional(text(2000, 'A remark, kept apart from the history and erasable.', '已电话核对')),
  mediaIds: Type.Optional(mediaIds),
};

const body = <Fields extends TProperties>(description: string, own: Fields, example: Record<string, unknown> = {}) =>
  closed({ ...attached, ...own }, { description, examples: [{ expectedVersion: 1, ...example }] });

/** What each command does, in a sentence. */
export const COMMAND_TEXTS = {
  accept: 'Takes a report that needs no verification to the shift leader.',
  'request-verification': 'Sends an inspector to the spot before filing.',
  'submit-verification': 'The inspector’s finding.',
  file: 'The shift leader files the case.',
  reject: 'Refuses a report or its filing.',
  'send-back':
    'Gives a case back: command to the leader before dispatch, the leader to handling or checking before closing.',
  dispatch: 'Sends a filed case to the responsible department.',
  sign: 'The department signs for the case.',
  assign: 'The department names the member who handles it.',
  return: 'The department gives the case back: not its own.',
  'propose-return': 'The dispatcher supports a return.',
  'accept-return': 'The shift leader grants a return.',
  'refuse-return': 'The dispatcher or the shift leader refuses a return.',
  'submit-result': 'The department hands in its result.',
  'confirm-feedback': 'The dispatcher takes the result.',
  'refuse-feedback': 'The dispatcher sends the result back.',
  'request-check': 'Sends an inspector to check the result.',
  'submit-check': 'The inspector’s judgement of the result.',
  close: 'The shift leader closes the case.',
  supervise: 'A supervisor orders the case to be hurried.',
  'answer-supervision': 'The one addressed answers a supervision order.',
  'add-note': 'Adds a remark or photos. Does not raise the version.',
} as const satisfies Readonly<Record<string, string>>;
export type CommandName = keyof typeof COMMAND_TEXTS;

/** The body of each command that a person may give, by its name in the path. */
export const COMMAND_BODIES = {
  accept: body(COMMAND_TEXTS['accept'], {}),
  'request-verification': body(
    COMMAND_TEXTS['request-verification'],
    { inspector: Type.Optional(userId('Who goes; any inspector of the area when left out.')) },
    { inspector: 'u-inspector' },
  ),
  'submit-verification': body(
    COMMAND_TEXTS['submit-verification'],
    { result: oneOf(['exists', 'not-exists', 'unable'], 'What was found on the spot.') },
    { result: 'exists' },
  ),
  file: body(COMMAND_TEXTS['file'], {}),
  reject: body(COMMAND_TEXTS['reject'], { reason }, { reason: '不属于受理范围' }),
  'send-back': body(
    COMMAND_TEXTS['send-back'],
    { reason, to: Type.Optional(oneOf(['handling', 'checking'], 'Where to, from `checked` only.')) },
    { reason: '立案条件不符' },
  ),
  dispatch: body(
    COMMAND_TEXTS['dispatch'],
    {
      departmentCode: departmentCode('The lead department.'),
      assisting: Type.Optional(
        Type.Array(closed({ departmentCode: departmentCode('An assisting department.') }), { maxItems: 10 }),
      ),
    },
    { departmentCode: 'sanitation' },
  ),
  sign: body(COMMAND_TEXTS['sign'], {}),
  assign: body(COMMAND_TEXTS['assign'], { assignee: userId('Who handles it.') }, { assignee: 'u-handler' }),
  return: body(
    COMMAND_TEXTS['return'],
    { reason, suggestedDepartmentCode: Type.Optional(departmentCode('Whose it is, in the department’s view.')) },
    { reason: '不属于本部门职责', suggestedDepartmentCode: 'water' },
  ),
  'propose-return': body(COMMAND_TEXTS['propose-return'], {}),
  'accept-return': body(COMMAND_TEXTS['accept-return'], {}),
  'refuse-return': body(COMMAND_TEXTS['refuse-return'], { reason }, { reason: '权属清楚' }),
  'submit-result': body(
    COMMAND_TEXTS['submit-result'],
    { outcome: oneOf(['A', 'B', 'C', 'D'], 'A solved; B partly; C cannot be solved; D a suggestion, noted.') },
    { outcome: 'A' },
  ),
  'confirm-feedback': body(COMMAND_TEXTS['confirm-feedback'], {}),
  'refuse-feedback': body(COMMAND_TEXTS['refuse-feedback'], { reason }, { reason: '照片不清' }),
  'request-check': body(
    COMMAND_TEXTS['request-check'],
    { inspector: Type.Optional(userId('Who goes; any inspector of the area when left out.')) },
    { inspector: 'u-inspector' },
  ),
  'submit-check': body(
    COMMAND_TEXTS['submit-check'],
    { result: oneOf(['pass', 'not-pass', 'unable'], 'What was found on the spot.') },
    { result: 'pass' },
  ),
  close: body(COMMAND_TEXTS['close'], {}),
  supervise: body(COMMAND_TEXTS['supervise'], { reason }, { reason: '群众多次反映' }),
  'answer-supervision': body(
    COMMAND_TEXTS['answer-supervision'],
    {
      orderId: Type.String({ minLength: 1, maxLength: 100, description: 'The order.', examples: ['o-1'] }),
      answer: text(2000, 'The answer.', '今日内处置完毕'),
    },
    { orderId: 'o-1', answer: '今日内处置完毕' },
  ),
  'add-note': body(COMMAND_TEXTS['add-note'], {}, { note: '已电话核对' }),
} as const;
export type CommandBody<Name extends CommandName> = Static<(typeof COMMAND_BODIES)[Name]>;
