import { replaceRules } from '@wanmi/cases';
import { ImportRulesBody, RulesImportedView } from '@wanmi/contracts';
import { viewerOf } from '../../access.ts';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { rowsGiven } from '../../rows-given.ts';
import { viewFinding } from '../../view-finding.ts';

/** Bytes of a body: some twenty thousand rules. */
const BODY_LIMIT = 16 * 1024 * 1024;
const SHOWN = 100;

/** `POST /rules/import` */
export const importRulesRoute: Route = (api, { desk }) => {
  api.post(
    '/rules/import',
    {
      bodyLimit: BODY_LIMIT,
      schema: {
        operationId: 'importRules',
        tags: ['reference'],
        summary: 'Replace the rules',
        description:
          'All or nothing: a broken rule, or two that contradict each other, refuse the whole. The set replaced stays readable by its version. Services take the new one up within seconds.',
        body: ImportRulesBody,
        response: answers({ 200: RulesImportedView }, [
          ...WITH_BODY,
          'not-permitted',
          'version-conflict',
          'rules-refused',
        ]),
      },
      config: { access: ['admin'] },
    },
    async (request) => {
      const { expectedVersion, source } = request.body;
      const rows = rowsGiven(request.body);
      const change = { by: viewerOf(request).userId, source, expectedVersion, rowsFrom: () => rows };
      const replaced = await desk.db.transaction().execute((trx) => replaceRules(trx, desk, change));
      if (!replaced.ok) throw replaced.error;
      const { findings, ...numbers } = replaced.value;
      return { ...numbers, findings: findings.slice(0, SHOWN).map(viewFinding) };
    },
  );
};
