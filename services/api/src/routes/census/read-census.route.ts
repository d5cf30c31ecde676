import { reportCensus, viewRound } from '@wanmi/cases';
import { CensusList, CensusListQuery, CensusPath, CensusReport, CensusSampleList } from '@wanmi/contracts';
import { census } from '@wanmi/db';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { readKeyCursor, writeKeyCursor } from '../../key-cursor.ts';
import { pageOf } from '../../page.ts';

const shared = { tags: ['components'] };
const config = { access: 'signed-in' } as const;

/** `GET /census` */
export const listCensusRoute: Route = (api, { desk }) => {
  api.get(
    '/census',
    {
      schema: {
        ...shared,
        operationId: 'listCensusRounds',
        summary: 'Census rounds',
        querystring: CensusListQuery,
        response: answers({ 200: CensusList }, ['bad-request']),
      },
      config,
    },
    async ({ query }) => {
      const { limit, cursor } = pageOf(query);
      const [after = ''] = cursor === undefined ? [] : readKeyCursor(cursor, 1);
      const rounds = await census.listRounds(desk.db, after, limit + 1);
      const last = rounds.length > limit ? rounds[limit - 1] : undefined;
      const { city } = desk.reference().calendars;
      return {
        items: rounds.slice(0, limit).map((round) => viewRound(round, city)),
        nextCursor: last ? writeKeyCursor([last.roundId]) : null,
      };
    },
  );
};

/** `GET /census/{roundId}`, `GET /census/{roundId}/sample` */
export const readCensusRoutes: Route = (api, { desk }) => {
  api.get(
    '/census/:roundId',
    {
      schema: {
        ...shared,
        operationId: 'getCensusRound',
        summary: 'A round with what it found and how its sample was judged',
        params: CensusPath,
        response: answers({ 200: CensusReport }, ['bad-request', 'not-found']),
      },
      config,
    },
    async ({ params }) => {
      const world = { db: desk.db, calendar: desk.reference().calendars.city };
      const report = await reportCensus(world, params.roundId);
      if (!report.ok) throw report.error;
      return report.value;
    },
  );
  api.get(
    '/census/:roundId/sample',
    {
      schema: {
        ...shared,
        operationId: 'listCensusSample',
        summary: 'The drawn sample of a round',
        params: CensusPath,
        response: answers({ 200: CensusSampleList }, ['bad-request', 'not-found']),
      },
      config,
    },
    async ({ params }) => {
      const { roundId } = params;
      if (!(await census.findRound(desk.db, roundId))) {
        throw new ApiError('not-found', `cannot read census round ${roundId}: there is none of this id`);
      }
      const sample = await census.listSample(desk.db, roundId);
      return {
        items: sample.map(({ componentId, street, department, isRight, remark, body }) => ({
          ...{ componentId, street, department, right: isRight, remark },
          ...{ name: body?.name ?? null, lng: body?.lng ?? null, lat: body?.lat ?? null },
        })),
      };
    },
  );
};
