import { createHash } from 'node:crypto';
import { IdempotencyHeaders, MediaForm, MediaView } from '@wanmi/contracts';
import { PHOTO_LIMITS } from '@wanmi/media';
import type { FastifyRequest } from 'fastify';
import { viewerOf } from '../../access.ts';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { checkKey, idempotencyOf } from '../../idempotency-key.ts';
import { keepPhoto } from '../../keep-photo.ts';

/** The form around the photo. */
const FORM_BYTES = 64 * 1024;

/** `POST /media` */
export const uploadPhotoRoute: Route = (api, context) => {
  api.post(
    '/media',
    {
      schema: {
        operationId: 'uploadPhoto',
        tags: ['media'],
        summary: 'Send a photo',
        description:
          'Its type is found by content; it is re-encoded upright, its place and time are kept, other metadata is dropped. A photo that no report or command takes within a day is removed.',
        headers: IdempotencyHeaders,
        consumes: ['multipart/form-data'],
        response: answers({ 201: MediaView }, [
          ...WITH_BODY,
          'idempotency-key-missing',
          'idempotency-key-reused',
          'request-in-progress',
          'photo-refused',
        ]),
      },
      config: { access: 'signed-in', rateLimit: { max: 600, timeWindow: '1 minute' }, multipartBody: MediaForm },
      bodyLimit: PHOTO_LIMITS.bytes + FORM_BYTES,
    },
    async (request, reply) => {
      const viewer = viewerOf(request);
      checkLength(request);
      checkKey(request);
      const bytes = await readPhoto(request);
      const idempotency = idempotencyOf(request, createHash('sha256').update(bytes).digest('hex'));
      const { status, body, replayed } = await keepPhoto(context, viewer.userId, bytes, idempotency);
      if (replayed) reply.header('idempotent-replayed', 'true');
      return reply.status(status).send(body);
    },
  );
};

/** A body that says it is too long is refused before any of it is read; one that does not say is cut off. */
function checkLength({ headers }: FastifyRequest): void {
  if (Number(headers['content-length'] ?? 0) <= PHOTO_LIMITS.bytes + FORM_BYTES) return;
  throw tooLarge();
}

const tooLarge = (): ApiError =>
  new ApiError('body-too-large', `cannot take the photo: needs at most ${PHOTO_LIMITS.bytes} bytes`, {
    mostBytes: PHOTO_LIMITS.bytes,
  });

async function readPhoto(request: FastifyRequest): Promise<Buffer> {
  if (!request.isMultipart()) {
    throw new ApiError(
      'unsupported-media-type',
      'cannot take the photo: needs multipart/form-data with the field "file"',
    );
  }
  try {
    const part = await request.file({ limits: LIMITS });
    if (part === undefined) throw fieldProblem('is missing, is needed');
    if (part.fieldname !== 'file') throw fieldProblem(`is missing, found "${part.fieldname.slice(0, 50)}"`);
    return await readWhole(part.file);
  } catch (error) {
    // The form reader names its own refusals; what it throws without a code is a form that breaks off.
    if (error instanceof Error && 'code' in error) throw error;
    throw fieldProblem('cannot be read: the form breaks off');
  }
}

/** Reads up to the limit and gives up there; the form reader itself would wait for the rest. */
async function readWhole(file: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of file) {
    bytes += chunk.length;
    if (bytes > PHOTO_LIMITS.bytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** One photo, and a few short fields that clients add by themselves. A byte more than a photo may have ends the reading. */
const LIMITS = { fileSize: PHOTO_LIMITS.bytes + 1, files: 1, fields: 5, fieldSize: 1024, parts: 6 };

const fieldProblem = (problem: string): ApiError =>
  new ApiError('bad-request', `cannot take the photo: the field "file" ${problem}`, {
    in: 'body',
    fields: [{ field: '/file', problem }],
  });
