import type { Desk } from '@wanmi/cases';
import { LocateBody, LocateQuery, Location, Locations } from '@wanmi/contracts';
import { type Instant, instantOf } from '@wanmi/kernel';
import { viewerOf } from '../../access.ts';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { locatePositions } from '../../locate-position.ts';

/** `GET /grids/locate` and `POST /grids/locate` */
export const locateRoutes: Route = (api, { desk }) => {
  const shared = { tags: ['places'], summary: 'Where a position lies' };
  api.get(
    '/grids/locate',
    {
      schema: {
        ...shared,
        operationId: 'locate',
        description:
          'Grid, community, street, district and responsibility grid of one position, as they are at a time. Outside all grids every answer is null.',
        querystring: LocateQuery,
        response: answers({ 200: Location }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async (request) => {
      const { at, ...position } = request.query;
      const asked = { at: timeOf(at, desk), viewer: viewerOf(request) };
      const [location] = await locatePositions(desk, [position], asked);
      return location;
    },
  );
  api.post(
    '/grids/locate',
    {
      schema: {
        ...shared,
        operationId: 'locateMany',
        description: 'The same for many positions, in the order given.',
        body: LocateBody,
        response: answers({ 200: Locations }, WITH_BODY),
      },
      config: { access: 'signed-in' },
    },
    async (request) => {
      const { at, positions } = request.body;
      const asked = { at: timeOf(at, desk), viewer: viewerOf(request) };
      return { items: await locatePositions(desk, positions, asked) };
    },
  );
};

const timeOf = (at: string | undefined, { now }: Desk): Instant => (at === undefined ? now() : instantOf(at));
