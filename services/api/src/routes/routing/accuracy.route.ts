import type { CompiledCalendar } from '@wanmi/calendar';
import { writeTime } from '@wanmi/cases';
import { RoutedCaseList, RoutedCasesQuery, RoutingAccuracyQuery, RoutingAccuracyView } from '@wanmi/contracts';
import { routes, type routingLog } from '@wanmi/db';
import { viewerOf } from '../../access.ts';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { pageOf } from '../../page.ts';
import { areasOf } from '../../viewer-areas.ts';
import type { Viewer } from '../../viewers.ts';

const READERS = ['dispatcher', 'leader', 'supervisor', 'admin'] as const;
const MOST_GROUPS = 500;

/** `GET /routing/accuracy` and the cases behind its figures, `GET /routing/cases`. */
export const routingAccuracyRoutes: Route = (api, { desk }) => {
  api.get(
    '/routing/accuracy',
    {
      schema: {
        operationId: 'routingAccuracy',
        tags: ['reference'],
        summary: 'How often the first department was the right one',
        description: 'One month of reports. Counted a few seconds after the events.',
        querystring: RoutingAccuracyQuery,
        response: answers({ 200: RoutingAccuracyView }, ['bad-request', 'not-permitted']),
      },
      config: { access: READERS },
    },
    async (request) => {
      const filter = filterOf(request.query, viewerOf(request));
      const { period, group } = request.query;
      const counts = await routes.countRoutes(desk.db, filter);
      const groups =
        group === undefined ? [] : await routes.countRoutesBy(desk.db, filter, { by: group, limit: MOST_GROUPS });
      return { period, ...viewCounts(counts), groups: groups.map(({ key, ...one }) => ({ key, ...viewCounts(one) })) };
    },
  );
  api.get(
    '/routing/cases',
    {
      schema: {
        operationId: 'listRoutedCases',
        tags: ['reference'],
        summary: 'The cases behind a figure of routing',
        querystring: RoutedCasesQuery,
        response: answers({ 200: RoutedCaseList }, ['bad-request', 'not-permitted']),
      },
      config: { access: READERS },
    },
    async (request) => {
      const { limit, cursor = null } = pageOf(request.query);
      const { outcome } = request.query;
      const filter = { ...filterOf(request.query, viewerOf(request)), ...(outcome === undefined ? {} : { outcome }) };
      const rows = await routes.listRoutes(desk.db, filter, { after: cursor, limit: limit + 1 });
      const { city } = desk.reference().calendars;
      const items = rows.slice(0, limit).map((row) => viewRoute(row, city));
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.caseId ?? null) : null };
    },
  );
};

function filterOf(query: RoutingAccuracyQuery | RoutedCasesQuery, viewer: Viewer): routes.RouteFilter {
  const { period, area, class: classCode, rule, department, by } = query;
  const mine = areasOf(viewer, READERS);
  // The narrower of what is asked for and what the person's posts show.
  const areas =
    area === undefined ? mine : mine.flatMap((own) => (area.startsWith(own) ? area : own.startsWith(area) ? own : []));
  return {
    month: Number(period.replace('-', '')),
    areas,
    ...(classCode === undefined ? {} : { classCode }),
    ...(rule === undefined ? {} : { rule }),
    ...(department === undefined ? {} : { department }),
    ...(by === undefined ? {} : { by }),
  };
}

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

function viewCounts(counts: routes.RouteCounts) {
  const { dispatched, kept, automatic, automaticKept, ...rest } = counts;
  return {
    ...{ ...rest, dispatched, kept, automatic },
    firstRight: shareOf(kept, dispatched),
    automaticRight: shareOf(automaticKept, automatic),
    byPersonRight: shareOf(kept - automaticKept, dispatched - automatic),
  };
}

const viewRoute = (route: routingLog.CaseRoute, city: CompiledCalendar) => ({
  ...{ caseId: route.caseId, classCode: route.classCode, areaCode: route.areaCode },
  askedAt: writeTime(city, route.askedAt),
  ...{ undecided: route.undecided, firstDepartmentCode: route.firstDepartment, firstBy: route.firstBy },
  ...{ firstRule: route.firstRule, rulesVersion: route.rulesVersion, departmentCode: route.department },
  ...{ dispatches: route.dispatches, returnsAsked: route.returnsAsked },
  ...{ returnsAccepted: route.returnsAccepted, returnsRefused: route.returnsRefused },
});
