import { findCase } from '@wanmi/cases';
import type { CaseId } from '@wanmi/kernel';
import { Type } from 'typebox';
import { viewerOf } from '../../access.ts';
import { answers } from '../../answers.ts';
import { CasePath, foundCase } from '../../case-path.ts';
import type { Route } from '../../context.ts';

/** `GET /cases/{caseId}` */
export const getCaseRoute: Route = (api, { desk }) => {
  api.get(
    '/cases/:caseId',
    {
      schema: {
        operationId: 'getCase',
        tags: ['cases'],
        summary: 'One case',
        description:
          'A case that the reader may not see is not found. The reporter’s contact is masked for most posts.',
        params: CasePath,
        response: answers({ 200: Type.Ref('CaseView') }, ['bad-request', 'case-not-found']),
      },
      config: { access: 'signed-in' },
    },
    async (request) => {
      const { caseId } = request.params;
      return foundCase(caseId, await findCase(desk, viewerOf(request), caseId as CaseId));
    },
  );
};
