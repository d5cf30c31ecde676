import { refuse } from '@wanmi/kernel';
import { CLOCK_RULES } from './clock-rules.ts';
import { finish, openClock, voidClocks } from './clocks.ts';
import { tellTeam } from './decide-handling.ts';
import { type Decide, decided, eventOf, personIn, tell } from './decision.ts';
import { isEnd } from './definition.ts';
import { endClocks, replyClock, tellEnd, undoneEnd } from './ending.ts';
import type { Effect } from './event.ts';
import { moveOf } from './handling-clocks.ts';
import { refusalOf } from './refusal.ts';
import { inspectorOf, taskOf } from './spot-task.ts';

/** The same problem is on its way as another case, which counts; the one who reported this one is told what comes of it. */
export const mergeCase: Decide<'merge'> = (state, command, facts) => {
  const { other } = facts;
  if (!other) return refuse(refusalOf('other-case-needed'));
  if (other.caseId === state.id) return refuse(refusalOf('same-case'));
  if (isEnd(other.state)) return refuse(refusalOf('other-ended', { caseId: other.caseId, state: other.state }));
  if (state.followers.length > 0) return refuse(refusalOf('has-followers', { followers: state.followers.length }));
  const follower = { caseId: state.id, registeredBy: state.registeredBy };
  return decided(
    [eventOf({ type: 'case-merged', into: other.caseId }, facts, mergedClocks(state, facts), command)],
    { type: 'adopt', into: other.caseId, follower },
    ...(state.registeredBy ? [tell({ userId: state.registeredBy }, 'case-merged')] : []),
  );
};

/** The answer is owed once the case that counts has ended. */
const mergedClocks: (...args: Parameters<typeof endClocks>) => ReturnType<typeof endClocks> = (state, facts) =>
  endClocks({ ...state, reporter: null, external: null }, facts);

export const keepApart: Decide<'keep-apart'> = (state, command, { other, ...facts }) => {
  if (!other) return refuse(refusalOf('other-case-needed'));
  if (other.caseId === state.id) return refuse(refusalOf('same-case'));
  if (state.apart.includes(other.caseId)) return refuse(refusalOf('apart-already', { caseId: other.caseId }));
  return decided([eventOf({ type: 'kept-apart', other: other.caseId }, { ...facts, other }, [], command)]);
};

/** Another case was merged into this one. An ended case tells it at once; a merged one hands it on. */
export const addFollower: Decide<'add-follower'> = (state, command, facts) => {
  const { follower } = command;
  if (state.followers.some(({ caseId }) => caseId === follower.caseId)) {
    return refuse(refusalOf('follows-already', { caseId: follower.caseId }));
  }
  const effects: readonly Effect[] =
    state.state === 'merged'
      ? [{ type: 'adopt', into: state.into, follower }]
      : isEnd(state.state)
        ? [{ type: 'tell-follower', follower: follower.caseId, end: state.state }]
        : [];
  return decided([eventOf({ type: 'follower-added', follower }, facts, [], command)], ...effects);
};

/**
 * The case that counts has ended: whoever reported this one is told, and now owed an answer. Cases that followed this one
 * were handed on and hear it from there.
 */
export const followEnd: Decide<'follow-end'> = (state, command, facts) =>
  decided(
    [eventOf({ type: 'lead-ended', end: command.end }, facts, replyClock(state, facts), command)],
    ...(state.registeredBy ? [tell({ userId: state.registeredBy }, 'lead-ended')] : []),
  );

export const handOver: Decide<'hand-over'> = (state, command, facts) =>
  decided(
    [
      eventOf(
        { type: 'case-handed-over', to: command.to, record: command.reason },
        facts,
        endClocks(state, facts),
        command,
      ),
    ],
    ...tellEnd(state, 'case-handed-over', 'handed-over'),
  );

/** Out of scope: sent to the right body, with the consent of the one who reported, and followed. */
export const refer: Decide<'refer'> = (state, command, facts) => {
  const { to, consent, reason } = command;
  if (!consent && state.reporter !== null) return refuse(refusalOf('consent-needed'));
  return decided(
    [
      eventOf(
        { type: 'case-referred', to, reason },
        facts,
        [...mergedClocks(state, facts), openClock(state, facts, 'follow-referral')],
        command,
      ),
    ],
    ...tellEnd(state, 'case-referred', 'referred'),
  );
};

export const closeReferral: Decide<'close-referral'> = (state, command, facts) =>
  decided(
    [
      eventOf(
        { type: 'referral-closed', answer: command.answer },
        facts,
        [...finish(state, facts.at, 'follow-referral'), ...replyClock(state, facts)],
        command,
      ),
    ],
    ...(state.registeredBy ? [tell({ userId: state.registeredBy }, 'referral-closed')] : []),
  );

export const giveReply: Decide<'reply'> = (state, command, facts) => {
  const { method, answer } = command;
  const reply = { method, at: facts.at, by: personIn(facts) };
  return decided(
    [eventOf({ type: 'reply-given', reply, answer }, facts, finish(state, facts.at, 'reply'), command)],
    ...(state.registeredBy ? [tell({ userId: state.registeredBy }, 'reply-given')] : []),
  );
};

export const rateCase: Decide<'rate'> = (_state, command, facts) => {
  const ratings = { service: command.service, result: command.result };
  const isMark = (mark: number): boolean => Number.isInteger(mark) && mark >= 1 && mark <= 5;
  if (!isMark(ratings.service) || !isMark(ratings.result)) return refuse(refusalOf('rating-range'));
  return decided([eventOf({ type: 'case-rated', ratings }, facts, [], command)]);
};

/** Opens an ended case again: it is verified, filed and gets a new clock, while a late one stays late. */
export const reopenCase: Decide<'reopen'> = (state, command, facts) => {
  const task = taskOf(null, facts);
  return decided(
    [
      eventOf(
        { type: 'case-reopened', reason: command.reason, task },
        facts,
        [...undoneEnd(state, facts), openClock(state, facts, 'verify')],
        command,
      ),
    ],
    tell(inspectorOf(task), 'case-reopened'),
    tell({ role: 'leader' }, 'case-reopened'),
    ...tellTeam(state, 'case-reopened'),
  );
};

/** The sample of what was handled on the spot: found wanting, the case goes back to the shift leader. */
export const submitRecheck: Decide<'submit-recheck'> = (state, command, facts) => {
  const { result } = command;
  const done = finish(state, facts.at, 'recheck');
  const event = { type: 'recheck-submitted', result } as const;
  if (result !== 'not-pass') return decided([eventOf(event, facts, done, command)]);
  return decided(
    [eventOf(event, facts, [...undoneEnd(state, facts), openClock(state, facts, 'file')], command)],
    tell({ role: 'leader' }, event.type),
    tell({ role: 'supervisor' }, event.type),
  );
};

/** Another priority has another ladder, also on the clocks that are open. */
export const setPriority: Decide<'set-priority'> = (state, command, facts) => {
  const { priority } = command;
  if (priority === state.priority) return refuse(refusalOf('priority-already', { priority }));
  const again = { ...facts, state: { ...state, priority } };
  const clocks = state.deadlines
    .filter(({ clock, stage }) => clock !== 'done' && !CLOCK_RULES[stage].waits)
    .map((clock) => moveOf(clock, { due: clock.dueAt, provisional: clock.provisional }, again, null));
  return decided(
    [eventOf({ type: 'priority-set', priority }, facts, clocks, command)],
    ...(priority === 'important' ? [tell({ role: 'leader' }, 'priority-set')] : []),
  );
};

export const recordMeeting: Decide<'record-meeting'> = (_state, command, facts) =>
  command.note
    ? decided([eventOf({ type: 'meeting-recorded' }, facts, [], command)])
    : refuse(refusalOf('note-needed'));

/** The case goes to the city-level platform or another district, which answers. */
export const sendUp: Decide<'send-up'> = (state, command, facts) => {
  const { to, reason } = command;
  const sentUp = { to, at: facts.at, reason };
  return decided([
    eventOf(
      { type: 'case-sent-up', sentUp },
      facts,
      [...finish(state, facts.at, 'dispatch'), openClock(state, facts, 'upper')],
      command,
    ),
  ]);
};

export const takeBack: Decide<'take-back'> = (state, command, facts) =>
  decided(
    [
      eventOf(
        { type: 'case-taken-back', reason: command.reason },
        facts,
        [...voidClocks(state, facts.at, 'upper'), openClock(state, facts, 'dispatch')],
        command,
      ),
    ],
    tell({ role: 'dispatcher' }, 'case-taken-back'),
  );

export const submitUpperResult: Decide<'submit-upper-result'> = (state, command, facts) => {
  const { answer } = command;
  const answered = finish(state, facts.at, 'upper');
  if (command.result === 'refused') {
    const clocks = [...answered, openClock(state, facts, 'dispatch')];
    return decided(
      [eventOf({ type: 'upper-refused', answer }, facts, clocks, command)],
      tell({ role: 'dispatcher' }, 'upper-refused'),
    );
  }
  const by = facts.actor.kind === 'user' ? facts.actor.userId : null;
  const result = { outcome: 'A', at: facts.at, by } as const;
  const task = taskOf(null, facts);
  const clocks = [...answered, ...voidClocks(state, facts.at, 'decide-void'), openClock(state, facts, 'check')];
  return decided(
    [eventOf({ type: 'upper-done', answer, result, task }, facts, clocks, command)],
    tell(inspectorOf(task), 'upper-done'),
  );
};

export const proposeVoid: Decide<'propose-void'> = (state, command, facts) => {
  const { code, reason = null } = command;
  const codes = facts.policy.voidReasons.map((one) => one.code);
  if (!codes.includes(code)) return refuse(refusalOf('unknown-void-reason', { code, codes }));
  const proposal = { by: personIn(facts), at: facts.at, code, reason };
  return decided(
    [eventOf({ type: 'void-proposed', proposal }, facts, [openClock(state, facts, 'decide-void')], command)],
    tell({ role: 'supervisor' }, 'void-proposed'),
  );
};

export const approveVoid: Decide<'approve-void'> = (state, command, facts) => {
  const code = state.voidProposal?.code ?? '';
  const decidedInTime = finish(state, facts.at, 'decide-void');
  const ids = decidedInTime.flatMap((change) => ('id' in change ? [change.id] : []));
  const rest = endClocks({ ...state, deadlines: state.deadlines.filter(({ id }) => !ids.includes(id)) }, facts);
  return decided(
    [eventOf({ type: 'case-voided', code }, facts, [...decidedInTime, ...rest], command)],
    ...tellTeam(state, 'case-voided'),
    ...tellEnd(state, 'case-voided', 'voided'),
  );
};

export const refuseVoid: Decide<'refuse-void'> = (state, command, facts) =>
  decided(
    [eventOf({ type: 'void-refused', reason: command.reason }, facts, finish(state, facts.at, 'decide-void'), command)],
    ...(state.voidProposal ? [tell({ userId: state.voidProposal.by }, 'void-refused')] : []),
  );
