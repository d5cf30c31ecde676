import { type Static, Type } from 'typebox';
import { areaPrefix, closed, departmentCode, instant, oneOf, orNull, pageOf, text } from './shape.ts';
import { KINDS } from './vocabulary.ts';

const version = Type.Integer({ minimum: 0, description: 'A version of the rules.', examples: [3] });
const localDate = (description: string) =>
  Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description, examples: ['2026-11-22'] });
const month = (description: string) =>
  Type.String({ pattern: '^2\\d{3}-(0[1-9]|1[0-2])$', description, examples: ['2026-11'] });
const cursor = Type.Optional(Type.String({ maxLength: 400, description: 'The `nextCursor` of the page before.' }));
const limit = (maximum: number) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum, description: 'Rows a page.', examples: [50] }));

const PRINCIPLES = ['law', 'city-rule', 'nearest-function', 'district-leaders'] as const;
const CSV_CHARS = 8_000_000;
const MOST_RULES = 20_000;

/** One rule as `GET /rules` shows it. */
export const RuleBody = closed(
  {
    id: Type.String({ minLength: 1, maxLength: 100, examples: ['C042'] }),
    principle: oneOf(PRINCIPLES, 'What the rule rests on, the strongest first.'),
    edition: Type.Optional(Type.String({ maxLength: 100 })),
    kind: Type.Optional(oneOf(KINDS, 'Left out: both.')),
    classes: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 1000, description: 'None: every class.' }),
    conditionId: Type.Optional(Type.String({ maxLength: 200 })),
    area: Type.Optional(areaPrefix('Where it holds.')),
    polygon: Type.Optional(Type.Unknown({ description: 'Coordinates of a GeoJSON MultiPolygon, WGS 84.' })),
    channel: Type.Optional(Type.String({ maxLength: 40 })),
    hours: Type.Optional(
      closed({
        fromMinute: Type.Integer({ minimum: 0, maximum: 1440 }),
        toMinute: Type.Integer({ minimum: 0, maximum: 1440 }),
      }),
    ),
    validFrom: localDate('The first day.'),
    validTo: Type.Optional(localDate('The first day on which it no longer holds.')),
    department: departmentCode('Who takes the lead.'),
    assisting: Type.Array(departmentCode('Who helps.'), { maxItems: 50 }),
    source: Type.String({ minLength: 1, maxLength: 2000 }),
    note: Type.String({ maxLength: 4000 }),
  },
  { description: 'Who answers for what.' },
);
export type RuleBody = Static<typeof RuleBody>;

const rulesGiven = {
  csv: Type.Optional(
    Type.String({ maxLength: CSV_CHARS, description: 'The table, as `GET /rules?format=csv` gives it.' }),
  ),
  rules: Type.Optional(
    Type.Array(RuleBody, { maxItems: MOST_RULES, description: 'The rules, as `GET /rules` gives them.' }),
  ),
};

export const RulesQuery = closed({
  format: Type.Optional(oneOf(['json', 'csv'], 'The same rules as a table.')),
  version: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Rules as they were: the version that an explanation names.' }),
  ),
});
export type RulesQuery = Static<typeof RulesQuery>;

/** A set of rules that is or was in force. */
export const RuleSetView = closed({
  version,
  importedAt: instant('When it came into force.'),
  importedBy: orNull(Type.String(), 'Whose import or approval; null for the command line.'),
  source: Type.String({ description: 'The files, or the proposal approved.' }),
  rules: Type.Integer({ description: 'How many.' }),
});
export const RuleSetList = pageOf(RuleSetView, 'Versions of the rules, newest first.');
export const RuleSetsQuery = closed({ cursor, limit: limit(200) });

export const ImportRulesBody = closed(
  {
    expectedVersion: Type.Integer({ minimum: 0, description: 'The version the change was made on.' }),
    source: text(500, 'Where the rules come from; kept with the version.', '区权责清单 2026'),
    ...rulesGiven,
  },
  {
    description: 'Rules that replace those in force, whole: `csv` or `rules`.',
    examples: [{ expectedVersion: 3, source: '区权责清单 2026', rules: [] }],
  },
);
export type ImportRulesBody = Static<typeof ImportRulesBody>;

/** Something about a set of rules that a person should look at. */
const Finding = Type.Object(
  { type: oneOf(['contradiction', 'shadowed', 'dead', 'uncovered'], 'What it is.'), text: Type.String() },
  { description: 'Further fields depend on the type.' },
);
export const RulesImportedView = closed({
  version,
  rules: Type.Integer(),
  added: Type.Integer(),
  changed: Type.Integer(),
  removed: Type.Integer(),
  findings: Type.Array(Finding, { description: 'What should be looked at all the same, the first hundred.' }),
});
export const RulesLintView = closed({
  version,
  counts: closed({
    contradiction: Type.Integer(),
    shadowed: Type.Integer(),
    dead: Type.Integer(),
    uncovered: Type.Integer(),
  }),
  findings: Type.Array(Finding, { description: 'The first thousand.' }),
});

const proposalStates = ['proposed', 'approved', 'refused'] as const;
export const ProposalView = closed({
  proposalId: Type.Integer(),
  origin: oneOf(['arbitration', 'learning'], 'A decision on one case, or what history nearly always does.'),
  principle: oneOf(PRINCIPLES, 'What the rule would rest on.'),
  edition: Type.String(),
  kind: oneOf(KINDS, 'A thing with an owner, or a situation.'),
  classCode: Type.String(),
  areaCode: orNull(Type.String(), 'Null for everywhere.'),
  departmentCode: Type.String(),
  evidence: Type.Unknown({ description: 'The case arbitrated, or the counts of history.' }),
  state: oneOf(proposalStates, 'What became of it.'),
  proposedAt: instant('When it was proposed.'),
  decidedBy: orNull(Type.String(), 'Who decided.'),
  decidedAt: orNull(instant('When it was decided.'), 'Null while open.'),
  reason: orNull(Type.String(), 'Why.'),
  rulesVersion: orNull(Type.Integer(), 'The version that took it.'),
});
export type ProposalView = Static<typeof ProposalView>;
export const ProposalList = pageOf(ProposalView, 'Proposed rules, newest first.');
export const ProposalsQuery = closed({
  state: Type.Optional(oneOf(proposalStates, 'Only these.')),
  cursor,
  limit: limit(200),
});
export const ProposalPath = closed({ proposalId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) });
export const ProposalVerdictBody = closed(
  { reason: Type.Optional(text(2000, 'Why; a refusal should say it.', '与区政府纪要一致')) },
  { description: 'A decision on a proposal.', examples: [{ reason: '与区政府纪要一致' }] },
);

export const DryRunBody = closed(
  {
    ...rulesGiven,
    asOf: Type.Optional(localDate('The day on which both sets are asked; today when left out.')),
    from: month('The first month of reports.'),
    to: Type.Optional(month('The last month; the first when left out.')),
    cursor: Type.Optional(Type.String({ maxLength: 400, description: 'The `nextCursor` of the page before.' })),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 20_000, description: 'Cases asked by one call, 5,000 by default.' }),
    ),
    sample: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 500, description: 'Cases listed of those that move, 100 by default.' }),
    ),
  },
  { description: 'Changed rules, and the history to try them on.', examples: [{ from: '2026-11', rules: [] }] },
);
export type DryRunBody = Static<typeof DryRunBody>;

const bothSides = (description: string) => closed({ before: Type.Integer(), after: Type.Integer() }, { description });
const Side = closed({
  departmentCode: orNull(Type.String(), 'Null: a person decides.'),
  assisting: Type.Array(Type.String()),
  because: closed({ zh: Type.String(), en: Type.String() }),
});
export const DryRunView = closed({
  version: Type.Integer({ description: 'The version in force, which the change is compared with.' }),
  cases: Type.Integer({ description: 'Cases asked.' }),
  withoutFacts: Type.Integer({ description: 'Imported cases whose place or class is not known here.' }),
  moved: Type.Integer({ description: 'Cases that would go elsewhere.' }),
  decided: bothSides('Decided without a person.'),
  judged: Type.Integer({ description: 'Cases with a final department.' }),
  agreed: bothSides('Decided as they ended.'),
  wrong: bothSides('Decided otherwise than they ended.'),
  items: Type.Array(
    closed({
      caseId: Type.String(),
      from: Side,
      to: Side,
      finalDepartmentCode: orNull(Type.String(), 'Where the case is or ended.'),
    }),
    { description: 'The first cases that move.' },
  ),
  nextCursor: Type.Union([Type.String(), Type.Null()], { description: 'Null when the history is at its end.' }),
});

/** One department that a dispatcher may choose. */
export const CandidateView = closed({
  departmentCode: Type.String({ examples: ['sanitation'] }),
  name: Type.String({ examples: ['环境卫生服务中心'] }),
  reasons: Type.Array(Type.Unknown(), { description: 'As data, the weightiest first.' }),
  text: closed({ zh: Type.String(), en: Type.String() }, { description: 'The reasons in words.' }),
});
export const CandidateList = closed(
  { items: Type.Array(CandidateView) },
  { description: 'Departments to choose among, the best first.' },
);

const outcomes = ['kept', 'moved', 'return-asked', 'return-accepted', 'return-refused', 'undecided'] as const;
const deciders = ['rule', 'component', 'arbitration', 'person'] as const;
const routedFilter = {
  period: month('The month of the reports.'),
  area: Type.Optional(areaPrefix('A code prefix of 6, 9, 12 or 15 digits.')),
  class: Type.Optional(Type.String({ pattern: '^\\d{2,11}$', description: 'A class code.' })),
  rule: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'The rule that sent it first.' })),
  department: Type.Optional(departmentCode('Where it went first.')),
  by: Type.Optional(oneOf(deciders, 'Who or what sent it first.')),
};
export const RoutingAccuracyQuery = closed({
  ...routedFilter,
  group: Type.Optional(oneOf(['class', 'rule', 'department', 'by', 'undecided'], 'Counts for each besides.')),
});
export type RoutingAccuracyQuery = Static<typeof RoutingAccuracyQuery>;

const share = (description: string) => orNull(Type.Number(), `${description} 0–1; null when there are none.`);
const accuracyFields = {
  dispatched: Type.Integer(),
  kept: Type.Integer({ description: 'The first department was the last one.' }),
  moved: Type.Integer({ description: 'Given back, or sent elsewhere later.' }),
  firstRight: share('kept / dispatched.'),
  automatic: Type.Integer({ description: 'First sent by a rule, a component’s record or an arbitration.' }),
  automaticRight: share('Of those.'),
  byPersonRight: share('Of those first sent by a person.'),
  undecided: Type.Integer({ description: 'Left to a person by the router.' }),
  returnsAsked: Type.Integer(),
  returnsAccepted: Type.Integer(),
  returnsRefused: Type.Integer(),
};
export const RoutingAccuracyView = closed({
  period: Type.String({ examples: ['2026-11'] }),
  ...accuracyFields,
  groups: Type.Array(closed({ key: Type.String(), ...accuracyFields }), {
    description: 'The largest first, at most 500; `GET /routing/cases` with the key as filter lists their cases.',
  }),
});

export const RoutedCasesQuery = closed({
  ...routedFilter,
  outcome: Type.Optional(oneOf(outcomes, 'What became of the first dispatch, or what was asked.')),
  cursor,
  limit: limit(200),
});
export type RoutedCasesQuery = Static<typeof RoutedCasesQuery>;

export const RoutedCaseView = closed({
  caseId: Type.String(),
  classCode: Type.String(),
  areaCode: Type.String(),
  askedAt: instant('When the router, or a person, was first asked.'),
  undecided: orNull(Type.String(), 'Why the router left it to a person.'),
  firstDepartmentCode: orNull(Type.String(), 'Where it went first.'),
  firstBy: orNull(Type.String(), 'Who or what sent it there.'),
  firstRule: orNull(Type.String(), 'The rule that did.'),
  rulesVersion: orNull(Type.String(), 'The version of that rule.'),
  departmentCode: orNull(Type.String(), 'Where it is or ended.'),
  dispatches: Type.Integer(),
  returnsAsked: Type.Integer(),
  returnsAccepted: Type.Integer(),
  returnsRefused: Type.Integer(),
});
export const RoutedCaseList = pageOf(RoutedCaseView, 'Cases behind a figure, in the order of their ids.');
