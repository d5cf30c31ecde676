import { events, routes } from '@wanmi/db';
import type { DepartmentCode } from '@wanmi/kernel';
import { type Question, type RankedCandidate, rankCandidates, route, shareOfOutcomes } from '@wanmi/routing';
import type { Actor, CaseEvent } from '@wanmi/workflow';
import type { Desk } from '../desk.ts';
import { findSeen, findState } from '../find-case.ts';
import { outcomeScopes } from './fold-route.ts';
import { questionOfCase } from './question-of-case.ts';

/**
 * Departments for a dispatcher to choose among, the best first, with their reasons; undefined when there is no such case
 * that this person may see. Asked anew: rules and history as they are now.
 */
export async function findCandidates(
  desk: Desk,
  viewer: Actor,
  caseId: string,
): Promise<readonly RankedCandidate[] | undefined> {
  const found = await findSeen(desk, viewer, caseId, findState);
  if (!found) return undefined;
  const { calendars } = desk.reference();
  const question = await questionOfCase(desk.db, found.state, calendars.city, desk.now());
  const history = await events.list(desk.db, found.key, ['case-dispatched', 'return-accepted']);
  return rankFor(desk, question, returnersIn(history.map(({ body }) => body)));
}

/** Of those that history names, whom a dispatcher may still read. */
const MOST_LEARNED = 10;

/** Ranks departments for any question, with the history around its class and place. Cost: nine counts a department. */
export async function rankFor(
  desk: Pick<Desk, 'db' | 'reference'>,
  question: Question,
  returnedBy: readonly DepartmentCode[] = [],
): Promise<readonly RankedCandidate[]> {
  const { rules } = desk.reference();
  const { edition, kind, classCode, gridCode } = question;
  const counts = await routes.listOutcomes(desk.db, { edition, kind, ...outcomeScopes(classCode, gridCode) });
  const history = shareOfOutcomes(counts).slice(0, MOST_LEARNED);
  const { departments } = rules;
  return rankCandidates(route(rules, question), { departments, history, returnedBy });
}

/** The departments that gave a case back, first to last, each once. */
function returnersIn(history: readonly CaseEvent[]): readonly DepartmentCode[] {
  const returners = new Set<DepartmentCode>();
  let at: DepartmentCode | undefined;
  for (const event of history) {
    if (event.type === 'case-dispatched') at = event.department;
    else if (event.type === 'return-accepted' && at !== undefined) returners.add(at);
  }
  return [...returners];
}
