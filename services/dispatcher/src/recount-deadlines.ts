import { type Desk, findUncovered, runSystemCommands } from '@wanmi/cases';
import { notices, recount } from '@wanmi/db';
import { DISPATCHER } from './handlers/dispatcher-actor.ts';

// When a calendar changes, every open case is counted anew. The walk goes through the cases by their ids and notes after
// each step how far it has come, so that a process that ends is followed by another at the same place. One process walks at
// a time. A case opened meanwhile is counted by the new calendar from the start, once every process has read it: the walk
// waits for that.

/** Cases of one step: few enough that the step's transaction is short. */
const BATCH = 50;
/** Every process reads a changed calendar within two seconds; a slow one has this long. */
const READ_EVERYWHERE_MS = 10_000;

/** Told of the cases that could not be counted; the walk goes on. */
export type OnFailures = (failures: readonly unknown[]) => void;

/** Takes one step of the walk, if there is one to take. Returns how many cases it looked at; undefined when all is done. */
export function recountStep(desk: Desk, onFailures: OnFailures): Promise<number | undefined> {
  return desk.db.transaction().execute(async (trx) => {
    const progress = await recount.lockProgress(trx);
    if (progress === undefined) return undefined;
    const { version, ageMs } = await recount.calendarAge(trx);
    const isNew = version !== progress.version;
    if (!isNew && progress.after === null) return undefined;
    if (ageMs < READ_EVERYWHERE_MS || desk.reference().versions.calendar !== version) return undefined;
    const caseIds = await recount.listClocked(trx, isNew ? '' : (progress.after ?? ''), BATCH);
    const moved = await recountCases(desk, caseIds, onFailures);
    const after = caseIds.length < BATCH ? null : (caseIds.at(-1) ?? null);
    await recount.noteProgress(trx, { version, after }, { looked: caseIds.length, moved });
    return caseIds.length;
  });
}

/** True when there may be another step at once. */
export const isFullStep = (looked: number | undefined): boolean => looked === BATCH;

/** Counts the deadlines of some cases anew. Returns how many cases changed. Throws when none of them could be counted. */
async function recountCases(desk: Desk, caseIds: readonly string[], onFailures: OnFailures): Promise<number> {
  const inputs = [{ type: 'recount-deadlines', expectedVersion: 'latest' }] as const;
  const outcomes = await runSystemCommands(
    desk,
    DISPATCHER,
    caseIds.map((caseId) => ({ caseId, inputs })),
  );
  const failures = outcomes.flatMap((one) => ('error' in one ? [one.error] : []));
  if (failures.length > 0 && failures.length === caseIds.length) {
    throw new AggregateError(failures, `cannot recount the deadlines of ${failures.length} cases: all of them failed`);
  }
  if (failures.length > 0) onFailures(failures);
  return outcomes.filter((one) => 'outcomes' in one && one.outcomes.includes('done')).length;
}

/**
 * Tells administrators of each year without published holidays that open deadlines reach into: once for a year and a zone,
 * however many cases. Returns how many such notices were written.
 */
export async function warnOfUncovered(desk: Desk): Promise<number> {
  const { years } = await findUncovered(desk);
  let told = 0;
  for (const { year, zone } of years) {
    const about = 'calendar-uncovered';
    const notice = { role: 'admin', about, onceKey: `${about} ${zone} ${year}`, details: { year, zone } };
    if (await notices.tellRoleOnce(desk.db, notice)) told += 1;
  }
  return told;
}
