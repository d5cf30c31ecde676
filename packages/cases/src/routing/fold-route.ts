import type { CaseKey, routingLog } from '@wanmi/db';
import type { DepartmentCode } from '@wanmi/kernel';
import { deciderOf, type Explanation } from '@wanmi/routing';
import type { CaseEvent, CaseState } from '@wanmi/workflow';

type CaseRoute = routingLog.CaseRoute;

/**
 * Counts one event of a case in what is known of its routing. Events already counted change nothing, so that a log may be
 * read twice.
 */
export function foldRoute(route: CaseRoute, seq: number, event: CaseEvent): CaseRoute {
  if (seq <= route.seq && route.seq > 0) return route;
  return { ...route, seq, ...changeOf(route, event) };
}

function changeOf(route: CaseRoute, event: CaseEvent): Partial<CaseRoute> {
  switch (event.type) {
    case 'case-dispatched':
      return dispatchedTo(route, event.department, explanationOf(event.explanation));
    case 'routing-undecided': {
      const explanation = explanationOf(event.explanation);
      const { conclusion } = explanation ?? {};
      return { undecided: conclusion?.outcome === 'undecided' ? conclusion.reason : 'no-rule' };
    }
    case 'return-requested':
      return { returnsAsked: route.returnsAsked + 1 };
    case 'return-accepted':
      return { returnsAccepted: route.returnsAccepted + 1, department: null };
    case 'return-refused':
      return { returnsRefused: route.returnsRefused + 1 };
    default:
      return {};
  }
}

function dispatchedTo(
  route: CaseRoute,
  department: DepartmentCode,
  explanation: Explanation | null,
): Partial<CaseRoute> {
  const now = { department, dispatches: route.dispatches + 1 };
  if (route.dispatches > 0) return now;
  const decider = explanation === null ? undefined : deciderOf(explanation);
  return {
    ...now,
    firstDepartment: department,
    firstBy: decider?.by ?? 'person',
    firstRule: decider?.by === 'rule' ? decider.rule : null,
    rulesVersion: explanation?.rulesVersion ?? null,
  };
}

/** Stored as the router gave it, so what is there is an explanation; a person's choice has none. */
const explanationOf = (stored: unknown): Explanation | null => (stored ?? null) as Explanation | null;

/** A case before anything was counted of it. */
export const uncounted = (
  key: CaseKey,
  { subject, place, channel }: CaseState,
  askedAt: CaseEvent['at'],
): CaseRoute => ({
  ...{ district: key.district, caseMonth: key.caseMonth, caseId: key.caseId, seq: 0 },
  ...{ edition: subject.edition, kind: subject.kind, classCode: subject.classCode },
  ...{ conditionId: subject.conditionId, componentId: subject.componentId },
  ...{ areaCode: place.areaCode, lng: place.lng, lat: place.lat, channel, askedAt },
  ...{ undecided: null, firstDepartment: null, firstBy: null, firstRule: null, rulesVersion: null, department: null },
  ...{ dispatches: 0, returnsAsked: 0, returnsAccepted: 0, returnsRefused: 0 },
});

/** Lengths of the areas that history is kept for: district, street, community. */
const AREA_LENGTHS = [6, 9, 12];
/** The first digits of a class are its major in every edition. */
const MAJOR_LENGTH = 2;

/** What the history of a case is kept under: every class, its major and its class, in district, street and community. */
export function outcomeScopes(
  classCode: string,
  areaCode: string,
): { classes: readonly string[]; areas: readonly string[] } {
  const areas = AREA_LENGTHS.filter((length) => length <= areaCode.length).map((length) => areaCode.slice(0, length));
  return { classes: ['', classCode.slice(0, MAJOR_LENGTH), classCode], areas };
}

/** How one step changes who keeps what: the department that a case left, and the one that it came to. */
export function outcomeChanges(
  before: CaseRoute,
  after: CaseRoute,
  at: CaseEvent['at'],
): readonly routingLog.OutcomeChange[] {
  if (before.department === after.department) return [];
  const { edition, kind, classCode, areaCode } = after;
  const steps = [
    ...(before.department === null ? [] : [{ department: before.department, kept: -1, moved: 1 }]),
    ...(after.department === null ? [] : [{ department: after.department, kept: 1, moved: 0 }]),
  ];
  const { classes, areas } = outcomeScopes(classCode, areaCode);
  return steps.flatMap((step) =>
    classes.flatMap((scope) => areas.map((area) => ({ edition, kind, classCode: scope, areaCode: area, ...step, at }))),
  );
}
