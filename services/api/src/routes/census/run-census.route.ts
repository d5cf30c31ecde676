import { drawCensusSample, judgeCensus, NEEDED_PERCENT, planCensus, reportCensus, settleCensus } from '@wanmi/cases';
import {
  CensusJudgeBody,
  CensusPath,
  CensusPlanBody,
  CensusReport,
  CensusSampleBody,
  CensusSettleBody,
} from '@wanmi/contracts';
import { census } from '@wanmi/db';
import type { FastifyRequest } from 'fastify';
import { viewerOf } from '../../access.ts';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Context, Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { needKeeperOf } from '../../keeper.ts';

const REFUSALS = [...WITH_BODY, 'not-permitted', 'not-found', 'census-refused'] as const;
const config = { access: ['admin'] as const };
const tags = ['components'];

/** `POST /census` */
export const planCensusRoute: Route = (api, { desk }) => {
  api.post(
    '/census',
    {
      schema: {
        ...{ operationId: 'planCensus', tags, summary: 'Plan a census round' },
        description: 'The survey itself is loaded by `wanmi census load`, which reads files of any size.',
        body: CensusPlanBody,
        response: answers({ 201: CensusReport }, [...WITH_BODY, 'not-permitted', 'census-refused']),
      },
      config,
    },
    async (request, reply) => {
      const viewer = viewerOf(request);
      const { body } = request;
      needKeeperOf(viewer, body.area, `plan census round ${body.roundId}`);
      const planned = await planCensus(desk.db, {
        ...{ classes: [], needed: NEEDED_PERCENT, ...body },
        by: viewer.userId,
      });
      if (!planned.ok) throw planned.error;
      return reply.status(201).send(await reportOf(desk, body.roundId));
    },
  );
};

const describe = (operationId: string, summary: string) => ({
  ...{ operationId, tags, summary, params: CensusPath },
  response: answers({ 200: CensusReport }, REFUSALS),
});

/** `POST /census/{roundId}/sample`, `/judgements` */
export const sampleCensusRoutes: Route = (api, { desk }) => {
  api.post(
    '/census/:roundId/sample',
    {
      schema: {
        ...describe('drawCensusSample', 'Draw the sample; judgements so far are lost'),
        body: CensusSampleBody,
      },
      config,
    },
    async (request) => {
      await needKeeperOfRound(desk, request, request.params.roundId);
      const drawn = await drawCensusSample(desk.db, request.params.roundId, request.body);
      if (!drawn.ok) throw drawn.error;
      return reportOf(desk, request.params.roundId);
    },
  );
  api.post(
    '/census/:roundId/judgements',
    { schema: { ...describe('judgeCensus', 'Judge what was drawn, all or none'), body: CensusJudgeBody }, config },
    async (request) => {
      const { userId: by } = await needKeeperOfRound(desk, request, request.params.roundId);
      const judgements = request.body.items.map(({ componentId, right, remark = null }) => ({
        ...{ componentId, isRight: right, remark },
      }));
      const judged = await judgeCensus(desk.db, request.params.roundId, { judgements, by, at: desk.now() });
      if (!judged.ok) throw judged.error;
      return reportOf(desk, request.params.roundId);
    },
  );
};

/** `POST /census/{roundId}/settlement` */
export const settleCensusRoute: Route = (api, { desk }) => {
  api.post(
    '/census/:roundId/settlement',
    {
      schema: { ...describe('settleCensus', 'Accept a round into the register, or refuse it'), body: CensusSettleBody },
      config,
    },
    async (request) => {
      const { userId: by } = await needKeeperOfRound(desk, request, request.params.roundId);
      const world = { db: desk.db, calendar: desk.reference().calendars.city };
      const { decision, missing = 'keep', remark = null } = request.body;
      const settled = await settleCensus(world, request.params.roundId, {
        decision,
        missing,
        remark,
        by,
        at: desk.now(),
      });
      if (!settled.ok) throw settled.error;
      return reportOf(desk, request.params.roundId);
    },
  );
};

async function needKeeperOfRound({ db }: Context['desk'], request: FastifyRequest, roundId: string) {
  const round = await census.findRound(db, roundId);
  if (round === undefined)
    throw new ApiError('not-found', `cannot find census round ${roundId}: there is none of this id`);
  const viewer = viewerOf(request);
  needKeeperOf(viewer, round.area, `keep census round ${roundId}`);
  return viewer;
}

async function reportOf({ db, reference }: Context['desk'], roundId: string): Promise<CensusReport> {
  const report = await reportCensus({ db, calendar: reference().calendars.city }, roundId);
  if (!report.ok) throw report.error;
  return report.value;
}
