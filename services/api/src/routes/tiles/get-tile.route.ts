import { createHash } from 'node:crypto';
import { closed, TileParams } from '@wanmi/contracts';
import { addressProblem } from '@wanmi/tiles';
import { Type } from 'typebox';
import { viewerOf } from '../../access.ts';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { sendVersioned } from '../../send-versioned.ts';
import { openTiles } from '../../tiles/open-tiles.ts';

const MEDIA_TYPE = 'application/vnd.mapbox-vector-tile';

const TileAnswer = {
  description: 'The tile; no bytes where nothing is.',
  content: { [MEDIA_TYPE]: { schema: Type.String({ format: 'binary' }) } },
};

/** `GET /tiles/{layer}/{z}/{x}/{y}.mvt` */
export const getTileRoute: Route = (api, { desk }) => {
  const tiles = openTiles(desk);
  api.get(
    '/tiles/:layer/:z/:x/:y.mvt',
    {
      schema: {
        operationId: 'getTile',
        tags: ['places'],
        summary: 'A vector tile of the map',
        description:
          'Mapbox Vector Tile 2.1 with one layer of the name asked for; what it holds is in docs/tiles.md. Shapes carry ' +
          '`drawn`: say so wherever one with true shows. The token goes in the Authorization header, never in the URL.',
        params: TileParams,
        querystring: closed({}),
        response: { ...answers({}, ['bad-request']), 200: TileAnswer },
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) => {
      const { layer, ...words } = request.params;
      const tile = { z: Number(words.z), x: Number(words.x), y: Number(words.y) };
      const problem = addressProblem(tile);
      if (problem !== undefined) throw offTheMap(request.url, problem);
      const { body, tag, maxAgeS } = tiles.find(layer, tile, viewerOf(request));
      reply.type(MEDIA_TYPE);
      if (tag !== undefined) return sendVersioned(request, reply, { tag, body: async () => Buffer.from(await body()) });
      const bytes = Buffer.from(await body());
      const own = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
      return sendVersioned(request, reply, { tag: own, body: () => bytes, maxAgeS });
    },
  );
};

function offTheMap(url: string, problem: string): ApiError {
  return new ApiError('bad-request', `cannot draw ${url.split('?', 1)[0]}: ${problem}`, {
    in: 'path',
    fields: [{ field: problem.startsWith('zoom') ? '/z' : problem.startsWith('column') ? '/x' : '/y', problem }],
  });
}
