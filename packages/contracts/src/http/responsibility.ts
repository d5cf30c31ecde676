import { type Static, Type } from 'typebox';
import { areaPrefix, closed, instant, orNull, pageOf } from './shape.ts';

const day = (description: string) =>
  Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description, examples: ['2026-11-23'] });
const username = (description: string) =>
  Type.String({ pattern: '^[a-z0-9]+([._-][a-z0-9]+)*$', maxLength: 100, description, examples: ['inspector'] });
const shift = orNull(
  Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 100, examples: ['morning'] }),
  'The code of the shift; null for day and night.',
);

/** An inspector who answers for a place at an instant. */
export const InspectorOnDuty = closed(
  {
    username: Type.String({ examples: ['inspector'] }),
    displayName: Type.String({ examples: ['监督员一（演示）'] }),
    shift: orNull(Type.String({ examples: ['morning'] }), 'The code of the shift; null for day and night.'),
    standIn: Type.Boolean({ description: 'True for somebody who stands in for a person who is away.' }),
  },
  { description: 'An inspector on duty.' },
);

const summary = {
  code: Type.String({ examples: ['110101002R001'] }),
  name: Type.String({ examples: ['景山街道责任网格 1'] }),
  areaCode: Type.String({ description: 'The street that it lies in.', examples: ['110101002'] }),
  gridCount: Type.Integer({ description: 'How many unit grids it has.' }),
  validFrom: instant('Since when it holds.'),
};
export const ResponsibilityGridList = pageOf(
  closed(summary, { description: 'A responsibility grid.' }),
  'Responsibility grids by code.',
);

export const ResponsibilityQuery = closed({
  area: Type.Optional(areaPrefix('Only those of this area.')),
  at: Type.Optional(instant('Those of this time; now when left out.')),
  cursor: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$', description: 'Where to go on.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Rows of a page (50).' })),
});
export type ResponsibilityQuery = Static<typeof ResponsibilityQuery>;

export const ResponsibilityParams = closed({
  code: Type.String({ pattern: '^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$', description: 'Its code.' }),
});

const AssignmentView = closed({
  username: Type.String({ examples: ['inspector'] }),
  displayName: Type.String(),
  shift: orNull(Type.String(), 'The code of the shift; null for day and night.'),
  from: day('The first day on which the shift begins.'),
  to: orNull(Type.String(), 'The first day after; null for open.'),
  standInFor: orNull(Type.String(), 'The username of who is away.'),
});

/** A responsibility grid with its unit grids and who is assigned to it. */
export const ResponsibilityGridView = closed(
  {
    ...summary,
    grids: Type.Array(Type.String(), { description: 'Its unit grids.' }),
    assignments: Type.Optional(
      Type.Array(AssignmentView, { description: 'All of them, past ones too; left out where you may not see names.' }),
    ),
  },
  { description: 'A responsibility grid.' },
);
export type ResponsibilityGridView = Static<typeof ResponsibilityGridView>;

export const AssignmentsBody = closed(
  {
    assignments: Type.Array(
      closed({
        username: username('An active inspector with a post there.'),
        shift: Type.Optional(shift),
        from: day('The first day on which the shift begins.'),
        to: Type.Optional(orNull(day('The first day after.'), 'The first day after; null for open.')),
        standInFor: Type.Optional(orNull(username('Who is away.'), 'Who is away on these days.')),
      }),
      { maxItems: 100 },
    ),
  },
  {
    description: 'Everyone assigned from now on; who is not named is no longer assigned.',
    examples: [{ assignments: [{ username: 'inspector', shift: 'morning', from: '2026-11-23' }] }],
  },
);
export type AssignmentsBody = Static<typeof AssignmentsBody>;
