import { type Static, Type } from 'typebox';
import { areaPrefix, closed, instant, oneOf, orNull, pageOf, text } from './shape.ts';

const gridCode = Type.String({ pattern: '^[1-9]\\d{14}$', examples: ['110101002001004'] });
const codes = (description: string) => Type.Array(gridCode, { maxItems: 2000, description });

/** A change set: a GeoJSON FeatureCollection of the grids that begin, with what ends. */
export const GridChangeBody = closed(
  {
    type: Type.Optional(oneOf(['FeatureCollection'], 'GeoJSON.')),
    reason: text(2000, 'The words that the change log shows.', '社区东侧建成新路'),
    at: Type.Optional(instant('When it comes into force, not in the past; at once when left out.')),
    targetM2: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 1e9, description: 'Wanted area of a grid in m² (10,000).' }),
    ),
    ends: Type.Optional(codes('Grids that end.')),
    merges: Type.Optional(
      Type.Array(Type.Array(gridCode, { minItems: 2, maxItems: 100 }), {
        maxItems: 500,
        description: 'Neighbouring grids that end, and one begins in their place.',
      }),
    ),
    features: Type.Optional(
      Type.Array(
        Type.Object({
          type: oneOf(['Feature'], 'GeoJSON.'),
          properties: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])),
          geometry: Type.Unknown(),
        }),
        {
          maxItems: 2000,
          description:
            'Grids that begin: polygons in WGS 84. Properties, all optional: `code` (issued when left out), `communityCode`, `areaClass`, `landUse`, `remark`.',
        },
      ),
    ),
    managed: Type.Optional(
      closed(
        { codes: codes('Grids in force.'), from: instant('Since when they are managed.') },
        { description: 'Grids whose managed-from date is set.' },
      ),
    ),
  },
  {
    description: 'Grids that end and begin together.',
    examples: [{ reason: '两格合并', merges: [['110101002001004', '110101002001005']], targetM2: 15_000 }],
  },
);
export type GridChangeBody = Static<typeof GridChangeBody>;

export const GridChangeQuery = closed({
  dryRun: Type.Optional(Type.Boolean({ description: 'Judges and tells, and changes nothing.' })),
});

const Remark = closed({ subject: Type.String(), text: Type.String() });

/** What a change set did, or in a dry run would do. */
export const GridChangeDone = closed(
  {
    changeId: orNull(Type.Integer(), 'Its number in the change log; null for a dry run.'),
    at: instant('When it comes into force.'),
    version: Type.Integer({ description: 'The version of the grids afterwards.' }),
    ended: Type.Array(Type.String()),
    begun: Type.Array(
      closed({
        code: Type.String(),
        areaM2: Type.Number(),
        follows: Type.Array(Type.String(), { description: 'Old grids that it shares ground with.' }),
      }),
    ),
    managed: Type.Integer({ description: 'Grids with another managed-from date now.' }),
    moved: closed(
      { components: Type.Integer(), addresses: Type.Integer() },
      { description: 'What got another grid code. A change of the future moves it when its time has come.' },
    ),
    warnings: Type.Array(Remark),
  },
  { description: 'What a change of grids did.' },
);
export type GridChangeDone = Static<typeof GridChangeDone>;

/** The change log. */
export const GridChangeList = pageOf(
  closed(
    {
      changeId: Type.Integer(),
      at: instant('When it came or comes into force.'),
      madeAt: instant('When it was made.'),
      madeBy: orNull(
        closed({ userId: Type.String(), displayName: Type.String() }),
        'The person; null for the command line.',
      ),
      source: Type.String({ description: 'The file or the interface that it came by.' }),
      reason: Type.String(),
      version: Type.Integer({ description: 'The version of the grids that it made.' }),
      settled: Type.Boolean({ description: 'False while components and addresses wait for its time.' }),
      successions: Type.Array(
        closed({
          old: orNull(Type.String(), 'A grid that ended; null where the new one follows none.'),
          new: orNull(Type.String(), 'The grid that follows; null where none does.'),
        }),
        { description: 'Which code follows which.' },
      ),
      managed: Type.Array(Type.String(), { description: 'Grids whose managed-from date it set.' }),
      managedFrom: orNull(instant('To when.'), 'To when; null with no such grids.'),
    },
    { description: 'A change of grids.' },
  ),
  'Changes of grids, newest first.',
);

export const GridChangesQuery = closed({
  area: Type.Optional(areaPrefix('Only changes that touch grids of this area.')),
  cursor: Type.Optional(Type.String({ maxLength: 100, description: 'Where to go on.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Rows of a page (50).' })),
});
