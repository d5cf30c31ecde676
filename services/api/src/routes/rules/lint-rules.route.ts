import { cityDate } from '@wanmi/cases';
import { RulesLintView } from '@wanmi/contracts';
import { reference as tables } from '@wanmi/db';
import { type LintFinding, lintRules, type Rule } from '@wanmi/routing';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { viewFinding } from '../../view-finding.ts';

const SHOWN = 1_000;

/** `GET /rules/lint` */
export const lintRulesRoute: Route = (api, { desk }) => {
  api.get(
    '/rules/lint',
    {
      schema: {
        operationId: 'lintRules',
        tags: ['reference'],
        summary: 'What is wrong or doubtful in the rules',
        description: 'Contradictions, shadowed and dead rules, and classes that no rule covers.',
        response: answers({ 200: RulesLintView }, ['not-permitted']),
      },
      config: { access: ['admin', 'supervisor', 'dispatcher'] },
    },
    async () => {
      const { versions, departments, catalogue } = desk.reference();
      const rules = (await tables.rules(desk.db)) as readonly Rule[];
      const ruleSet = { version: String(versions.rules), rules, departments: [...departments.values()] };
      const findings = lintRules(ruleSet, catalogue, cityDate(desk));
      const count = (type: LintFinding['type']): number => findings.filter((one) => one.type === type).length;
      const counts = {
        ...{ contradiction: count('contradiction'), shadowed: count('shadowed') },
        ...{ dead: count('dead'), uncovered: count('uncovered') },
      };
      return { version: versions.rules, counts, findings: findings.slice(0, SHOWN).map(viewFinding) };
    },
  );
};
