import { type ChangeOutcome, type ChangeSet, changeGrids, readChangeSet, writeTime } from '@wanmi/cases';
import { GridChangeBody, GridChangeDone, GridChangeList, GridChangeQuery, GridChangesQuery } from '@wanmi/contracts';
import { gridChanges } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import { coversArea } from '@wanmi/workflow';
import { viewerOf } from '../../access.ts';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Context, Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { numberPage, pageOf } from '../../page.ts';
import type { Viewer } from '../../viewers.ts';

/** `POST /grids/changes` */
export const changeGridsRoute: Route = (api, { desk }) => {
  api.post(
    '/grids/changes',
    {
      schema: {
        operationId: 'changeGrids',
        tags: ['places'],
        summary: 'End grids and begin others in their place',
        description:
          'All or nothing, judged as `wanmi grid check` does. 200 for a dry run, 201 when it was written. Codes are never used again.',
        querystring: GridChangeQuery,
        body: GridChangeBody,
        response: answers({ 200: GridChangeDone, 201: GridChangeDone }, [
          ...WITH_BODY,
          'not-permitted',
          'grids-refused',
        ]),
      },
      config: { access: ['admin'] },
    },
    async (request, reply) => {
      const viewer = viewerOf(request);
      const set = readSet(request.body);
      const { dryRun = false } = request.query;
      needArea(viewer, set);
      const order = { set, now: desk.now(), by: viewer.userId, source: 'api', dryRun };
      const outcome = await changeGrids(desk.db, order);
      if (outcome.faults.length > 0) throw refused(outcome);
      return reply.status(dryRun ? 200 : 201).send(viewOutcome(outcome, desk));
    },
  );
};

/** `GET /grids/changes` */
export const listGridChangesRoute: Route = (api, { desk }) => {
  api.get(
    '/grids/changes',
    {
      schema: {
        operationId: 'listGridChanges',
        tags: ['places'],
        summary: 'The change log of grids',
        querystring: GridChangesQuery,
        response: answers({ 200: GridChangeList }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async ({ query }) => {
      const { limit, before } = numberPage(pageOf(query));
      const asked = { within: query.area ?? null, before, limit: limit + 1 };
      const rows = await gridChanges.listChanges(desk.db, asked);
      const items = rows.slice(0, limit).map((row) => viewChange(row, desk));
      return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.changeId ?? 0) : null };
    },
  );
};

function readSet(body: GridChangeBody): ChangeSet {
  const read = readChangeSet(body);
  if (read.ok) return read.value;
  const text = read.error.map(({ field, problem }) => `${field} ${problem}`.trim()).join('; ');
  throw new ApiError('bad-request', `cannot read the change set: ${text}`, { in: 'body', fields: read.error });
}

/** Administrators change grids of their own area alone. */
function needArea(viewer: Viewer, { ends, begins, managed }: ChangeSet): void {
  const codes = [...ends, ...begins.flatMap(({ communityCode }) => communityCode ?? []), ...(managed?.codes ?? [])];
  const admins = viewer.posts.filter(({ role }) => role === 'admin');
  const foreign = codes.find((code) => !admins.some((post) => coversArea(post, code)));
  if (foreign === undefined) return;
  throw new ApiError('not-permitted', `cannot change grids in ${foreign}: needs a post of admin there`, {
    code: foreign,
  });
}

function refused({ faults }: ChangeOutcome): ApiError {
  const [first] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return new ApiError('grids-refused', `cannot change the grids: ${first?.subject} ${first?.text}${more}`, { faults });
}

function viewOutcome(
  { changeId, at, version, ended, begun, managed, moved, warnings }: ChangeOutcome,
  desk: Context['desk'],
): GridChangeDone {
  return {
    ...{ changeId, version, managed, moved: { ...moved } },
    at: writeTime(desk.reference().calendars.city, at),
    ended: [...ended],
    begun: begun.map((one) => ({ ...one, follows: [...one.follows] })),
    warnings: warnings.map((one) => ({ ...one })),
  };
}

function viewChange({ at, madeAt, managedFrom, ...row }: gridChanges.ChangeRow, desk: Context['desk']) {
  const { city } = desk.reference().calendars;
  const write = (time: Date): string => writeTime(city, time.getTime() as Instant);
  return {
    ...row,
    at: write(at),
    madeAt: write(madeAt),
    managedFrom: managedFrom === null ? null : write(managedFrom),
  };
}
