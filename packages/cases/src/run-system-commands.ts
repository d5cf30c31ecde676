import { type CaseKey, caseKeyOf, cases } from '@wanmi/db';
import { type Actor, type CaseEvent, type CaseState, decide, type Effect } from '@wanmi/workflow';
import { type CaseError, caseNotFound, tooContended } from './case-error.ts';
import { recordOf } from './case-record.ts';
import type { CommandInput } from './command-input.ts';
import { type Contents, collectContents } from './contents.ts';
import type { Desk } from './desk.ts';
import { type Chain, chainEvents } from './event-chain.ts';
import { factsFor } from './facts.ts';
import { readCommand } from './read-command.ts';

// The same way as runCommand, for what the system does to many cases at once: all are read in one round trip, each is
// decided by itself, and all are written in one round trip and one commit, each on condition that its last event is still
// the one that was read. What somebody else changed meanwhile is read and decided anew. A case that cannot be decided or
// written holds up no other.

/** Commands of the system on one case, in order, decided together and written as one. */
export type SystemWork = { readonly caseId: string; readonly inputs: readonly CommandInput[] };

/** For each command whether it was done or the workflow refused it; or why nothing could be done. */
export type SystemOutcome = { readonly caseId: string } & (
  | { readonly outcomes: readonly ('done' | 'refused')[] }
  | { readonly error: CaseError | Error }
);

type SystemActor = Actor & { readonly kind: 'system' };
type Loaded = { readonly state: CaseState; readonly headMac: Buffer };
type Decided = {
  readonly record: cases.SystemRecord['record'] | null;
  readonly outcomes: readonly ('done' | 'refused')[];
};

/** Each lost round is another writer's success; a case has few writers at once. */
const ATTEMPTS = 40;

/** Gives commands of the system to many cases; each case once. Outcomes come in the order of the works. */
export async function runSystemCommands(
  desk: Desk,
  by: SystemActor,
  works: readonly SystemWork[],
): Promise<readonly SystemOutcome[]> {
  const found = new Map<string, SystemOutcome>();
  let open = works;
  for (let attempt = 0; attempt < ATTEMPTS && open.length > 0; attempt += 1) {
    for (const outcome of await tryAll(desk, by, open)) found.set(outcome.caseId, outcome);
    open = open.filter(({ caseId }) => !found.has(caseId));
  }
  return works.map(({ caseId }) => found.get(caseId) ?? { caseId, error: tooContended(caseId) });
}

/** What is settled after one round; a case missing from it has to be tried again. */
async function tryAll(desk: Desk, by: SystemActor, works: readonly SystemWork[]): Promise<readonly SystemOutcome[]> {
  try {
    return await tryTogether(desk, by, works);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const [only, ...others] = works;
    if (only && others.length === 0) return [{ caseId: only.caseId, error }];
    // One of them, or the database: each by itself tells.
    const alone: SystemOutcome[] = [];
    for (const work of works) alone.push(...(await tryAll(desk, by, [work])));
    return alone;
  }
}

async function tryTogether(
  desk: Desk,
  by: SystemActor,
  works: readonly SystemWork[],
): Promise<readonly SystemOutcome[]> {
  const loaded = await cases.loadMany(
    desk.db,
    works.flatMap(({ caseId }) => caseKeyOf(caseId) ?? []),
  );
  const settled: SystemOutcome[] = [];
  const toWrite: { readonly given: cases.SystemRecord; readonly outcome: SystemOutcome }[] = [];
  for (const work of works) {
    const { caseId } = work;
    const [key, before] = [caseKeyOf(caseId), loaded.get(caseId)];
    if (key === undefined || before === undefined) {
      settled.push({ caseId, error: caseNotFound(caseId) });
      continue;
    }
    const { record, outcomes } = decideAll(desk, by, { key, before, work });
    const outcome = { caseId, outcomes };
    if (record === null) settled.push(outcome);
    else toWrite.push({ given: { record, previousSeq: before.state.seq }, outcome });
  }
  if (toWrite.length === 0) return settled;
  const written = await cases.updateCases(
    desk.db,
    toWrite.map(({ given }) => given),
  );
  return [...settled, ...toWrite.flatMap(({ outcome }) => (written.has(outcome.caseId) ? [outcome] : []))];
}

type Deciding = { readonly key: CaseKey; readonly before: Loaded; readonly work: SystemWork };

/** Decides the commands one after the other, each on what the one before made of the case. */
function decideAll(desk: Desk, by: SystemActor, { key, before, work }: Deciding): Decided {
  const at = desk.now();
  const contents = collectContents(desk.newId());
  const outcomes: ('done' | 'refused')[] = [];
  const events: CaseEvent[] = [];
  const effects: Effect[] = [];
  let chain: Chain = { state: before.state, headMac: before.headMac, records: [] };
  for (const input of work.inputs) {
    const decision = decideOne(desk, by, { input, state: chain.state, contents });
    outcomes.push(decision === undefined ? 'refused' : 'done');
    if (decision === undefined) continue;
    const next = chainEvents(desk.auditKey, key, { state: chain.state, mac: chain.headMac }, decision.events);
    chain = { ...next, records: [...chain.records, ...next.records] };
    events.push(...decision.events);
    effects.push(...decision.effects);
  }
  if (events.length === 0) return { record: null, outcomes };
  const decision = { events, effects };
  const record = recordOf({
    ...{ key, chain, contents, at, decision },
    ...{ media: { mediaIds: [], by: null }, answer: null },
  });
  return { record, outcomes };
}

type One = { readonly input: CommandInput; readonly state: CaseState; readonly contents: Contents };

function decideOne(desk: Desk, by: SystemActor, { input, state, contents }: One) {
  const command = readCommand(input, contents);
  if (!command.ok) throw command.error;
  const facts = factsFor(desk, desk.reference(), by, { at: desk.now(), subject: state.subject, place: state.place });
  const decided = decide(state, command.value, facts);
  return decided.ok ? decided.value : undefined;
}
