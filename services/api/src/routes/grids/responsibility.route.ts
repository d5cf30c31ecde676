import { assignInspectors, canSee, writeTime } from '@wanmi/cases';
import {
  AssignmentsBody,
  ResponsibilityGridList,
  ResponsibilityGridView,
  ResponsibilityParams,
  ResponsibilityQuery,
} from '@wanmi/contracts';
import { assignments, responsibility } from '@wanmi/db';
import { instantOf } from '@wanmi/kernel';
import { coversArea } from '@wanmi/workflow';
import { viewerOf } from '../../access.ts';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Context, Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { pageOf } from '../../page.ts';
import type { Viewer } from '../../viewers.ts';

type Desk = Context['desk'];

/** `GET /responsibility-grids` and `GET /responsibility-grids/{code}` */
export const responsibilityRoutes: Route = (api, { desk }) => {
  api.get(
    '/responsibility-grids',
    {
      schema: {
        operationId: 'listResponsibilityGrids',
        tags: ['places'],
        summary: 'Responsibility grids of an area',
        querystring: ResponsibilityQuery,
        response: answers({ 200: ResponsibilityGridList }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async ({ query }) => {
      const { limit, cursor = null } = pageOf(query);
      const at = query.at === undefined ? desk.now() : instantOf(query.at);
      const asked = { at, within: query.area ?? null, after: cursor, limit: limit + 1 };
      const groups = await responsibility.listGroups(desk.db, asked);
      const items = groups.slice(0, limit).map((group) => summaryOf(group, desk));
      return { items, nextCursor: groups.length > limit ? (items.at(-1)?.code ?? null) : null };
    },
  );
  api.get(
    '/responsibility-grids/:code',
    {
      schema: {
        operationId: 'getResponsibilityGrid',
        tags: ['places'],
        summary: 'A responsibility grid, its unit grids and who is assigned to it',
        params: ResponsibilityParams,
        response: answers({ 200: ResponsibilityGridView }, ['bad-request', 'not-found']),
      },
      config: { access: 'signed-in' },
    },
    async (request) => viewGroup(await getGroup(desk, request.params.code), desk, viewerOf(request)),
  );
};

/** `PUT /responsibility-grids/{code}/assignments` */
export const assignRoute: Route = (api, { desk }) => {
  api.put(
    '/responsibility-grids/:code/assignments',
    {
      schema: {
        operationId: 'assignInspectors',
        tags: ['places'],
        summary: 'Say who answers for a responsibility grid',
        params: ResponsibilityParams,
        body: AssignmentsBody,
        response: answers({ 200: ResponsibilityGridView }, [
          ...WITH_BODY,
          'not-permitted',
          'not-found',
          'unknown-person',
        ]),
      },
      config: { access: ['admin'] },
    },
    async (request) => {
      const group = await getGroup(desk, request.params.code);
      const viewer = viewerOf(request);
      if (!viewer.posts.some((post) => post.role === 'admin' && coversArea(post, group.areaCode))) {
        throw new ApiError(
          'not-permitted',
          `cannot assign inspectors in ${group.areaCode}: needs a post of admin there`,
        );
      }
      const inputs = request.body.assignments.map(({ username, shift = null, from, to = null, standInFor = null }) => ({
        ...{ username, shift, from, to, standInFor },
      }));
      const problems = await desk.db.transaction().execute((trx) => assignInspectors(trx, group, inputs));
      if (problems.length > 0) throw refused(group.code, problems);
      return viewGroup(group, desk, viewer);
    },
  );
};

function refused(code: string, problems: Awaited<ReturnType<typeof assignInspectors>>): ApiError {
  const fields = problems.map(({ index, field, problem }) => ({ field: `/assignments/${index}/${field}`, problem }));
  const first = fields.map(({ field, problem }) => `${field} ${problem}`).join('; ');
  const unknown = problems.every(({ field }) => field === 'username');
  return new ApiError(unknown ? 'unknown-person' : 'bad-request', `cannot assign inspectors to ${code}: ${first}`, {
    in: 'body',
    fields,
  });
}

async function getGroup(desk: Desk, code: string): Promise<responsibility.StoredGroup> {
  const group = await responsibility.findGroup(desk.db, code, desk.now());
  if (group !== undefined) return group;
  throw new ApiError('not-found', `cannot find responsibility grid ${code}: there is none in force`, { code });
}

const summaryOf = ({ code, name, areaCode, cells, validFrom }: responsibility.StoredGroup, desk: Desk) => ({
  ...{ code, name, areaCode, gridCount: cells.length },
  validFrom: writeTime(desk.reference().calendars.city, validFrom),
});

async function viewGroup(
  group: responsibility.StoredGroup,
  desk: Desk,
  viewer: Viewer,
): Promise<ResponsibilityGridView> {
  const view = { ...summaryOf(group, desk), grids: [...group.cells] };
  if (!canSee(viewer, { areaCode: group.areaCode, departments: [] })) return view;
  const rows = await assignments.listAssignments(desk.db, [group.code]);
  const nameOf = new Map(rows.map(({ userId, username }) => [userId, username]));
  return {
    ...view,
    assignments: rows.map(({ username, displayName, shift, fromDay: from, toDay: to, standInFor }) => ({
      ...{ username, displayName, shift, from, to },
      standInFor: standInFor === null ? null : (nameOf.get(standInFor) ?? null),
    })),
  };
}
