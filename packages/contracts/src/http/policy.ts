import { Type } from 'typebox';
import { closed, oneOf } from './shape.ts';
import { CHANNELS, LIMIT_UNITS, PRIORITIES, ROLES } from './vocabulary.ts';

const count = (description: string, example: number) => Type.Integer({ minimum: 0, description, examples: [example] });
const LimitView = closed({
  value: Type.Number({ exclusiveMinimum: 0, examples: [4] }),
  unit: oneOf(LIMIT_UNITS, 'What it is counted in.'),
});
const LadderView = Type.Array(
  closed({
    after: closed({
      value: Type.Number({ exclusiveMinimum: 0, examples: [1] }),
      unit: oneOf([...LIMIT_UNITS, 'limit'], 'What it is counted in; `limit` is the clock’s own limit again.'),
    }),
    to: oneOf(ROLES, 'Who is told.'),
  }),
  { description: 'Levels after red, earliest first.' },
);
const channels = (description: string) => Type.Array(oneOf(CHANNELS, 'A channel.'), { description });

/** The city's settings of the workflow, for pages that show limits, lists and choices. */
export const PolicyView = closed(
  {
    version: Type.String({ description: 'Changes with each import.', examples: ['1'] }),
    stageLimits: Type.Record(Type.String(), LimitView, {
      description: 'The limit of each stage that has one of its own.',
    }),
    defaultHandlingLimit: LimitView,
    dayMode: oneOf(['close-of-business', 'elapsed', 'same-clock-time'], 'How limits in days are counted.'),
    rework: oneOf(['resume', 'restart'], 'Whether the handling clock goes on after rework or begins anew.'),
    trustedChannels: channels('Whose reports need no verification.'),
    autoFileChannels: channels('Whose reports the system files at once.'),
    autoRequestCheck: Type.Boolean({ description: 'Whether the system sends the check task.' }),
    returnWindow: LimitView,
    unableTries: count('Tries after which the shift leader decides.', 2),
    arbitrationAfter: count('Accepted returns after which a supervisor decides.', 2),
    mostExtensions: count('How often more time may be granted.', 2),
    leaderFromExtension: count('From which extension on the shift leader must agree.', 2),
    mostSuspensions: count('How often a case may be suspended.', 1),
    longestSuspension: LimitView,
    ladder: Type.Record(oneOf(PRIORITIES, 'A priority.'), LadderView, { description: 'The ladder of each priority.' }),
    voidReasons: Type.Array(
      closed({
        code: Type.String({ examples: ['duplicate'] }),
        zh: Type.String({ examples: ['重复立案'] }),
        en: Type.String({ examples: ['filed twice'] }),
      }),
      { description: 'Why a case may be voided: `reasonCode` of `propose-void`.' },
    ),
    recheckPercent: count('Of a hundred things handled on the spot so many are judged again.', 10),
    sameTimeMinutes: count('Minutes before and after the time of day of the report.', 60),
    duplicateMetres: count('How near a likely duplicate is.', 50),
    duplicateHours: count('How many hours earlier or later it was reported.', 24),
  },
  { description: 'The city’s settings of the workflow.' },
);
