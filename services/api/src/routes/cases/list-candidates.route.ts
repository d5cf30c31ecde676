import { findCandidates } from '@wanmi/cases';
import { CandidateList } from '@wanmi/contracts';
import { viewerOf } from '../../access.ts';
import { answers } from '../../answers.ts';
import { CasePath, foundCase } from '../../case-path.ts';
import type { Route } from '../../context.ts';
import { viewCandidate } from '../../view-candidate.ts';

/** `GET /cases/{caseId}/candidates`: whom a dispatcher may choose, and why. */
export const listCandidatesRoute: Route = (api, { desk }) => {
  api.get(
    '/cases/:caseId/candidates',
    {
      schema: {
        operationId: 'listCandidates',
        tags: ['cases'],
        summary: 'Which departments come into question',
        description:
          'Ranked by the rules that apply, by history and by territory, as they are now; who gave the case back comes last.',
        params: CasePath,
        response: answers({ 200: CandidateList }, ['bad-request', 'case-not-found']),
      },
      config: { access: 'signed-in' },
    },
    async (request) => {
      const { caseId } = request.params;
      const candidates = await findCandidates(desk, viewerOf(request), caseId);
      return { items: foundCase(caseId, candidates).map(viewCandidate) };
    },
  );
};
