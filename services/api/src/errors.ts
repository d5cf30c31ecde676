import { ERROR_CODES, type ErrorCode, type Problem } from '@wanmi/contracts';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ShapeError } from './check-shape.ts';

/** An expected refusal of the API itself. Those of the case core are CaseErrors with the same two fields. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

/** What a refusal shows of itself. */
type Refusal = Pick<ApiError, 'code' | 'message' | 'details'> & { readonly headers?: ApiError['headers'] };

/** Turns what a route threw into a problem document. Unknown errors answer a bare 500 and are logged with their cause. */
export function handleError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = refusalOf(error, request);
  if (refusal.code === 'internal') request.log.error({ err: error }, 'a request failed');
  if (refusal.code === 'unavailable') request.log.warn({ err: error }, 'a request could not be served');
  sendProblem(request, reply, refusal);
}

/** Answers a refusal as `application/problem+json` (RFC 9457). */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void {
  const { code, message, details, headers = {} } = refusal;
  const problem = problemOf(code, message, request.id, details);
  // Fastify would close the line of a body that is too large before the client has read the answer.
  reply.removeHeader('connection');
  reply.status(problem.status).headers(headers).type('application/problem+json').send(problem);
}

/** Builds the document. */
const problemOf = (
  code: ErrorCode,
  detail: string,
  requestId: string,
  details: Readonly<Record<string, unknown>> = {},
): Problem => ({
  type: `urn:wanmi:problem:${code}`,
  title: titleOf(code),
  status: ERROR_CODES[code],
  detail,
  instance: `urn:wanmi:request:${requestId}`,
  code,
  details: { ...details },
});

const titleOf = (code: string): string => `${code.charAt(0).toUpperCase()}${code.slice(1).replaceAll('-', ' ')}`;

function refusalOf(
  error: Error & { readonly code?: unknown; readonly details?: unknown },
  request: FastifyRequest,
): Refusal {
  const tried = `${request.method} ${request.url.split('?', 1)[0]}`;
  if (error instanceof ApiError) return error;
  if (error instanceof ShapeError) {
    const details = { in: error.part, fields: error.fields };
    return { code: 'bad-request', message: `cannot read the ${error.part} of ${tried}: ${error.message}`, details };
  }
  if (isCode(error.code)) return { code: error.code, message: error.message, details: detailsOf(error.details) };
  return fromFastify(error as FastifyError, tried) ?? fromDatabase(error) ?? BARE;
}

const BARE: Refusal = { code: 'internal', message: 'the server failed; the request may be sent again', details: {} };

const isCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);

const detailsOf = (details: unknown): Readonly<Record<string, unknown>> =>
  typeof details === 'object' && details !== null ? { ...details } : {};

/** Refusals of the server below our routes: bodies that cannot be read, by media type, size or syntax. */
function fromFastify(error: FastifyError, tried: string): Refusal | undefined {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return {
        code: 'body-too-large',
        message: `cannot take ${tried}: the body is too large`,
        details: {},
      };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return {
        code: 'unsupported-media-type',
        message: `cannot take ${tried}: its content type is not taken here`,
        details: {},
      };
    default: {
      const { statusCode } = error;
      if (statusCode === undefined || statusCode < 400 || statusCode > 499) return undefined;
      return { code: 'bad-request', message: `cannot read ${tried}: ${error.message}`, details: {} };
    }
  }
}

/** The database is away, starting, stopping or out of connections: try again later. */
function fromDatabase(error: Error & { readonly code?: unknown }): Refusal | undefined {
  const code = typeof error.code === 'string' ? error.code : '';
  const away = /^(08|57P0|53)|^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT)$/.test(code);
  const noAnswer = /timeout exceeded when trying to connect|Connection terminated/.test(error.message);
  if (!away && !noAnswer) return undefined;
  return {
    code: 'unavailable',
    message: 'the database does not answer; try again in a few seconds',
    details: {},
    headers: { 'retry-after': '5' },
  };
}
