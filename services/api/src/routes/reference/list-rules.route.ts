import { RulesView } from '@wanmi/contracts';
import { reference as tables } from '@wanmi/db';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { tagOf } from '../../reference-tag.ts';
import { sendVersioned } from '../../send-versioned.ts';

/** `GET /rules` */
export const listRulesRoute: Route = (api, { desk }) => {
  api.get(
    '/rules',
    {
      schema: {
        operationId: 'listRules',
        tags: ['reference'],
        summary: 'Who answers for what',
        response: answers({ 200: RulesView }),
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) => {
      const reference = desk.reference();
      return sendVersioned(request, reply, {
        tag: tagOf(reference, 'rules'),
        body: async () => ({ version: String(reference.versions.rules), items: await tables.rules(desk.db) }),
      });
    },
  );
};
