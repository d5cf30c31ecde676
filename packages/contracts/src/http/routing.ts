import { type Static, Type } from 'typebox';
import { PositionInput } from './position.ts';
import { closed, instant, oneOf, orNull } from './shape.ts';
import { CHANNELS, KINDS } from './vocabulary.ts';

/** One question to the rules: who answers for this class at this place? */
export const RouteBody = closed(
  {
    kind: oneOf(KINDS, 'A thing with an owner, or a situation.'),
    classCode: Type.String({ pattern: '^\\d{2,11}$', examples: ['06010'] }),
    conditionId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    position: PositionInput,
    channel: Type.Optional(oneOf(CHANNELS, 'How the report came.')),
    at: Type.Optional(instant('As of this instant; now when left out.')),
  },
  {
    description: 'A question.',
    examples: [{ kind: 'matter', classCode: '06010', position: { lng: 116.4164, lat: 39.9288, datum: 'wgs84' } }],
  },
);
export type RouteBody = Static<typeof RouteBody>;

export const RouteAnswer = Type.Object(
  {
    departmentCode: orNull(Type.String(), 'The department, null when a person must decide.'),
    assisting: Type.Array(Type.String()),
    candidates: Type.Array(Type.Unknown(), { description: 'Proposals for the dispatcher when undecided.' }),
    explanation: Type.Unknown({ description: 'The rules that applied, which won and why.' }),
  },
  { description: 'The answer with its explanation. Nothing is stored.' },
);
