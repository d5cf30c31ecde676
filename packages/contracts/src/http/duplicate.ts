import { type Static, Type } from 'typebox';
import { closed, instant, listOf, oneOf } from './shape.ts';
import { DATUMS, KINDS, STATE_NAMES } from './vocabulary.ts';

/** What is about to be reported, for `GET /duplicates`. */
export const DuplicatesQuery = closed({
  classCode: Type.String({ pattern: '^\\d{2,11}$', description: 'A class of GET /catalogue.', examples: ['06010'] }),
  kind: Type.Optional(oneOf(KINDS, 'What the class code names; `matter` when left out.')),
  lng: Type.Number({ minimum: -180, maximum: 180, description: 'Longitude in degrees.', examples: [116.4164] }),
  lat: Type.Number({ minimum: -90, maximum: 90, description: 'Latitude in degrees.', examples: [39.9288] }),
  datum: oneOf(DATUMS, 'The frame of the numbers. Never guessed.'),
  at: Type.Optional(instant('When it was seen; now when left out.')),
});

/** A case that is likely the same problem. */
export const DuplicateView = closed(
  {
    caseId: Type.String({ examples: ['110101-202611-0f3k9x2m'] }),
    caseNo: Type.String({ description: 'The number for people.', examples: ['11010120261121000001'] }),
    state: oneOf(STATE_NAMES, 'Where it stands: one that has ended takes no followers.'),
    distanceM: Type.Number({ minimum: 0, description: 'Metres between the two.', examples: [12.5] }),
    reportedAt: instant('When it was reported.'),
  },
  { description: 'A case that is likely the same problem.' },
);
export type DuplicateView = Static<typeof DuplicateView>;

export const DuplicateList = listOf(
  DuplicateView,
  'Cases of the same class, near and about the same time, nearest first, 20 at most.',
);
