import { type CaseFilter, listCases } from '@wanmi/cases';
import { CaseList, ListCasesQuery } from '@wanmi/contracts';
import { instantOf } from '@wanmi/kernel';
import { viewerOf } from '../../access.ts';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { pageOf } from '../../page.ts';

/** `GET /cases` */
export const listCasesRoute: Route = (api, { desk }) => {
  api.get(
    '/cases',
    {
      schema: {
        operationId: 'listCases',
        tags: ['cases'],
        summary: 'Cases I may see',
        description: 'Newest report first. Filters are joined by "and".',
        querystring: ListCasesQuery,
        response: answers({ 200: CaseList }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async (request) => listCases(desk, viewerOf(request), filterOf(request.query), pageOf(request.query)),
  );
};

function filterOf(query: ListCasesQuery): CaseFilter {
  const { state, class: classCode, reportedFrom, reportedTo, cursor: _cursor, limit: _limit, ...rest } = query;
  return {
    ...rest,
    ...(state === undefined ? {} : { states: state.split(',') }),
    ...(classCode === undefined ? {} : { classCode }),
    ...(reportedFrom === undefined ? {} : { reportedFrom: instantOf(reportedFrom) }),
    ...(reportedTo === undefined ? {} : { reportedTo: instantOf(reportedTo) }),
  };
}
