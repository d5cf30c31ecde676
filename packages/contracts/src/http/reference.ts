import { type Static, Type } from 'typebox';
import { closed, oneOf, orNull } from './shape.ts';
import { KINDS, LIMIT_UNITS } from './vocabulary.ts';

/** Rises when the data changes; the ETag of the answer is made of it. */
const version = Type.String({ description: 'The version of this data.', examples: ['3'] });
const limit = closed({ value: Type.Number(), unit: oneOf(LIMIT_UNITS, 'What the limit is counted in.') });

export const ConditionView = closed({
  conditionId: Type.String(),
  text: Type.String({ description: 'When a case is filed.' }),
  closing: Type.String({ description: 'When it may be closed.' }),
  limits: closed({ A: limit, B: limit, C: limit }),
  defaultDepartment: orNull(Type.String(), 'The department the condition names, else null.'),
  isDefault: Type.Boolean({ description: 'True for the condition that holds when a report names none.' }),
  scope: Type.String({ description: 'The place where it holds, or the origin of a default.' }),
  source: Type.String(),
});

export const ClassView = closed({
  kind: oneOf(KINDS, 'A thing with an owner, or a situation.'),
  classCode: Type.String({ examples: ['06010'] }),
  name: Type.String({ examples: ['暴露垃圾'] }),
  majorCode: Type.String(),
  majorName: Type.String(),
  local: Type.Optional(Type.Boolean({ description: 'True for a class that the city added.' })),
  conditions: Type.Array(ConditionView),
});

export const CatalogueView = closed(
  {
    version,
    edition: Type.String({ description: 'The edition reports are filed under.', examples: ['gbt-47678.5-2026'] }),
    editions: Type.Array(
      closed({
        edition: Type.String(),
        name: Type.String(),
        inForceFrom: Type.String(),
        source: Type.String(),
        transcribed: Type.Boolean({ description: 'True for a copy made by somebody else than its publisher.' }),
      }),
    ),
    classes: Type.Array(ClassView),
  },
  { description: 'The classes, conditions and limits of one edition.' },
);

export const CatalogueQuery = closed({
  edition: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'Another edition than the one in force.',
      examples: ['cjt-214-2007'],
    }),
  ),
});
export type CatalogueQuery = Static<typeof CatalogueQuery>;

export const DepartmentView = closed({
  code: Type.String({ examples: ['sanitation'] }),
  name: Type.String({ examples: ['环境卫生服务中心'] }),
  kind: Type.String({ examples: ['institution'] }),
  creditCode: orNull(Type.String(), '统一社会信用代码, null where not known.'),
  area: orNull(Type.String(), 'What a territorial owner answers for.'),
  active: Type.Boolean(),
});
export const DepartmentsView = closed({ version, items: Type.Array(DepartmentView) }, { description: 'Departments.' });

/** The city's working time and the duty calendar of the centre, in the format of a calendar file. */
export const CalendarView = closed(
  {
    version,
    city: Type.Unknown(),
    duty: Type.Unknown(),
    uncovered: Type.Array(
      closed({
        calendar: oneOf(['city', 'duty'] as const, 'The calendar that lacks the year.'),
        zone: Type.String({ examples: ['Asia/Shanghai'] }),
        year: Type.Integer({ examples: [2027] }),
      }),
      {
        description:
          'Years into which open deadlines reach though their holidays are not loaded: these are provisional.',
      },
    ),
  },
  { description: 'Calendars as `wanmi import calendar` takes them.' },
);

/** Who answers for what. */
export const RulesView = closed(
  { version, items: Type.Array(Type.Unknown()) },
  { description: 'Rules as `POST /rules/import` takes them back.' },
);

export type ClassView = Static<typeof ClassView>;
export type CatalogueView = Static<typeof CatalogueView>;
export type DepartmentsView = Static<typeof DepartmentsView>;
