import { caseDuplicates, findDuplicates } from '@wanmi/cases';
import { DuplicateList, DuplicatesQuery } from '@wanmi/contracts';
import { toWgs84 } from '@wanmi/formats';
import { instantOf } from '@wanmi/kernel';
import { viewerOf } from '../../access.ts';
import { answers } from '../../answers.ts';
import { CasePath, foundCase } from '../../case-path.ts';
import type { Route } from '../../context.ts';

const HOW = 'How near and how close in time is a setting of the city: `GET /policy`. Only cases that you may see.';

/** `GET /duplicates`: while a report is typed. */
export const listDuplicatesRoute: Route = (api, { desk }) => {
  api.get(
    '/duplicates',
    {
      schema: {
        operationId: 'listDuplicates',
        tags: ['cases'],
        summary: 'What may have been reported already',
        description: HOW,
        querystring: DuplicatesQuery,
        response: answers({ 200: DuplicateList }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async (request) => {
      const { kind = 'matter', classCode, lng, lat, datum, at } = request.query;
      const seenAt = at === undefined ? desk.now() : instantOf(at);
      const suspicion = { kind, classCode, position: toWgs84(lng, lat, datum), at: seenAt };
      return { items: await findDuplicates(desk, viewerOf(request), suspicion) };
    },
  );
};

/** `GET /cases/{caseId}/duplicates` */
export const caseDuplicatesRoute: Route = (api, { desk }) => {
  api.get(
    '/cases/:caseId/duplicates',
    {
      schema: {
        operationId: 'listCaseDuplicates',
        tags: ['cases'],
        summary: 'Cases that are likely the same problem',
        description: `${HOW} Left out are those kept apart from it and those merged into another.`,
        params: CasePath,
        response: answers({ 200: DuplicateList }, ['bad-request', 'case-not-found']),
      },
      config: { access: 'signed-in' },
    },
    async (request) => {
      const { caseId } = request.params;
      return { items: foundCase(caseId, await caseDuplicates(desk, viewerOf(request), caseId)) };
    },
  );
};
