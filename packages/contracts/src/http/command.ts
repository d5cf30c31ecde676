import { type Static, type TProperties, Type } from 'typebox';
import { mediaIds } from './report.ts';
import { closed, departmentCode, instant, oneOf, text } from './shape.ts';
import { LIMIT_UNITS, PRIORITIES } from './vocabulary.ts';

const userId = (description: string) =>
  Type.String({ minLength: 1, maxLength: 100, description, examples: ['u-inspector'] });
const reason = text(500, 'Why. Compulsory.', '不属于本部门职责');

const sameTimeOfDay = Type.Optional(
  Type.Boolean({ description: 'Judged around the time of day of the report only.', examples: [false] }),
);
const taskId = Type.Optional(
  Type.String({
    ...{ minLength: 1, maxLength: 50, examples: ['assist-1'] },
    description: 'A part of the joint handling; the whole work when left out.',
  }),
);
const otherCase = (description: string) =>
  Type.String({ minLength: 1, maxLength: 64, description, examples: ['110101-202611-0f3k9x2m'] });
const answer = text(2000, 'The answer.', '今日内处置完毕');
const receiver = text(100, 'To whom.', '消防救援站');
const mark = (description: string) => Type.Integer({ minimum: 1, maximum: 5, description, examples: [5] });
const Limit = closed(
  { value: Type.Number({ exclusiveMinimum: 0, examples: [2] }), unit: oneOf(LIMIT_UNITS, 'What it is counted in.') },
  { description: 'A limit.' },
);

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
  merge: 'The same problem is on its way as another case: this one ends and follows it.',
  'keep-apart': 'Notes that another case is not the same problem.',
  'hand-over': 'Hands an emergency to police, fire or rescue, with a record.',
  refer: 'Sends what is out of scope to the right body, with the consent of the one who reported.',
  'close-referral': 'Notes what the body answered to which a case was referred.',
  file: 'The shift leader files the case.',
  reject: 'Refuses a report or its filing.',
  'send-back':
    'Gives a case back: command to the leader before dispatch, the leader to handling or checking before closing.',
  dispatch: 'Sends a filed case to the responsible department.',
  'send-up': 'Sends the case to the city-level platform or another district.',
  'take-back': 'Takes a case back that was sent up.',
  'submit-upper-result': 'Notes the answer of the upper platform.',
  sign: 'A department signs for the case, or for its part of it.',
  assign:
    'The department names the member or squad that handles it; the member answerable for the place when left out.',
  'release-assisting': 'An assisting department is not needed after all.',
  return: 'The department gives the case back: not its own.',
  'propose-return': 'The dispatcher supports a return.',
  'accept-return': 'The shift leader grants a return.',
  'refuse-return': 'The dispatcher or the shift leader refuses a return.',
  'request-arbitration': 'Asks a supervisor to decide whose the case is.',
  arbitrate: 'A supervisor decides whose the case is, above every rule.',
  'request-extension': 'The department asks for more time.',
  'request-suspension': 'The department asks to put the work off until a date.',
  endorse: 'The head of the department supports what a member asks.',
  'approve-extension': 'Grants more time.',
  'refuse-extension': 'Refuses more time.',
  'approve-suspension': 'Dispatcher and shift leader each agree to a suspension.',
  'refuse-suspension': 'Refuses a suspension.',
  resume: 'The dispatcher ends a suspension before its date.',
  'submit-result': 'A department hands in its result, a step, or its part.',
  'confirm-feedback': 'The dispatcher takes the result.',
  'refuse-feedback': 'The dispatcher sends the result back.',
  'request-check': 'Sends an inspector to check the result.',
  'submit-check': 'The inspector’s judgement of the result.',
  close: 'The shift leader closes the case.',
  'submit-recheck': 'Another inspector’s judgement of what was handled on the spot.',
  'propose-void': 'Proposes to void the case.',
  'approve-void': 'A supervisor voids the case.',
  'refuse-void': 'A supervisor refuses to void the case.',
  reopen: 'Opens an ended case again.',
  reply: 'The answer to the one who reported.',
  rate: 'What the one who reported thinks of service and result.',
  'set-priority': 'Sets how urgent the case is.',
  'record-meeting': 'Records a coordination meeting; its note is compulsory.',
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
    { inspector: Type.Optional(userId('Who goes; any inspector of the area when left out.')), sameTimeOfDay },
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
        Type.Array(
          closed({
            departmentCode: departmentCode('An assisting department.'),
            limit: Type.Optional(Limit),
          }),
          { maxItems: 10 },
        ),
      ),
    },
    { departmentCode: 'sanitation' },
  ),
  'send-up': body(COMMAND_TEXTS['send-up'], { to: receiver, reason }, { to: '市级平台', reason: '市级部门负责' }),
  'take-back': body(COMMAND_TEXTS['take-back'], { reason }, { reason: '本区可以处置' }),
  'submit-upper-result': body(
    COMMAND_TEXTS['submit-upper-result'],
    { result: oneOf(['done', 'refused'], 'What the upper platform answered.'), answer },
    { result: 'done', answer: '已处置' },
  ),
  sign: body(COMMAND_TEXTS['sign'], { taskId }),
  assign: body(
    COMMAND_TEXTS['assign'],
    {
      assignee: Type.Optional(userId('Who handles it.')),
      squad: Type.Optional(text(50, 'A squad of the department.', '作业一队')),
      taskId,
    },
    { assignee: 'u-handler' },
  ),
  'release-assisting': body(
    COMMAND_TEXTS['release-assisting'],
    { departmentCode: departmentCode('The assisting department.'), reason },
    { departmentCode: 'water', reason: '无需协办' },
  ),
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
    {
      outcome: oneOf(['A', 'B', 'C', 'D'], 'A solved; B partly; C cannot be solved; D a suggestion, noted.'),
      taskId,
    },
    { outcome: 'A' },
  ),
  'request-arbitration': body(COMMAND_TEXTS['request-arbitration'], { reason }, { reason: '多次退回' }),
  arbitrate: body(
    COMMAND_TEXTS['arbitrate'],
    { departmentCode: departmentCode('Whose it is.'), reason },
    { departmentCode: 'water', reason: '按职责清单' },
  ),
  'request-extension': body(
    COMMAND_TEXTS['request-extension'],
    {
      reason,
      amount: Type.Optional(
        Type.Number({
          ...{ exclusiveMinimum: 0, maximum: 10_000, examples: [2] },
          description: 'How much more, in the unit of the limit, at most the limit itself; all of it when left out.',
        }),
      ),
    },
    { reason: '需要采购配件' },
  ),
  'request-suspension': body(
    COMMAND_TEXTS['request-suspension'],
    { reason, until: instant('Until when the work is put off.') },
    { reason: '冬季无法施工', until: '2027-03-15T18:00:00+08:00' },
  ),
  endorse: body(COMMAND_TEXTS['endorse'], {}),
  'approve-extension': body(COMMAND_TEXTS['approve-extension'], {}),
  'refuse-extension': body(COMMAND_TEXTS['refuse-extension'], { reason }, { reason: '理由不充分' }),
  'approve-suspension': body(COMMAND_TEXTS['approve-suspension'], {}),
  'refuse-suspension': body(COMMAND_TEXTS['refuse-suspension'], { reason }, { reason: '可以施工' }),
  resume: body(COMMAND_TEXTS['resume'], {}),
  'confirm-feedback': body(COMMAND_TEXTS['confirm-feedback'], {
    followUpCaseId: Type.Optional(otherCase('With outcome B: the case that carries on what is left.')),
  }),
  'refuse-feedback': body(COMMAND_TEXTS['refuse-feedback'], { reason }, { reason: '照片不清' }),
  'request-check': body(
    COMMAND_TEXTS['request-check'],
    { inspector: Type.Optional(userId('Who goes; any inspector of the area when left out.')), sameTimeOfDay },
    { inspector: 'u-inspector' },
  ),
  'submit-check': body(
    COMMAND_TEXTS['submit-check'],
    { result: oneOf(['pass', 'not-pass', 'unable'], 'What was found on the spot.') },
    { result: 'pass' },
  ),
  close: body(COMMAND_TEXTS['close'], {}),
  'submit-recheck': body(
    COMMAND_TEXTS['submit-recheck'],
    { result: oneOf(['pass', 'not-pass', 'unable'], 'What was found on the spot.') },
    { result: 'pass' },
  ),
  'propose-void': body(
    COMMAND_TEXTS['propose-void'],
    {
      reasonCode: Type.String({
        ...{ minLength: 1, maxLength: 50, examples: ['duplicate'] },
        description: 'One of the city’s list: GET /policy.',
      }),
      reason: Type.Optional(reason),
    },
    { reasonCode: 'duplicate' },
  ),
  'approve-void': body(COMMAND_TEXTS['approve-void'], {}),
  'refuse-void': body(COMMAND_TEXTS['refuse-void'], { reason }, { reason: '应当处置' }),
  reopen: body(COMMAND_TEXTS['reopen'], { reason }, { reason: '问题再次出现' }),
  merge: body(COMMAND_TEXTS['merge'], { into: otherCase('The case that counts.') }, { into: '110101-202611-0f3k9x2m' }),
  'keep-apart': body(
    COMMAND_TEXTS['keep-apart'],
    { otherCaseId: otherCase('The case that is not the same.') },
    { otherCaseId: '110101-202611-0f3k9x2m' },
  ),
  'hand-over': body(COMMAND_TEXTS['hand-over'], { to: receiver, reason }, { to: '消防救援站', reason: '有人员被困' }),
  refer: body(
    COMMAND_TEXTS['refer'],
    {
      to: receiver,
      consent: Type.Boolean({ description: 'Whether the one who reported agrees.', examples: [true] }),
      reason,
    },
    { to: '市供电公司', consent: true, reason: '不属于受理范围' },
  ),
  'close-referral': body(COMMAND_TEXTS['close-referral'], { answer }, { answer: '已由供电公司处理' }),
  reply: body(
    COMMAND_TEXTS['reply'],
    { method: oneOf(['called', 'sent'], 'Called back, or sent.'), answer },
    { method: 'called', answer: '已处置完毕，谢谢反映' },
  ),
  rate: body(
    COMMAND_TEXTS['rate'],
    { service: mark('Satisfied with the service, 1 to 5.'), result: mark('Satisfied with the result, 1 to 5.') },
    { service: 5, result: 4 },
  ),
  'set-priority': body(
    COMMAND_TEXTS['set-priority'],
    { priority: oneOf(PRIORITIES, 'How urgent it is.') },
    { priority: 'important' },
  ),
  'record-meeting': body(COMMAND_TEXTS['record-meeting'], {}, { note: '已召开协调会' }),
  supervise: body(COMMAND_TEXTS['supervise'], { reason }, { reason: '群众多次反映' }),
  'answer-supervision': body(
    COMMAND_TEXTS['answer-supervision'],
    {
      orderId: Type.String({ minLength: 1, maxLength: 100, description: 'The order.', examples: ['o-1'] }),
      answer,
    },
    { orderId: 'o-1', answer: '今日内处置完毕' },
  ),
  'add-note': body(COMMAND_TEXTS['add-note'], {}, { note: '已电话核对' }),
} as const;
export type CommandBody<Name extends CommandName> = Static<(typeof COMMAND_BODIES)[Name]>;
