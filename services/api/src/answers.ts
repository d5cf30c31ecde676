import { ERROR_CODES, type ErrorCode } from '@wanmi/contracts';
import { type TSchema, Type } from 'typebox';

/** Codes that any route for signed-in people may answer. */
const SIGNED_IN: readonly ErrorCode[] = ['unauthenticated', 'token-expired', 'rate-limited', 'internal', 'unavailable'];

/**
 * The answers of a route for its OpenAPI entry: successes by status, and the codes it may refuse with beside those that
 * every route for signed-in people has.
 */
export function answers(
  successes: Readonly<Record<number, TSchema>>,
  refusals: readonly ErrorCode[] = [],
  every: readonly ErrorCode[] = SIGNED_IN,
): Record<string, unknown> {
  const byStatus = Map.groupBy([...refusals, ...every], (code) => ERROR_CODES[code]);
  const problems = [...byStatus].map(([status, codes]) => [status, problemAnswer([...new Set(codes)])] as const);
  return Object.fromEntries([...Object.entries(successes), ...problems]);
}

/** Codes that any route with a JSON body may answer besides. */
export const WITH_BODY: readonly ErrorCode[] = ['bad-request', 'body-too-large', 'unsupported-media-type'];

/** Codes that a route without sign-in may answer. */
export const PUBLIC: readonly ErrorCode[] = ['rate-limited', 'internal', 'unavailable'];

const problemAnswer = (codes: readonly ErrorCode[]) => ({
  description: `Refused: ${codes.map((code) => `\`${code}\``).join(', ')}.`,
  content: { 'application/problem+json': { schema: Type.Ref('Problem') } },
});
