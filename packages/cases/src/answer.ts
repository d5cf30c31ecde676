import type { CaseView } from '@wanmi/contracts';
import { ERROR_CODES, type ErrorCode } from '@wanmi/contracts';
import { idempotency as answers } from '@wanmi/db';
import { accept, type Result, refuse, type UserId } from '@wanmi/kernel';
import { CaseError, keyReused } from './case-error.ts';
import { keptAnswer } from './case-record.ts';
import type { Desk } from './desk.ts';
import type { Idempotency } from './report-input.ts';

/**
 * What a write answers. `replayed`: it was given before, to the same key.
 * `done-before`: the effect that asked for the command was carried out earlier; nothing was written now.
 */
export type Answer = {
  readonly status: number;
  readonly body: CaseView;
  readonly replayed: boolean;
  readonly outcome: 'done' | 'replayed' | 'done-before';
};

/** The answer of a write that just happened. */
export const freshAnswer = (status: number, body: CaseView): Answer => ({
  status,
  body,
  replayed: false,
  outcome: 'done',
});

type Given = { readonly requestHash: Uint8Array; readonly status: number; readonly body: unknown };

/** The answer already given to a key: a success, a refusal, or that the key belongs to another request. */
export function storedAnswer(given: Given, { key, requestHash }: Idempotency): Result<Answer, CaseError> {
  if (Buffer.compare(given.requestHash, requestHash) !== 0) return refuse(keyReused(key));
  if (given.status < 300) {
    return accept({ status: given.status, body: given.body as CaseView, replayed: true, outcome: 'replayed' });
  }
  return refuse(errorFrom(given.body));
}

/** Refusals that only the case and the request decide: they are the same for the same request, so they are kept. */
const KEPT_STATUSES = [409, 422];

/**
 * Keeps a refusal under the key, or returns what the key answered before: a request repeated after the reference data
 * changed still gets its first answer.
 */
export async function settleRefusal(
  desk: Desk,
  userId: UserId | null,
  idempotency: Idempotency | undefined,
  error: CaseError,
): Promise<Result<Answer, CaseError>> {
  if (userId === null || idempotency === undefined) return refuse(error);
  if (KEPT_STATUSES.includes(error.status)) {
    const body = { code: error.code, message: error.message, details: error.details };
    if (await answers.record(desk.db, keptAnswer(userId, idempotency, error.status, body))) return refuse(error);
  }
  const given = await answers.find(desk.db, userId, idempotency.key);
  return given ? storedAnswer(given, idempotency) : refuse(error);
}

function errorFrom(body: unknown): CaseError {
  const { code, message, details } = { code: '', message: '', details: {}, ...(body as object) };
  if (!isErrorCode(code)) throw new Error(`cannot repeat a kept refusal: its code is "${code}", needs a known one`);
  return new CaseError(code, message, details);
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);
