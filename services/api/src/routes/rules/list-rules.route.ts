import { writeTime } from '@wanmi/cases';
import { RuleSetList, RuleSetsQuery, RulesQuery, RulesView } from '@wanmi/contracts';
import { ruleSets, reference as tables } from '@wanmi/db';
import { csvOfRules, type Rule } from '@wanmi/routing';
import { Type } from 'typebox';
import { answers } from '../../answers.ts';
import type { Context, Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { numberPage, pageOf } from '../../page.ts';
import { tagOf } from '../../reference-tag.ts';
import { sendVersioned } from '../../send-versioned.ts';

/** `GET /rules`, as JSON or CSV, in force or as they were, and `GET /rules/versions`. */
export const listRulesRoutes: Route = (api, { desk }) => {
  api.get(
    '/rules',
    {
      schema: {
        operationId: 'listRules',
        tags: ['reference'],
        summary: 'Who answers for what',
        description: 'The rules in force, or with `version` those of an earlier set, as explanations name it.',
        querystring: RulesQuery,
        response: answers(
          { 200: { content: { 'application/json': { schema: RulesView }, 'text/csv': { schema: Type.String() } } } },
          ['bad-request', 'not-found'],
        ),
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) => {
      const { format = 'json', version } = request.query;
      const reference = desk.reference();
      const tag = version === undefined ? tagOf(reference, 'rules') : `rules-${version}`;
      if (format === 'csv') reply.type('text/csv; charset=utf-8');
      return sendVersioned(request, reply, {
        tag: `${tag}${format === 'csv' ? '-csv' : ''}`,
        body: async () => {
          const items = await rulesOf(desk, version);
          if (format === 'csv') return csvOfRules(items);
          return { version: String(version ?? reference.versions.rules), items };
        },
      });
    },
  );
  api.get(
    '/rules/versions',
    {
      schema: {
        operationId: 'listRuleSets',
        tags: ['reference'],
        summary: 'Every version of the rules',
        querystring: RuleSetsQuery,
        response: answers({ 200: RuleSetList }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async ({ query }) => {
      const { limit, before } = numberPage(pageOf(query));
      const rows = await ruleSets.listRuleSets(desk.db, { before, limit: limit + 1 });
      const { city } = desk.reference().calendars;
      const items = rows.slice(0, limit).map((row) => ({ ...row, importedAt: writeTime(city, row.importedAt) }));
      return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.version) : null };
    },
  );
};

async function rulesOf(desk: Context['desk'], version: number | undefined): Promise<readonly Rule[]> {
  if (version === undefined) return (await tables.rules(desk.db)) as readonly Rule[];
  const found = await ruleSets.findRuleSet(desk.db, version);
  if (found) return found.body as readonly Rule[];
  throw new ApiError('not-found', `cannot find version ${version} of the rules: there is none`, { version });
}
