import { caseExplanation, caseHistory, findDeadlines } from '@wanmi/cases';
import { CaseDeadlines, CaseExplanation, CaseHistory } from '@wanmi/contracts';
import type { CaseId } from '@wanmi/kernel';
import { viewerOf } from '../../access.ts';
import { answers } from '../../answers.ts';
import { CasePath, foundCase } from '../../case-path.ts';
import type { Route } from '../../context.ts';

/** `GET /cases/{caseId}/history`, `/explanation` and `/deadlines`: three looks at one case. */
export const readCaseRoutes: Route = (api, { desk }) => {
  for (const { part, summary, description, answer, read } of LOOKS) {
    api.get(
      `/cases/:caseId/${part}`,
      {
        schema: {
          operationId: `case-${part}`,
          tags: ['cases'],
          summary,
          description,
          params: CasePath,
          response: answers({ 200: answer }, ['bad-request', 'case-not-found']),
        },
        config: { access: 'signed-in' },
      },
      async (request) => {
        const { caseId } = request.params;
        return { items: foundCase(caseId, await read(desk, viewerOf(request), caseId as CaseId)) };
      },
    );
  }
};

const LOOKS = [
  {
    part: 'history',
    summary: 'What happened, in order',
    description: 'Every event, with the texts that are not erased. The history itself is never changed.',
    answer: CaseHistory,
    read: caseHistory,
  },
  {
    part: 'explanation',
    summary: 'Why this department',
    description: 'What the router decided or left to a dispatcher, each time with its rules.',
    answer: CaseExplanation,
    read: caseExplanation,
  },
  {
    part: 'deadlines',
    summary: 'Every clock of the case',
    description: 'First to last; those done keep the instants they were judged by.',
    answer: CaseDeadlines,
    read: findDeadlines,
  },
] as const;
