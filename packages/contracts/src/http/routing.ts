import { type Static, Type } from 'typebox';
import { PositionInput } from './position.ts';
import { CandidateView } from './rules.ts';
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
    componentId: Type.Optional(
      Type.String({ pattern: '^\\d{16,17}$', description: 'The component: its record comes first.' }),
    ),
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
    told: Type.Array(Type.String(), {
      description: 'Informed, without a task: other units on the component’s record.',
    }),
    candidates: Type.Array(CandidateView, {
      description: 'For a dispatcher, when no rule decides: the best first, with reasons.',
    }),
    explanation: Type.Unknown({ description: 'The rules that applied, which won and why.' }),
  },
  { description: 'The answer with its explanation. Nothing is stored.' },
);
