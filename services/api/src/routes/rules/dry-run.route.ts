import { checkRules, cityDate, rulesRefused, type TrialPosition, tryRules } from '@wanmi/cases';
import { DryRunBody, DryRunView } from '@wanmi/contracts';
import type { WorkDate } from '@wanmi/kernel';
import type { MovedCase } from '@wanmi/routing';
import { viewerOf } from '../../access.ts';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { rowsGiven } from '../../rows-given.ts';
import { areasOf } from '../../viewer-areas.ts';

const BODY_LIMIT = 16 * 1024 * 1024;
const READERS = ['admin', 'supervisor', 'dispatcher'] as const;
/** Cases of one call, and listed ones, when the client names no number. */
const CASES = 5_000;
const SAMPLE = 100;

/** `POST /rules/dry-run`: what changed rules would do to cases of the past. Nothing is stored. */
export const dryRunRoute: Route = (api, { desk }) => {
  api.post(
    '/rules/dry-run',
    {
      bodyLimit: BODY_LIMIT,
      schema: {
        operationId: 'dryRunRules',
        tags: ['reference'],
        summary: 'Changed rules against history',
        description:
          'Asks the rules in force and the changed ones about past cases and imported history, as of one day, and tells what would move. Goes on with `nextCursor`; counts are of this page.',
        body: DryRunBody,
        response: answers({ 200: DryRunView }, [...WITH_BODY, 'not-permitted', 'rules-refused']),
      },
      config: { access: READERS },
    },
    async (request) => {
      const { body } = request;
      const { catalogue, departments, versions } = desk.reference();
      const today = cityDate(desk);
      const checked = checkRules(rowsGiven(body), { catalogue, departments: [...departments.values()], today });
      if (!checked.ok) throw rulesRefused(checked.error);
      const scope = {
        firstMonth: numberOf(body.from),
        lastMonth: numberOf(body.to ?? body.from),
        areas: areasOf(viewerOf(request), READERS),
        asOf: (body.asOf ?? today) as WorkDate,
      };
      const { limit = CASES, sample = SAMPLE, cursor } = body;
      const after = cursor === undefined ? null : positionOf(cursor);
      const page = await tryRules(desk, checked.value.rules, scope, { after, limit, sample });
      return {
        version: versions.rules,
        ...page.counts,
        withoutFacts: page.withoutFacts,
        items: page.moved.map(viewOf),
        nextCursor: page.next === null ? null : Buffer.from(JSON.stringify(page.next)).toString('base64url'),
      };
    },
  );
};

/** `2026-11` as 202611. */
const numberOf = (month: string): number => Number(month.replace('-', ''));

function viewOf({ id, from, to, final }: MovedCase) {
  const side = ({ department, assisting, because }: MovedCase['from']) => ({
    ...{ departmentCode: department, assisting: [...assisting], because },
  });
  return { caseId: id, from: side(from), to: side(to), finalDepartmentCode: final };
}

function positionOf(cursor: string): TrialPosition {
  const found = jsonIn(Buffer.from(cursor, 'base64url').toString());
  if (typeof found === 'object' && found !== null && 'in' in found) {
    if (found.in === 'own' && 'month' in found && 'caseId' in found) {
      const { month, caseId } = found;
      if (Number.isInteger(month) && typeof caseId === 'string') return { in: 'own', month: Number(month), caseId };
    }
    if (found.in === 'imported' && 'source' in found && 'sourceId' in found) {
      const { source, sourceId } = found;
      if (typeof source === 'string' && typeof sourceId === 'string') return { in: 'imported', source, sourceId };
    }
  }
  const problem = 'is none that a dry run gave';
  throw new ApiError('bad-request', `cannot go on with the dry run: cursor ${problem}`, {
    in: 'body',
    fields: [{ field: '/cursor', problem }],
  });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
