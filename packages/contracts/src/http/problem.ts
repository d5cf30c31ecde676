import { type Static, Type } from 'typebox';
import { ERROR_CODES, type ErrorCode } from '../error-codes.ts';
import { closed } from './shape.ts';

const codes = Object.keys(ERROR_CODES).filter((code): code is ErrorCode => Object.hasOwn(ERROR_CODES, code));

/** Every refusal, by RFC 9457, with `code` for programs. Media type `application/problem+json`. */
export const Problem = closed(
  {
    type: Type.String({ description: 'Names the kind of problem; one for each code.' }),
    title: Type.String({ description: 'The kind of problem in short English.' }),
    status: Type.Integer({ description: 'The HTTP status again.' }),
    detail: Type.String({ description: 'What was tried, what was found, what is needed. For developers and logs.' }),
    instance: Type.String({ description: 'Names this one occurrence; quote it when asking for help.' }),
    code: Type.Enum(codes, { type: 'string', description: 'Stable; see docs/errors.md.' }),
    details: Type.Record(Type.String(), Type.Unknown(), {
      description: 'Facts for programs: fields refused, versions, the reason of the workflow and its parameters.',
    }),
  },
  {
    $id: 'Problem',
    description: 'A refusal by RFC 9457.',
    examples: [
      {
        type: 'urn:wanmi:problem:version-conflict',
        title: 'Version conflict',
        status: 409,
        detail: 'cannot accept case 110101-202611-0f3k: it is at version 4, the command expected 3',
        instance: 'urn:wanmi:request:req-1k',
        code: 'version-conflict',
        details: { expectedVersion: 3, currentVersion: 4 },
      },
    ],
  },
);
export type Problem = Static<typeof Problem>;
