import { type Result, refuse } from '@wanmi/kernel';
import { finish, lapseVoid, openClock } from './clocks.ts';
import { type Decide, decided, eventOf, tell } from './decision.ts';
import { endClocks, tellEnd } from './ending.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { inspectorOf, openSpotClock, outOfWindow, taskOf, unfitInspector, windowOf } from './spot-task.ts';

export const acceptReport: Decide<'accept'> = (state, command, facts) =>
  decided(
    [
      eventOf(
        { type: 'case-accepted' },
        facts,
        [...finish(state, facts.at, 'accept'), openClock(state, facts, 'file')],
        command,
      ),
    ],
    tell({ role: 'leader' }, 'case-accepted'),
  );

export const requestVerification: Decide<'request-verification'> = (state, command, facts) => {
  const unfit = unfitInspector(state, command.inspector, 'submit-verification');
  if (unfit) return refuse(unfit);
  const task = taskOf(command.inspector ?? null, facts, command.sameTime ? windowOf(state, facts) : undefined);
  return decided(
    [
      eventOf(
        { type: 'verification-requested', task },
        facts,
        [...finish(state, facts.at, 'accept', 'file', 'verify'), openSpotClock(state, facts, 'verify', task)],
        command,
      ),
    ],
    tell(inspectorOf(task), 'verification-requested'),
  );
};

export const submitVerification: Decide<'submit-verification'> = (state, command, facts) => {
  const { result } = command;
  const early = 'task' in state && result !== 'unable' ? outOfWindow(state.task, facts) : undefined;
  if (early) return refuse(early);
  const toLeader = result !== 'unable' || state.counts.unableVerifications + 1 >= facts.policy.unableTries;
  const deadlines = toLeader ? [...finish(state, facts.at, 'verify'), openClock(state, facts, 'file')] : [];
  return decided(
    [eventOf({ type: 'verification-submitted', result, toLeader }, facts, deadlines, command)],
    tell({ role: toLeader ? 'leader' : 'acceptor' }, 'verification-submitted'),
  );
};

export const fileCase: Decide<'file'> = (state, command, facts) =>
  decided(
    [
      eventOf(
        { type: 'case-filed' },
        facts,
        [...finish(state, facts.at, 'file'), openClock(state, facts, 'dispatch')],
        command,
      ),
    ],
    { type: 'route-case' },
  );

export const rejectCase: Decide<'reject'> = (state, command, facts) =>
  decided(
    [eventOf({ type: 'case-rejected', reason: command.reason }, facts, endClocks(state, facts), command)],
    ...tellEnd(state, 'case-rejected', 'rejected'),
  );

/** A filing found wrong by the command centre goes back to the shift leader. */
export const sendFilingBack: Decide<'send-back'> = (
  state,
  command,
  facts,
): Result<never, Refusal> | ReturnType<typeof decided> => {
  if (command.to !== undefined) return refuse(refusalOf('target-not-allowed'));
  if (state.arbitration && state.arbitration.decidedBy === null) return refuse(refusalOf('arbitration-pending'));
  return decided(
    [
      eventOf(
        { type: 'filing-sent-back', reason: command.reason },
        facts,
        [...finish(state, facts.at, 'dispatch'), ...lapseVoid(state, facts.at), openClock(state, facts, 'file')],
        command,
      ),
    ],
    tell({ role: 'leader' }, 'filing-sent-back'),
  );
};
