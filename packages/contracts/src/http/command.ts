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

/** The body of each command that a person may give, by its name in the path. */
export const COMMAND_BODIES = {
  accept: body('Takes a report that needs no verification to the shift leader.', {}),
  'request-verification': body(
    'Sends an inspector to the spot before filing.',
    { inspector: Type.Optional(userId('Who goes; any inspector of the area when left out.')) },
    { inspector: 'u-inspector' },
  ),
  'submit-verification': body(
    'The inspector’s finding.',
    { result: oneOf(['exists', 'not-exists', 'unable'], 'What was found on the spot.') },
    { result: 'exists' },
  ),
  file: body('The shift leader files the case.', {}),
  reject: body('Refuses a report or its filing.', { reason }, { reason: '不属于受理范围' }),
  'send-back': body(
    'Gives a case back: command to the leader before dispatch, the leader to handling or checking before closing.',
    { reason, to: Type.Optional(oneOf(['handling', 'checking'], 'Where to, from `checked` only.')) },
    { reason: '立案条件不符' },
  ),
  dispatch: body(
    'Sends a filed case to the responsible department.',
    {
      departmentCode: departmentCode('The lead department.'),
      assisting: Type.Optional(
        Type.Array(closed({ departmentCode: departmentCode('An assisting department.') }), { maxItems: 10 }),
      ),
    },
    { departmentCode: 'sanitation' },
  ),
  sign: body('The department signs for the case.', {}),
  assign: body(
    'The department names the member who handles it.',
    { assignee: userId('Who handles it.') },
    { assignee: 'u-handler' },
  ),
  return: body(
    'The department gives the case back: not its own.',
    { reason, suggestedDepartmentCode: Type.Optional(departmentCode('Whose it is, in the department’s view.')) },
    { reason: '不属于本部门职责', suggestedDepartmentCode: 'water' },
  ),
  'propose-return': body('The dispatcher supports a return.', {}),
  'accept-return': body('The shift leader grants a return.', {}),
  'refuse-return': body('The dispatcher or the shift leader refuses a return.', { reason }, { reason: '权属清楚' }),
  'submit-result': body(
    'The department hands in its result.',
    { outcome: oneOf(['A', 'B', 'C', 'D'], 'A solved; B partly; C cannot be solved; D a suggestion, noted.') },
    { outcome: 'A' },
  ),
  'confirm-feedback': body('The dispatcher takes the result.', {}),
  'refuse-feedback': body('The dispatcher sends the result back.', { reason }, { reason: '照片不清' }),
  'request-check': body(
    'Sends an inspector to check the result.',
    { inspector: Type.Optional(userId('Who goes; any inspector of the area when left out.')) },
    { inspector: 'u-inspector' },
  ),
  'submit-check': body(
    'The inspector’s judgement of the result.',
    { result: oneOf(['pass', 'not-pass', 'unable'], 'What was found on the spot.') },
    { result: 'pass' },
  ),
  close: body('The shift leader closes the case.', {}),
  supervise: body('A supervisor orders the case to be hurried.', { reason }, { reason: '群众多次反映' }),
  'answer-supervision': body(
    'The one addressed answers a supervision order.',
    {
      orderId: Type.String({ minLength: 1, maxLength: 100, description: 'The order.', examples: ['o-1'] }),
      answer: text(2000, 'The answer.', '今日内处置完毕'),
    },
    { orderId: 'o-1', answer: '今日内处置完毕' },
  ),
  'add-note': body('Adds a remark or photos. Does not raise the version.', {}, { note: '已电话核对' }),
} as const;
export type CommandName = keyof typeof COMMAND_BODIES;
export type CommandBody<Name extends CommandName> = Static<(typeof COMMAND_BODIES)[Name]>;
