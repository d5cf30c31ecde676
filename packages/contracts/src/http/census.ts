import { type Static, Type } from 'typebox';
import { areaPrefix, closed, instant, listOf, oneOf, orNull, pageOf, text } from './shape.ts';
import { CENSUS_STATES } from './vocabulary.ts';

const roundId = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,39}$',
  description: 'A short word for the round.',
  examples: ['lamps-2026'],
});
const day = (description: string) =>
  Type.String({ format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$', description, examples: ['2026-11-21'] });
const needed = Type.Number({
  minimum: 50,
  maximum: 100,
  description: 'Per cent of the sample that must be right, 96 by default.',
  examples: [96],
});

const plan = {
  name: text(100, 'What people call it.', '2026年路灯普查'),
  area: areaPrefix('Where it counts.'),
  plannedFrom: day('The first day.'),
  plannedTo: day('The last day.'),
};
const classes = Type.Array(Type.String({ pattern: '^\\d{4,5}$' }), {
  maxItems: 200,
  description: 'Only these classes; all when empty.',
});

/** A census round without its figures. */
export const CensusRoundView = closed(
  {
    roundId,
    ...plan,
    classes,
    needed,
    state: oneOf(CENSUS_STATES, 'Planned, surveyed, its sample drawn, accepted or refused.'),
    remark: orNull(Type.String(), 'Why it was refused.'),
    createdAt: instant('When it was planned.'),
    settledAt: orNull(instant('When it was accepted or refused.'), 'Null while it is open.'),
  },
  { description: 'A census round.' },
);
export type CensusRoundView = Static<typeof CensusRoundView>;
export const CensusList = pageOf(CensusRoundView, 'Census rounds in the order of their ids.');
export const CensusPath = closed({ roundId });
export const CensusListQuery = closed({
  cursor: Type.Optional(Type.String({ maxLength: 400, description: 'The `nextCursor` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Rows a page, 50 by default.' })),
});

export const CensusPlanBody = closed(
  { roundId, ...plan, classes: Type.Optional(classes), needed: Type.Optional(needed) },
  {
    description: 'A round to be surveyed.',
    examples: [
      { roundId: 'lamps-2026', name: '路灯普查', area: '110101', plannedFrom: '2026-11-21', plannedTo: '2026-12-20' },
    ],
  },
);
export type CensusPlanBody = Static<typeof CensusPlanBody>;

const count = Type.Integer({ minimum: 0 });
const judged = {
  drawn: count,
  judged: count,
  right: count,
  share: orNull(Type.Number(), 'Per cent right; null while none is judged.'),
};

/** A round with what it found and how its sample was judged. */
export const CensusReport = closed(
  {
    round: CensusRoundView,
    findings: Type.Array(closed({ street: Type.String(), new: count, changed: count, same: count, missing: count }), {
      description: 'Against the register, by street; empty once it is settled.',
    }),
    sample: closed({
      ...judged,
      strata: Type.Array(closed({ street: Type.String(), department: Type.String(), ...judged }), {
        description: 'By street and competent department.',
      }),
    }),
  },
  { description: 'A census round with its figures.' },
);
export type CensusReport = Static<typeof CensusReport>;

export const CensusSampleBody = closed(
  {
    perStratum: Type.Integer({
      minimum: 1,
      maximum: 1000,
      description: 'So many of each street and department.',
      examples: [5],
    }),
    seed: text(100, 'The same word draws the same sample.', '2026-11-21'),
  },
  { description: 'How to draw the sample.', examples: [{ perStratum: 5, seed: '2026-11-21' }] },
);

export const CensusSampleList = listOf(
  closed({
    componentId: Type.String(),
    street: Type.String(),
    department: Type.String(),
    name: orNull(Type.String(), 'As surveyed; null once the round is settled.'),
    lng: orNull(Type.Number(), 'WGS 84.'),
    lat: orNull(Type.Number(), 'WGS 84.'),
    right: orNull(Type.Boolean(), 'Null until judged.'),
    remark: orNull(Type.String(), 'What was found.'),
  }),
  'The sample by street, department and id.',
);

export const CensusJudgeBody = closed(
  {
    items: Type.Array(
      closed({
        componentId: Type.String({ pattern: '^[1-9]\\d{15,16}$', examples: ['11010101037000001'] }),
        right: Type.Boolean({ description: 'True when the spot is as the survey says.' }),
        remark: Type.Optional(text(500, 'What was found.', '位置偏差 20 米')),
      }),
      { minItems: 1, maxItems: 2000 },
    ),
  },
  {
    description: 'Judgements of the sample.',
    examples: [{ items: [{ componentId: '11010101037000001', right: true }] }],
  },
);

export const CensusSettleBody = closed(
  {
    decision: oneOf(['accept', 'refuse'], 'What becomes of the round.'),
    missing: Type.Optional(
      oneOf(['keep', 'lost', 'removed'], 'What becomes of components not found; `keep` by default.'),
    ),
    remark: Type.Optional(text(500, 'Why.', '抽样合格')),
  },
  { description: 'Settles a round.', examples: [{ decision: 'accept' }] },
);
