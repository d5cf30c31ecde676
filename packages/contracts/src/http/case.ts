import { type Static, Type } from 'typebox';
import { RoadSectionView } from './address.ts';
import { Position } from './position.ts';
import { areaPrefix, closed, departmentCode, instant, listOf, oneOf, orNull, pageOf } from './shape.ts';
import {
  CHANNELS,
  DEADLINE_STAGES,
  KINDS,
  LIGHTS,
  LIMIT_UNITS,
  PRIORITIES,
  STAGES,
  STATE_NAMES,
} from './vocabulary.ts';
import { WorkView } from './work.ts';

/** One clock of one stage of a case. */
export const DeadlineView = closed(
  {
    deadlineId: Type.String({ examples: ['handle#1'] }),
    stage: oneOf(DEADLINE_STAGES, 'What the limit is set on.'),
    task: Type.Optional(Type.String({ description: 'The task or order the clock belongs to.' })),
    start: instant('When counting began.'),
    due: instant('The last instant in time.'),
    yellowAt: instant('When the light turns yellow.'),
    redAt: instant('The first instant that is late.'),
    limit: Type.Number({ examples: [4] }),
    unit: oneOf(LIMIT_UNITS, 'What the limit is counted in.'),
    clock: oneOf(['running', 'stopped', 'done'], 'Whether time is charged now.'),
    light: oneOf(LIGHTS, 'The light of this clock.'),
    provisional: Type.Optional(
      Type.Boolean({ description: 'True when counted with a year whose holidays are not published yet.' }),
    ),
  },
  { description: 'A deadline.' },
);
export type DeadlineView = Static<typeof DeadlineView>;

/** A reporter's contact: whole for those who must call back, masked for others. */
export const ReporterView = closed({
  name: Type.Optional(Type.String({ examples: ['李女士'] })),
  phone: Type.Optional(Type.String({ examples: ['138****0000'] })),
  email: Type.Optional(Type.String({ examples: ['li@example.org'] })),
  reference: Type.Optional(Type.String({ description: 'The number the case has in the other system.' })),
  masked: Type.Optional(Type.Boolean({ description: 'True when parts are hidden from this reader.' })),
});

const summaryFields = {
  caseId: Type.String({ description: 'Opaque.', examples: ['110101-202611-0f3k9x2m'] }),
  caseNo: Type.String({ description: 'The number for people.', examples: ['11010120261121000001'] }),
  state: oneOf(STATE_NAMES, 'Where the case stands.'),
  stage: oneOf(STAGES, 'The stage the state belongs to.'),
  version: Type.Integer({ minimum: 1, description: 'Hand it back as `expectedVersion`.', examples: [3] }),
  light: oneOf(LIGHTS, 'The light of the worst open deadline.'),
  channel: oneOf(CHANNELS, 'How the report came.'),
  kind: oneOf(KINDS, 'A thing with an owner, or a situation.'),
  edition: Type.String({ description: 'The catalogue the class code belongs to.', examples: ['gbt-47678.5-2026'] }),
  classCode: Type.String({ examples: ['06010'] }),
  className: Type.String({ examples: ['暴露垃圾'] }),
  areaCode: Type.String({ description: 'The grid, else the smallest area known.', examples: ['110101002003012'] }),
  gridCode: orNull(Type.String(), 'The unit grid, null while unknown.'),
  departmentCode: Type.Optional(Type.String({ description: 'The department at work.', examples: ['sanitation'] })),
  departmentName: Type.Optional(Type.String({ examples: ['环境卫生服务中心'] })),
  position: Position,
  address: Type.Optional(Type.String({ examples: ['东四北大街 107 号'] })),
  reportedAt: instant('When the report was registered.'),
  priority: Type.Optional(oneOf(PRIORITIES, 'How urgent it is.')),
  emergency: Type.Optional(Type.Boolean({ description: 'True for a report that rang the centre.' })),
  deadline: Type.Optional(orNull(DeadlineView, 'The worst open deadline, null when no clock runs.')),
};

/** A case as lists show it. */
export const CaseSummary = Type.Object(summaryFields, { $id: 'CaseSummary', description: 'A case in a list.' });
export type CaseSummary = Static<typeof CaseSummary>;

/** A case as one page shows it. Fields may be added: readers ignore those they do not know. */
export const CaseView = Type.Object(
  {
    ...summaryFields,
    conditionId: Type.Optional(orNull(Type.String(), 'The filing condition named, else null.')),
    componentId: Type.Optional(orNull(Type.String(), 'The component named, else null.')),
    text: Type.Optional(Type.String({ examples: ['路边有一堆生活垃圾'] })),
    reporter: Type.Optional(ReporterView),
    accuracyM: Type.Optional(orNull(Type.Number(), 'Accuracy of the position in metres, as the device gave it.')),
    outsideGridM: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'Metres outside its grid: no grid is there, and the accuracy reaches this one. Left out inside.',
      }),
    ),
    occurredAt: Type.Optional(orNull(instant('When it was seen.'), 'When it was seen, null when not said.')),
    handledOnSpot: Type.Optional(Type.Boolean({ description: 'Put right by the inspector at once.' })),
    mediaIds: Type.Optional(Type.Array(Type.String())),
    roadSection: Type.Optional(
      orNull(RoadSectionView, 'The road section on which it lay when it was reported; null where none was.'),
    ),
    ...WorkView,
    commands: Type.Optional(
      Type.Array(Type.String(), { description: 'Commands this reader may give now.', examples: [['accept']] }),
    ),
  },
  { $id: 'CaseView', description: 'A case. More fields may come.' },
);
export type CaseView = Static<typeof CaseView>;

export const CaseList = pageOf(Type.Ref('CaseSummary'), 'Cases the reader may see, newest report first.');

const stateWord = `(${STATE_NAMES.join('|')})`;

/** The filters of `GET /cases`. Several values of one filter are separated by commas. */
export const ListCasesQuery = closed({
  state: Type.Optional(
    Type.String({
      pattern: `^${stateWord}(,${stateWord})*$`,
      description: 'One state or several, by commas.',
      examples: ['filed'],
    }),
  ),
  area: Type.Optional(areaPrefix('A code prefix of 6, 9, 12 or 15 digits.')),
  department: Type.Optional(departmentCode('The department at work.')),
  class: Type.Optional(Type.String({ pattern: '^\\d{2,11}$', description: 'A class code.', examples: ['06010'] })),
  light: Type.Optional(oneOf(LIGHTS, 'The light.')),
  channel: Type.Optional(oneOf(CHANNELS, 'How the report came.')),
  q: Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: 'Words in number, text or address.', examples: ['垃圾'] }),
  ),
  reportedFrom: Type.Optional(instant('From this instant on.')),
  reportedTo: Type.Optional(instant('Before this instant.')),
  cursor: Type.Optional(Type.String({ maxLength: 400, description: 'The `nextCursor` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Rows a page, 50 by default.' })),
});
export type ListCasesQuery = Static<typeof ListCasesQuery>;

/** One event of the history. Texts that the reader may see are put in; erased ones are null. */
export const EventView = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    version: Type.Integer({ minimum: 1 }),
    type: Type.String({ examples: ['case-accepted'] }),
    at: instant('When it happened.'),
    by: Type.Unknown({ description: 'The person or the part of the system that did it.' }),
  },
  { description: 'An event. Further fields depend on its type.' },
);

export const CaseHistory = listOf(EventView, 'The events of a case, first to last.');
export const CaseDeadlines = listOf(DeadlineView, 'Every deadline the case ever had, first to last.');

/** Why the case went where it went: the router's explanations, first to last. */
export const CaseExplanation = listOf(
  Type.Object(
    {
      seq: Type.Integer({ minimum: 1 }),
      at: instant('When it was decided.'),
      type: Type.String({ examples: ['case-dispatched'] }),
      departmentCode: Type.Optional(Type.String({ examples: ['sanitation'] })),
      explanation: Type.Unknown({
        description: 'The rules that applied, which won and why; null for a person’s choice.',
      }),
      text: Type.Optional(
        closed(
          {
            zh: Type.String({ examples: ['派往 环境卫生服务中心：规则 C042 是唯一适用的规则'] }),
            en: Type.String({ examples: ['Sent to sanitation: rule C042 is the only one that applies'] }),
          },
          { description: 'The explanation in words.' },
        ),
      ),
    },
    { description: 'One decision of the router or of a dispatcher.' },
  ),
  'Decisions about the responsible department.',
);
