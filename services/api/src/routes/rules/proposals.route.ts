import type { CompiledCalendar } from '@wanmi/calendar';
import { approveProposal, refuseProposal, writeTime } from '@wanmi/cases';
import { ProposalList, ProposalPath, ProposalsQuery, ProposalVerdictBody, ProposalView } from '@wanmi/contracts';
import { ruleProposals } from '@wanmi/db';
import { viewerOf } from '../../access.ts';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { numberPage, pageOf } from '../../page.ts';
import { areasOf } from '../../viewer-areas.ts';

const DECIDERS = ['admin', 'supervisor'] as const;

/** `GET /rules/proposals`, and what a person decides on one of them. */
export const proposalRoutes: Route = (api, { desk }) => {
  api.get(
    '/rules/proposals',
    {
      schema: {
        operationId: 'listRuleProposals',
        tags: ['reference'],
        summary: 'Rules that arbitration or history proposes',
        querystring: ProposalsQuery,
        response: answers({ 200: ProposalList }, ['bad-request', 'not-permitted']),
      },
      config: { access: DECIDERS },
    },
    async (request) => {
      const { limit, before } = numberPage(pageOf(request.query));
      const { state = null } = request.query;
      const areas = areasOf(viewerOf(request), DECIDERS);
      const rows = await ruleProposals.listProposals(desk.db, { areas, state, before, limit: limit + 1 });
      const { city } = desk.reference().calendars;
      const items = rows.slice(0, limit).map((row) => viewOf(row, city));
      return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.proposalId) : null };
    },
  );
  for (const { verdict, summary, decide } of VERDICTS) {
    api.post(
      `/rules/proposals/:proposalId/${verdict}`,
      {
        schema: {
          operationId: `${verdict}RuleProposal`,
          tags: ['reference'],
          summary,
          params: ProposalPath,
          body: ProposalVerdictBody,
          response: answers({ 200: ProposalView }, [
            ...WITH_BODY,
            ...(['not-permitted', 'not-found', 'proposal-decided', 'rules-refused'] as const),
          ]),
        },
        config: { access: DECIDERS },
      },
      async (request) => {
        const viewer = viewerOf(request);
        const reason = request.body.reason ?? null;
        const areas = areasOf(viewer, DECIDERS);
        const decided = await decide(desk, request.params.proposalId, { by: viewer.userId, areas, reason });
        if (!decided.ok) throw decided.error;
        return viewOf(decided.value, desk.reference().calendars.city);
      },
    );
  }
};

const VERDICTS = [
  { verdict: 'approve', summary: 'Put a proposed rule into force', decide: approveProposal },
  { verdict: 'refuse', summary: 'Refuse a proposed rule', decide: refuseProposal },
] as const;

function viewOf(row: ruleProposals.RuleProposal, city: CompiledCalendar): ProposalView {
  const { department, proposedAt, decidedAt, ...rest } = row;
  return {
    ...rest,
    departmentCode: department,
    proposedAt: writeTime(city, proposedAt),
    decidedAt: decidedAt === null ? null : writeTime(city, decidedAt),
  };
}
