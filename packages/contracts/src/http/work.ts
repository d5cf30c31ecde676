import { Type } from 'typebox';
import { closed, instant, oneOf, orNull } from './shape.ts';

const person = (description: string) => orNull(Type.String({ examples: ['u-handler'] }), description);
const department = Type.String({ examples: ['sanitation'] });
const caseId = (description: string) => Type.String({ description, examples: ['110101-202611-0f3k9x2m'] });

const HandlingTaskView = closed(
  {
    taskId: Type.String({ examples: ['assist-1'] }),
    kind: oneOf(['assisting', 'step'], 'An assisting department’s part, or a step of a staged limit.'),
    departmentCode: department,
    name: orNull(Type.String(), 'What a step is called.'),
    deadlineId: orNull(Type.String(), 'Its clock, null until it starts.'),
    signedBy: person('Who signed for it.'),
    assignee: person('Who does it.'),
    squad: Type.Optional(Type.String({ description: 'The squad that does it.', examples: ['作业一队'] })),
    outcome: orNull(Type.String({ examples: ['A'] }), 'What came of it, null until then.'),
  },
  { description: 'A part of joint handling.' },
);

const request = {
  by: Type.String({ examples: ['u-handler'] }),
  at: instant('When it was asked.'),
  endorsedBy: person('The head who supports it.'),
  approvedBy: person('Who agreed first where two must.'),
};

/** How the work on a case stands: who must agree to what, and what comes after the end. */
export const WorkView = {
  assignee: Type.Optional(Type.String({ description: 'The member who handles it.', examples: ['u-handler'] })),
  squad: Type.Optional(Type.String({ description: 'The squad that handles it.', examples: ['作业一队'] })),
  tasks: Type.Optional(Type.Array(HandlingTaskView, { description: 'Parts of joint handling and of staged limits.' })),
  extension: Type.Optional(
    closed(
      { ...request, amount: Type.Number({ examples: [2] }), unit: Type.String({ examples: ['working_day'] }) },
      { description: 'More time that is asked for.' },
    ),
  ),
  suspension: Type.Optional(
    closed({ ...request, until: instant('Until when.') }, { description: 'A suspension that is asked for.' }),
  ),
  suspendedUntil: Type.Optional(instant('When the work goes on.')),
  voidProposal: Type.Optional(
    closed(
      { by: Type.String({ examples: ['u-leader'] }), at: instant('When.'), reasonCode: Type.String() },
      { description: 'A proposal to void the case.' },
    ),
  ),
  arbitration: Type.Optional(
    closed(
      {
        askedAt: instant('When it was asked for.'),
        decidedBy: person('The supervisor, null until then.'),
        departmentCode: orNull(Type.String(), 'Whose it is.'),
      },
      { description: 'A supervisor’s decision whose the case is.' },
    ),
  ),
  into: Type.Optional(caseId('The case that this one was merged into.')),
  followers: Type.Optional(Type.Array(caseId('A case merged into this one.'))),
  outcome: Type.Optional(oneOf(['A', 'B', 'C', 'D'], 'What the result came to.')),
  orders: Type.Optional(
    Type.Array(closed({ orderId: Type.String({ examples: ['o-1'] }), orderedAt: instant('When it was given.') }), {
      description: 'Supervision orders without an answer.',
    }),
  ),
  followUpCaseId: Type.Optional(caseId('The case that carries on what outcome B left.')),
  sentTo: Type.Optional(Type.String({ description: 'To whom it was sent up, handed over or referred.' })),
  reopenable: Type.Optional(Type.Boolean({ description: 'Whether a closed case may still be opened again.' })),
  reply: Type.Optional(
    closed(
      { method: oneOf(['called', 'sent'], 'Called back, or sent.'), at: instant('When.') },
      { description: 'The answer to the one who reported.' },
    ),
  ),
  ratings: Type.Optional(
    closed(
      { service: Type.Integer({ examples: [5] }), result: Type.Integer({ examples: [4] }) },
      { description: 'What the one who reported thinks, 1 to 5.' },
    ),
  ),
  counts: Type.Optional(
    Type.Record(Type.String(), Type.Integer(), {
      description: 'Returns, refused returns, reworks, extensions, suspensions, reopenings and tries.',
    }),
  ),
} as const;
