import { caseKeyOf, routingLog } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import type { Desk } from '../desk.ts';
import { foldRoute, outcomeChanges, uncounted } from './fold-route.ts';

/** Events of one transaction: short enough to hold no snapshot for long. */
const BATCH = 1_000;

/**
 * Counts what has happened to the routing of cases since the last call, up to the oldest transaction that still runs.
 * Returns how many events; 0 while another process counts. Safe at any time in any number of processes.
 */
export async function countRoutes(desk: Pick<Desk, 'db'>): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await countBatch(desk);
    total += count;
    if (count < BATCH) return total;
  }
}

function countBatch({ db }: Pick<Desk, 'db'>): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const position = await routingLog.lockPosition(trx);
    if (position === undefined) return 0;
    const read = await routingLog.readRoutingEvents(trx, position, BATCH);
    await routingLog.saveCounted(trx, count(read.events), read.position);
    return read.events.length;
  });
}

type Counted = Parameters<typeof routingLog.saveCounted>[1];

function count(events: readonly routingLog.RoutingEvent[]): Counted {
  const routes = new Map<string, routingLog.CaseRoute>();
  const changes = new Map<string, routingLog.OutcomeChange>();
  for (const { seq, event, state, route } of events) {
    const key = caseKeyOf(state.id);
    if (key === undefined) throw new Error(`cannot count case ${state.id}: its id has no month, needs one`);
    const before = routes.get(state.id) ?? route ?? uncounted(key, state, event.at);
    const after = foldRoute(before, seq, event);
    routes.set(state.id, after);
    for (const change of outcomeChanges(before, after, event.at)) addChange(changes, change);
  }
  return { routes: [...routes.values()], changes: [...changes.values()] };
}

function addChange(changes: Map<string, routingLog.OutcomeChange>, change: routingLog.OutcomeChange): void {
  const key = [change.edition, change.kind, change.classCode, change.areaCode, change.department].join('|');
  const found = changes.get(key);
  changes.set(key, {
    ...change,
    kept: change.kept + (found?.kept ?? 0),
    moved: change.moved + (found?.moved ?? 0),
    at: Math.max(change.at, found?.at ?? 0) as Instant,
  });
}
