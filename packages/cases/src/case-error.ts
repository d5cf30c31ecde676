import { ERROR_CODES, type ErrorCode } from '@wanmi/contracts';

/** An expected refusal of the case core. The edge turns `code` into a status and a problem document. */
export class CaseError extends Error {
  override readonly name = 'CaseError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }

  /** The HTTP status of the code. */
  get status(): number {
    return ERROR_CODES[this.code];
  }
}

/** No such case, or none that this person may see: the two are not told apart. */
export const caseNotFound = (caseId: string): CaseError =>
  new CaseError('case-not-found', `cannot find case ${caseId}: there is none that you may see`, { caseId });

/** The case has moved on since the person looked. */
export const versionConflict = (caseId: string, tried: string, expected: number, current: number): CaseError =>
  new CaseError(
    'version-conflict',
    `cannot ${tried} case ${caseId}: it is at version ${current}, the command expected ${expected}`,
    { caseId, expectedVersion: expected, currentVersion: current },
  );

/** The same key came with another request. */
export const keyReused = (key: string): CaseError =>
  new CaseError(
    'idempotency-key-reused',
    `cannot use idempotency key ${key} again: it belongs to another request of yours, needs a new key`,
    { key },
  );

/** The first request with the key has not answered yet. */
export const requestInProgress = (key: string): CaseError =>
  new CaseError(
    'request-in-progress',
    `cannot answer idempotency key ${key}: the first request with it is still running, send it again shortly`,
    { key },
  );

/** Other writers were faster, again and again. */
export const tooContended = (caseId: string): CaseError =>
  new CaseError(
    'unavailable',
    `cannot write case ${caseId}: others kept changing it meanwhile, send it again shortly`,
    {
      caseId,
    },
  );

/** A photo that is unknown, another's, or taken by a case. */
export const unknownMedia = (mediaIds: readonly string[]): CaseError =>
  new CaseError(
    'unknown-media',
    `cannot attach photos ${mediaIds.join(', ')}: at least one is unknown, another person's or already used, needs own unused ones`,
    { mediaIds },
  );

/** A text field that the command needs. */
export const fieldMissing = (tried: string, field: string): CaseError =>
  new CaseError('bad-request', `cannot ${tried}: ${field} is missing, needs a value`, {
    in: 'body',
    fields: [{ field: `/${field}`, problem: 'is missing' }],
  });

/** A filter or cursor that cannot be read. */
export const badQuery = (field: string, problem: string): CaseError =>
  new CaseError('bad-request', `cannot read the list: ${field} ${problem}`, {
    in: 'query',
    fields: [{ field: `/${field}`, problem }],
  });
