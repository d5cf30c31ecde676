import { type Result, refuse } from '@wanmi/kernel';
import { finish, finishAll, openClock } from './clocks.ts';
import { type Decide, decided, eventOf } from './decision.ts';
import type { Effect } from './event.ts';
import type { Facts } from './facts.ts';
import { separationOf } from './permit.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import type { Addressee, CaseState, SpotTask } from './state.ts';

/** Tells the one who reported, if that was a signed-in person. */
export const tellRegistrar = (state: CaseState, about: 'case-closed' | 'case-rejected'): readonly Effect[] =>
  state.registeredBy ? [{ type: 'notify', to: { userId: state.registeredBy }, about }] : [];

/** The inspector of a task, or every inspector of the area. */
export const inspectorOf = (task: SpotTask): Addressee =>
  task.inspector ? { userId: task.inspector } : { role: 'inspector' };

export const acceptReport: Decide<'accept'> = (state, command, facts) =>
  decided(
    [
      eventOf(
        { type: 'case-accepted' },
        facts,
        [
          ...finish(state, facts.at, 'accept'),
          openClock(state.deadlines, facts, 'file', facts.policy.stageLimits.file),
        ],
        command,
      ),
    ],
    { type: 'notify', to: { role: 'leader' }, about: 'case-accepted' },
  );

export const requestVerification: Decide<'request-verification'> = (state, command, facts) => {
  const unfit = unfitInspector(state, command.inspector, 'submit-verification');
  if (unfit) return refuse(unfit);
  const task = taskOf(command.inspector ?? null, facts);
  return decided(
    [
      eventOf(
        { type: 'verification-requested', task },
        facts,
        [
          ...finish(state, facts.at, 'accept', 'file', 'verify'),
          openClock(state.deadlines, facts, 'verify', facts.policy.stageLimits.verify),
        ],
        command,
      ),
    ],
    { type: 'notify', to: inspectorOf(task), about: 'verification-requested' },
  );
};

/** A task is not given to somebody whose acts on the case forbid the answer: nobody else could take it. */
export function unfitInspector(
  state: CaseState,
  inspector: SpotTask['inspector'] | undefined,
  answer: 'submit-verification' | 'submit-check',
): Refusal | undefined {
  const separation = inspector ? separationOf(state, inspector, answer) : undefined;
  return inspector && separation ? refusalOf('unfit-inspector', { inspector, acted: separation.acted }) : undefined;
}

/** A new task for one inspector, or for any of the area. */
export const taskOf = (inspector: SpotTask['inspector'], facts: Facts): SpotTask => ({
  taskId: facts.newId(),
  inspector,
  sentAt: facts.at,
  status: 'open',
});

export const submitVerification: Decide<'submit-verification'> = (state, command, facts) => {
  const { result } = command;
  const { unableTries, stageLimits } = facts.policy;
  const toLeader = result !== 'unable' || state.counts.unableVerifications + 1 >= unableTries;
  const deadlines = toLeader
    ? [...finish(state, facts.at, 'verify'), openClock(state.deadlines, facts, 'file', stageLimits.file)]
    : [];
  return decided([eventOf({ type: 'verification-submitted', result, toLeader }, facts, deadlines, command)], {
    type: 'notify',
    to: { role: toLeader ? 'leader' : 'acceptor' },
    about: 'verification-submitted',
  });
};

export const fileCase: Decide<'file'> = (state, command, facts) =>
  decided(
    [
      eventOf(
        { type: 'case-filed' },
        facts,
        [
          ...finish(state, facts.at, 'file'),
          openClock(state.deadlines, facts, 'dispatch', facts.policy.stageLimits.dispatch),
        ],
        command,
      ),
    ],
    { type: 'route-case' },
  );

export const rejectCase: Decide<'reject'> = (state, command, facts) =>
  decided(
    [eventOf({ type: 'case-rejected', reason: command.reason }, facts, finishAll(state, facts.at), command)],
    ...tellRegistrar(state, 'case-rejected'),
  );

/** A filing found wrong by the command centre goes back to the shift leader. */
export const sendFilingBack: Decide<'send-back'> = (
  state,
  command,
  facts,
): Result<never, Refusal> | ReturnType<typeof decided> => {
  if (command.to !== undefined) return refuse(refusalOf('target-not-allowed'));
  return decided(
    [
      eventOf(
        { type: 'filing-sent-back', reason: command.reason },
        facts,
        [
          ...finish(state, facts.at, 'dispatch'),
          openClock(state.deadlines, facts, 'file', facts.policy.stageLimits.file),
        ],
        command,
      ),
    ],
    { type: 'notify', to: { role: 'leader' }, about: 'filing-sent-back' },
  );
};
