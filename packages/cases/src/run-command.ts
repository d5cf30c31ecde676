import { type CaseKey, type CaseRecord, caseKeyOf, cases } from '@wanmi/db';
import { accept, type Result, refuse, type UserId } from '@wanmi/kernel';
import { type Actor, decide, type Facts } from '@wanmi/workflow';
import { type Answer, freshAnswer, settleRefusal, storedAnswer } from './answer.ts';
import {
  type CaseError,
  caseNotFound,
  requestInProgress,
  tooContended,
  unknownMedia,
  versionConflict,
} from './case-error.ts';
import { keptAnswer, recordOf } from './case-record.ts';
import { viewCase } from './case-view.ts';
import { personNamed, personRefusal } from './check-person.ts';
import type { CommandInput } from './command-input.ts';
import { collectContents } from './contents.ts';
import type { Desk } from './desk.ts';
import { chainEvents } from './event-chain.ts';
import { factsFor } from './facts.ts';
import { otherCase } from './other-case.ts';
import { readCommand } from './read-command.ts';
import { refusalError } from './refusal-error.ts';
import type { Idempotency } from './report-input.ts';
import { settleAssignee } from './settle-assignee.ts';
import { canSee, seenOf } from './visibility.ts';

// The one way to change a case, for people, workers and timers. Nothing is locked while it is decided: the case is read,
// decided, and written on condition that its last event is still the one that was read; otherwise all is done anew. Two
// round trips and no open transaction, so a process that dies in between leaves nothing behind.

/** Who gives a command, and what it hangs on. */
export type CommandGiven = {
  readonly by: Actor;
  readonly idempotency?: Idempotency;
  /** The outbox row that asks for the command; it goes in the same statement, and without it nothing is done. */
  readonly effectId?: number;
};

type Request = {
  readonly desk: Desk;
  readonly key: CaseKey;
  readonly input: CommandInput;
  readonly given: CommandGiven;
  readonly userId: UserId | null;
};

/** `again`: somebody wrote in between. */
type Attempt = Result<Answer, CaseError> | 'again';

/** Each lost round is another writer's success; a case has few writers at once. */
const ATTEMPTS = 40;

/** Carries out one command on one case: visible, at the version expected, decided by the workflow, and written whole. */
export async function runCommand(
  desk: Desk,
  caseId: string,
  input: CommandInput,
  given: CommandGiven,
): Promise<Result<Answer, CaseError>> {
  const key = caseKeyOf(caseId);
  if (key === undefined) return refuse(caseNotFound(caseId));
  const userId = given.by.kind === 'user' ? given.by.userId : null;
  const request: Request = { desk, key, input, given, userId };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const outcome = await tryCommand(request);
    if (outcome !== 'again') return outcome;
  }
  return refuse(tooContended(caseId));
}

async function tryCommand(request: Request): Promise<Attempt> {
  const { desk, key, input, given, userId } = request;
  const { by, idempotency, effectId = null } = given;
  const loaded = await cases.load(desk.db, key, {
    idempotency: userId && idempotency ? { userId, key: idempotency.key } : null,
    effectId,
    person: personNamed(input) as UserId | null,
  });
  if (loaded?.given && idempotency) return storedAnswer(loaded.given, idempotency);
  if (!loaded || !canSee(by, seenOf(loaded.state))) return refuse(caseNotFound(key.caseId));
  const { state } = loaded;
  if (!loaded.effectOpen) {
    return accept({ status: 200, body: viewCase(state, desk.reference()), replayed: true, outcome: 'done-before' });
  }
  const refused = refusalBefore({ input, by }, loaded);
  if (refused) return settleRefusal(desk, userId, idempotency, refused);
  const other = await otherCase(desk, by, input);
  if (!other.ok) return settleRefusal(desk, userId, idempotency, other.error);
  const whole = await settleAssignee(desk, by, state, input);
  if (!whole.ok) return settleRefusal(desk, userId, idempotency, whole.error);
  return decideAndWrite({ ...request, input: whole.value }, loaded, other.value);
}

function refusalBefore(
  { input, by }: { readonly input: CommandInput; readonly by: Actor },
  { state, personPosts }: cases.LoadedCase,
): CaseError | undefined {
  const { expectedVersion, type } = input;
  if (expectedVersion !== 'latest' && expectedVersion !== state.version) {
    return versionConflict(state.id, type, expectedVersion, state.version);
  }
  return personRefusal(state, { input, by }, personPosts);
}

async function decideAndWrite(
  request: Request,
  { state, headMac }: cases.LoadedCase,
  other: Facts['other'],
): Promise<Attempt> {
  const { desk, key, input, given, userId } = request;
  const { by, idempotency, effectId = null } = given;
  const reference = desk.reference();
  const at = desk.now();
  const contents = collectContents(desk.newId());
  const command = readCommand(input, contents);
  if (!command.ok) return command;
  const decided = decide(
    state,
    command.value,
    factsFor(desk, reference, by, { at, subject: state.subject, place: state.place, other }),
  );
  if (!decided.ok) {
    const error = refusalError(`${input.type} case ${state.id}`, decided.error, {
      caseId: state.id,
      command: input.type,
    });
    return settleRefusal(desk, userId, idempotency, error);
  }
  const chain = chainEvents(desk.auditKey, key, { state, mac: headMac }, decided.value.events);
  const view = viewCase(chain.state, reference);
  const record: CaseRecord = recordOf({
    ...{ key, chain, contents, at, decision: decided.value },
    media: { mediaIds: input.mediaIds ?? [], by: userId },
    answer: userId && idempotency ? keptAnswer(userId, idempotency, 200, view) : null,
  });
  const written = await cases.updateCase(desk.db, record, { previousSeq: state.seq, effectId });
  switch (written.outcome) {
    case 'written':
      return accept(freshAnswer(200, view));
    case 'answered':
    case 'outdated':
      return 'again'; // the next reading finds the answer, or the newer case
    case 'in-progress':
      return refuse(requestInProgress(idempotency?.key ?? ''));
    case 'media-taken':
      return settleRefusal(desk, userId, idempotency, unknownMedia(input.mediaIds ?? []));
  }
}
