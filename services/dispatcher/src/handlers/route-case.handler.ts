import { type CommandInput, type Desk, questionOfCase, runCommand } from '@wanmi/cases';
import type { EffectJob } from '@wanmi/contracts';
import { caseKeyOf, cases, outbox } from '@wanmi/db';
import { HopelessJobError } from '@wanmi/queue';
import { type Routing, route } from '@wanmi/routing';
import type { CaseState } from '@wanmi/workflow';
import { DISPATCHER } from './dispatcher-actor.ts';

/**
 * Sends a filed case to the department that the rules name, or puts it on the dispatcher's list with the candidates;
 * the explanation is kept either way. A case that a person has moved on meanwhile needs no routing: its effect goes.
 * Throws HopelessJobError when there is no such case.
 */
export async function handleRouteCase(
  desk: Desk,
  { effectId, caseId }: EffectJob,
): Promise<'dispatched' | 'left-to-a-person' | 'done-before' | 'stale'> {
  const state = await findPending(desk, effectId, caseId);
  if (state === undefined) return 'done-before';
  if (state.state !== 'filed' || state.unrouted) return discard(desk, effectId);

  const reference = desk.reference();
  const routing = route(reference.rules, await questionOfCase(desk.db, state, reference.calendars.city, desk.now()));
  const result = await runCommand(desk, state.id, commandOf(routing), { by: DISPATCHER, effectId });
  if (result.ok) return routing.outcome === 'decided' ? 'dispatched' : 'left-to-a-person';
  if (result.error.code !== 'case-refused') throw result.error;
  // A person was faster, or the case refuses what the rules say: only the first is an end of it.
  if ((await getCase(desk, caseId)).state === 'filed') throw result.error;
  return discard(desk, effectId);
}

/** The case while the effect waits to be done, both in one round trip. Undefined when it was done before. */
async function findPending(desk: Desk, effectId: number, caseId: string): Promise<CaseState | undefined> {
  const key = caseKeyOf(caseId);
  const loaded = key && (await cases.load(desk.db, key, { effectId, idempotency: null, person: null }));
  if (loaded) return loaded.effectOpen ? loaded.state : undefined;
  return (await outbox.isEffectPending(desk.db, effectId)) ? getCase(desk, caseId) : undefined;
}

async function getCase(desk: Desk, caseId: string): Promise<CaseState> {
  const key = caseKeyOf(caseId);
  const state = key && (await cases.find(desk.db, key));
  if (state) return state;
  throw new HopelessJobError(`cannot route case ${caseId}: found none, needs a stored case`);
}

async function discard(desk: Desk, effectId: number): Promise<'stale'> {
  await outbox.discardEffect(desk.db, effectId);
  return 'stale';
}

function commandOf({ explanation, ...conclusion }: Routing): CommandInput {
  if (conclusion.outcome === 'undecided') return { type: 'leave-unrouted', expectedVersion: 'latest', explanation };
  const { department, assisting, told } = conclusion;
  return { type: 'dispatch', expectedVersion: 'latest', departmentCode: department, assisting, told, explanation };
}
