import { type Static, Type } from 'typebox';
import { PositionInput } from './position.ts';
import { closed, instant, oneOf, text } from './shape.ts';
import { CHANNELS, KINDS, PRIORITIES } from './vocabulary.ts';

/** How to reach the person who reported. Kept apart from the history and erasable. */
export const ReporterInput = closed(
  {
    name: Type.Optional(text(50, 'Name.', '李女士')),
    phone: Type.Optional(
      Type.String({ pattern: '^[+0-9][0-9 -]{4,30}$', description: 'Phone.', examples: ['13800000000'] }),
    ),
    email: Type.Optional(Type.String({ maxLength: 200, format: 'email', examples: ['li@example.org'] })),
    reference: Type.Optional(text(100, 'The number the case has in the other system.', 'HL-2026-000815')),
  },
  { description: 'The reporter.' },
);

export const mediaIds = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
  maxItems: 20,
  uniqueItems: true,
  description: 'Photos sent before by `POST /media`, each used by one case only.',
  examples: [[]],
});

/** A new report. */
export const ReportBody = closed(
  {
    channel: oneOf(CHANNELS, 'How the report came.'),
    kind: oneOf(KINDS, 'A fault of a component is a `matter`; editions without anomalies take `component`.'),
    classCode: Type.String({ pattern: '^\\d{2,11}$', description: 'A class of GET /catalogue.', examples: ['06010'] }),
    edition: Type.Optional(
      text(100, 'The catalogue the class code belongs to; the newest in force when left out.', 'gbt-47678.5-2026'),
    ),
    conditionId: Type.Optional(
      text(200, 'The filing condition; the default of the class when left out.', 'bj-06010-1'),
    ),
    position: PositionInput,
    accuracyM: Type.Optional(
      Type.Number({ minimum: 0, maximum: 100_000, description: 'Accuracy in metres.', examples: [8] }),
    ),
    address: Type.Optional(text(256, 'Where it is in words.', '东四北大街 107 号')),
    text: Type.Optional(text(2000, 'What it is.', '路边有一堆生活垃圾')),
    mediaIds: Type.Optional(mediaIds),
    componentId: Type.Optional(
      Type.String({ pattern: '^\\d{16,17}$', description: 'The component.', examples: ['11010101001000001'] }),
    ),
    reporter: Type.Optional(ReporterInput),
    occurredAt: Type.Optional(instant('When it was seen.')),
    handledOnSpot: Type.Optional(Type.Boolean({ description: 'Put right by the inspector at once.' })),
    priority: Type.Optional(oneOf(PRIORITIES, 'How urgent it is; ordinary when left out.')),
    emergency: Type.Optional(Type.Boolean({ description: 'Rings the centre at once.' })),
    replyBy: Type.Optional(instant('By when the one who reported must have an answer, where the channel says so.')),
  },
  {
    description: 'A report.',
    examples: [
      {
        channel: 'hotline',
        kind: 'matter',
        classCode: '06010',
        position: { lng: 116.4164, lat: 39.9288, datum: 'wgs84' },
        address: '东四北大街 107 号',
        text: '路边有一堆生活垃圾',
        reporter: { name: '李女士', phone: '13800000000' },
      },
    ],
  },
);
export type ReportBody = Static<typeof ReportBody>;

/** The header of the three writes. */
export const IdempotencyHeaders = Type.Object(
  {
    'idempotency-key': Type.Optional(
      Type.String({
        description:
          'Compulsory. A word of your own for this one write (1–200 visible ASCII characters), kept 90 days for you: the same request again gets the same answer, another body is refused.',
        examples: ['3f0c8a52-8f0e-4b0e-9a53-1f7a2f1f6c11'],
      }),
    ),
  },
  { description: 'Further headers are free.' },
);
