import { nearestComponents, writeTime } from '@wanmi/cases';
import {
  ComponentList,
  ComponentPath,
  ComponentsQuery,
  ComponentView,
  NearestComponents,
  NearestComponentsQuery,
} from '@wanmi/contracts';
import { components } from '@wanmi/db';
import { toWgs84 } from '@wanmi/formats';
import type { Instant } from '@wanmi/kernel';
import { answers } from '../../answers.ts';
import type { Context, Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { readKeyCursor, writeKeyCursor } from '../../key-cursor.ts';
import { pageOf } from '../../page.ts';
import { viewComponent } from '../../view-place.ts';

const NEAREST = 10;
const CHANGES = 200;

const shared = { tags: ['components'] };

/** `GET /components`, `GET /components/nearest` */
export const listComponentsRoutes: Route = (api, { desk }) => {
  api.get(
    '/components',
    {
      schema: {
        ...shared,
        operationId: 'listComponents',
        summary: 'Components of an area or a class',
        querystring: ComponentsQuery,
        response: answers({ 200: ComponentList }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async ({ query }) => listPage(desk, query),
  );
  api.get(
    '/components/nearest',
    {
      schema: {
        ...shared,
        operationId: 'nearestComponents',
        summary: 'The components nearest to a position',
        description: 'Nothing is looked for farther than some 3 km away.',
        querystring: NearestComponentsQuery,
        response: answers({ 200: NearestComponents }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async ({ query: { lng, lat, datum, limit = NEAREST, class: classCode } }) => {
      const question = { position: toWgs84(lng, lat, datum), limit, ...(classCode === undefined ? {} : { classCode }) };
      const near = await nearestComponents(desk.db, question);
      return {
        items: near.map(({ distanceM, ...one }) => ({
          ...viewComponent(one),
          distanceM: Math.round(distanceM * 10) / 10,
        })),
      };
    },
  );
};

/** `GET /components/{componentId}` */
export const getComponentRoute: Route = (api, { desk }) => {
  api.get(
    '/components/:componentId',
    {
      schema: {
        ...shared,
        operationId: 'getComponent',
        summary: 'One component with its history',
        params: ComponentPath,
        response: answers({ 200: ComponentView }, ['bad-request', 'not-found']),
      },
      config: { access: 'signed-in' },
    },
    async ({ params }) => viewWithHistory(desk, params.componentId),
  );
};

type ListQuery = {
  readonly area?: string;
  readonly class?: string;
  readonly state?: string;
  readonly cursor?: string;
  readonly limit?: number;
};

async function listPage({ db }: Context['desk'], query: ListQuery) {
  const { limit, cursor } = pageOf(query);
  const [gridCode = '', componentId = ''] = cursor === undefined ? [] : readKeyCursor(cursor, 2);
  const rows = await components.list(db, {
    area: query.area ?? '',
    limit: limit + 1,
    ...(query.class === undefined ? {} : { classCode: query.class }),
    ...(query.state === undefined ? {} : { state: query.state }),
    ...(cursor === undefined ? {} : { after: { gridCode, componentId } }),
  });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map(viewComponent),
    nextCursor: last ? writeKeyCursor([last.gridCode, last.componentId]) : null,
  };
}

/** A component with its latest changes. Throws ApiError `not-found`. */
export async function viewWithHistory({ db, reference }: Context['desk'], componentId: string) {
  const found = await components.find(db, componentId);
  if (found === undefined) {
    throw new ApiError('not-found', `cannot read component ${componentId}: there is none of this id`);
  }
  const changes = await components.listChanges(db, componentId, CHANGES);
  const { city } = reference().calendars;
  const history = changes.map((one) => ({ ...one, at: writeTime(city, one.at.getTime() as Instant) }));
  return { ...viewComponent(found), history };
}
