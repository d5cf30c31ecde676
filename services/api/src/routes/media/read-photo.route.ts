import { formatTime } from '@wanmi/calendar';
import { findCase } from '@wanmi/cases';
import { closed, MediaLink, MediaQuery } from '@wanmi/contracts';
import { media as mediaRows } from '@wanmi/db';
import type { CaseId, Instant } from '@wanmi/kernel';
import { fullKey, thumbnailKey } from '@wanmi/media';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { viewerOf } from '../../access.ts';
import { answers } from '../../answers.ts';
import type { Api, Context, Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import type { Viewer } from '../../viewers.ts';

const MediaPath = closed({
  mediaId: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$', description: 'The photo.', examples: ['m-01jd3v9s'] }),
});

const Jpeg = { description: 'JPEG.', content: { 'image/jpeg': { schema: Type.String({ format: 'binary' }) } } };

/** `GET /media/{mediaId}`, its thumbnail, and `POST /media/{mediaId}/link`. */
export const readPhotoRoutes: Route = (api, context) => {
  registerPicture(api, context, { path: '/media/:mediaId', operationId: 'getPhoto', keyOf: fullKey });
  registerPicture(api, context, {
    path: '/media/:mediaId/thumbnail',
    operationId: 'getThumbnail',
    keyOf: thumbnailKey,
  });
  registerLink(api, context);
};

type Picture = { readonly path: string; readonly operationId: string; readonly keyOf: (mediaId: string) => string };

function registerPicture(api: Api, context: Context, { path, operationId, keyOf }: Picture): void {
  api.get(
    path,
    {
      schema: {
        operationId,
        tags: ['media'],
        summary: operationId === 'getPhoto' ? 'A photo' : 'Its small picture',
        description:
          'For its sender, and for whoever may see its case. Takes a bearer token, or the signature of a link.',
        params: MediaPath,
        querystring: MediaQuery,
        response: { ...answers({}, ['bad-request', 'not-found']), 200: Jpeg },
      },
      config: { access: 'link-or-token' },
    },
    async (request, reply) => {
      const { mediaId } = request.params;
      await findVisible(context, mediaId, await readerOf(context, request, mediaId, request.query.link));
      return sendPicture(context, reply, keyOf(mediaId));
    },
  );
}

function registerLink(api: Api, context: Context): void {
  api.post(
    '/media/:mediaId/link',
    {
      schema: {
        operationId: 'linkPhoto',
        tags: ['media'],
        summary: 'Sign a link to a photo',
        description:
          'For pictures that a page shows without a header. Good for five minutes, for this photo and person.',
        params: MediaPath,
        response: answers({ 200: MediaLink }, ['bad-request', 'not-found']),
      },
      config: { access: 'signed-in' },
    },
    async (request) => {
      const { mediaId } = request.params;
      const viewer = viewerOf(request);
      await findVisible(context, mediaId, viewer);
      const { link, expiresAt } = context.links.sign(mediaId, viewer.userId);
      const path = `/api/v1/media/${mediaId}`;
      return {
        url: `${path}?link=${link}`,
        thumbnailUrl: `${path}/thumbnail?link=${link}`,
        expiresAt: formatTime(context.desk.reference().calendars.city, expiresAt as Instant),
      };
    },
  );
}

/** Who asks: the person of a link, who must still be active, else the one of the token. */
async function readerOf(
  { links, viewers }: Context,
  request: FastifyRequest,
  mediaId: string,
  link: string | undefined,
): Promise<Viewer> {
  if (link === undefined) return viewerOf(request);
  const viewer = await viewers.find(links.check(mediaId, link));
  if (viewer) return viewer;
  throw new ApiError('unauthenticated', 'the person of this link is no longer active');
}

/** Throws ApiError `not-found` unless the person sent the photo or may see its case. */
async function findVisible({ desk }: Context, mediaId: string, viewer: Viewer): Promise<void> {
  const row = await mediaRows.find(desk.db, mediaId);
  if (row?.uploadedBy === viewer.userId) return;
  if (row?.caseId && (await findCase(desk, viewer, row.caseId as CaseId))) return;
  throw new ApiError('not-found', `cannot find media ${mediaId}: there is none that you may see`, { mediaId });
}

async function sendPicture({ media }: Context, reply: FastifyReply, key: string): Promise<FastifyReply> {
  const bytes = await media.get(key);
  if (!bytes) throw new ApiError('not-found', `cannot find the object ${key} in the store`);
  // Content never changes, but who may see it does: only the reader's own cache may keep it.
  return reply.headers({ 'cache-control': 'private, max-age=300' }).type('image/jpeg').send(Buffer.from(bytes));
}
