import { LocateBody, LocateQuery, Location, Locations } from '@wanmi/contracts';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { locatePosition } from '../../locate-position.ts';

/** `GET /grids/locate` and `POST /grids/locate` */
export const locateRoutes: Route = (api, { desk }) => {
  const shared = { tags: ['places'], summary: 'Where a position lies' };
  api.get(
    '/grids/locate',
    {
      schema: {
        ...shared,
        operationId: 'locate',
        description: 'Grid, community, street and district of one position. Outside all grids every answer is null.',
        querystring: LocateQuery,
        response: answers({ 200: Location }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async ({ query }) => locatePosition(desk.reference(), query, desk.now()),
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
    async ({ body }) => {
      const reference = desk.reference();
      return { items: body.positions.map((position) => locatePosition(reference, position, desk.now())) };
    },
  );
};
