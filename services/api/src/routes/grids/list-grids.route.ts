import { FeatureCollection, GridsQuery } from '@wanmi/contracts';
import { places } from '@wanmi/db';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { gridsInBox } from '../../grids-in-box.ts';
import { tagOf } from '../../reference-tag.ts';
import { sendVersioned } from '../../send-versioned.ts';

/** Degrees each way that one answer covers: some four by five kilometres at 40° north. */
const WIDEST = 0.05;
const MOST = 2000;

/** `GET /grids?bbox=` */
export const listGridsRoute: Route = (api, { desk }) => {
  api.get(
    '/grids',
    {
      schema: {
        operationId: 'listGrids',
        tags: ['places'],
        summary: 'Unit grids in a small box as GeoJSON',
        description: `At most ${MOST} grids, those of the lowest codes; \`truncated\` says when there are more.`,
        querystring: GridsQuery,
        response: answers({ 200: FeatureCollection }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) => {
      const box = readBox(request.query.bbox);
      const reference = desk.reference();
      return sendVersioned(request, reply, {
        tag: tagOf(reference, 'grids'),
        body: async () => {
          const codes = gridsInBox(reference.gridIndex, box).toSorted();
          const grids = await places.listGridShapes(desk.db, codes.slice(0, MOST));
          const features = grids.map(({ geometry, ...properties }) => ({ type: 'Feature', properties, geometry }));
          return { type: 'FeatureCollection', features, truncated: codes.length > MOST };
        },
      });
    },
  );
};

type Box = readonly [west: number, south: number, east: number, north: number];

function readBox(text: string): Box {
  const [west = 0, south = 0, east = 0, north = 0] = text.split(',').map(Number);
  const problem = problemOf([west, south, east, north]);
  if (problem === undefined) return [west, south, east, north];
  throw new ApiError('bad-request', `cannot read the box ${text}: ${problem}`, {
    in: 'query',
    fields: [{ field: '/bbox', problem }],
  });
}

function problemOf([west, south, east, north]: Box): string | undefined {
  if (Math.abs(west) > 180 || Math.abs(east) > 180 || Math.abs(south) > 90 || Math.abs(north) > 90)
    return 'leaves the world';
  if (west > east || south > north) return 'needs west, south, east, north in this order';
  if (east - west > WIDEST || north - south > WIDEST) return `needs at most ${WIDEST} degrees each way`;
  return undefined;
}
