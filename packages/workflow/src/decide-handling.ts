import { refuse } from '@wanmi/kernel';
import { finish, finishAll, openClock, resumeHandling, stopHandling } from './clocks.ts';
import { inspectorOf, taskOf, tellRegistrar, unfitInspector } from './decide-intake.ts';
import { type Decide, decided, eventOf, followUp } from './decision.ts';
import type { CaseEvent, Effect } from './event.ts';
import { evolve } from './evolve.ts';
import { departmentOf } from './permit.ts';
import { refusalOf } from './refusal.ts';
import type { CaseState } from './state.ts';

const tellDepartment = (state: CaseState, about: CaseEvent['type']): readonly Effect[] => {
  const department = departmentOf(state);
  return department ? [{ type: 'notify', to: { department }, about }] : [];
};

export const signCase: Decide<'sign'> = (state, command, facts) =>
  decided([eventOf({ type: 'case-signed' }, facts, finish(state, facts.at, 'sign'), command)]);

export const assignCase: Decide<'assign'> = (_state, command, facts) =>
  decided([eventOf({ type: 'case-assigned', assignee: command.assignee }, facts, [], command)], {
    type: 'notify',
    to: { userId: command.assignee },
    about: 'case-assigned',
  });

export const submitResult: Decide<'submit-result'> = (state, command, facts) => {
  if (facts.actor.kind !== 'user') return refuse(refusalOf('wrong-state', { state: state.state, allowed: [] }));
  const result = { outcome: command.outcome, at: facts.at, by: facts.actor.userId };
  return decided(
    [
      eventOf(
        { type: 'result-submitted', result },
        facts,
        [
          ...stopHandling(state, facts),
          openClock(state.deadlines, facts, 'confirm-feedback', facts.policy.stageLimits['confirm-feedback']),
        ],
        command,
      ),
    ],
    { type: 'notify', to: { role: 'dispatcher' }, about: 'result-submitted' },
  );
};

/** Confirms the department's result; where the city says so the check task goes out in the same act. */
export const confirmFeedback: Decide<'confirm-feedback'> = (state, command, facts) => {
  const { stageLimits, autoRequestCheck } = facts.policy;
  const confirmed = eventOf(
    { type: 'feedback-confirmed' },
    facts,
    [
      ...finish(state, facts.at, 'confirm-feedback'),
      openClock(state.deadlines, facts, 'request-check', stageLimits['request-check']),
    ],
    command,
  );
  if (!autoRequestCheck) {
    return decided([confirmed], { type: 'notify', to: { role: 'acceptor' }, about: 'feedback-confirmed' });
  }
  const next = evolve(state, confirmed);
  const task = taskOf(null, facts);
  const requested = followUp({ type: 'check-requested', task }, facts, [
    ...finish(next, facts.at, 'request-check'),
    openClock(next.deadlines, facts, 'check', stageLimits.check),
  ]);
  return decided([confirmed, requested], { type: 'notify', to: inspectorOf(task), about: 'check-requested' });
};

export const refuseFeedback: Decide<'refuse-feedback'> = (state, command, facts) =>
  decided(
    [
      eventOf(
        { type: 'feedback-refused', reason: command.reason },
        facts,
        [...finish(state, facts.at, 'confirm-feedback'), ...resumeHandling(state, facts)],
        command,
      ),
    ],
    ...tellDepartment(state, 'feedback-refused'),
  );

export const requestCheck: Decide<'request-check'> = (state, command, facts) => {
  const unfit = unfitInspector(state, command.inspector, 'submit-check');
  if (unfit) return refuse(unfit);
  const task = taskOf(command.inspector ?? null, facts);
  return decided(
    [
      eventOf(
        { type: 'check-requested', task },
        facts,
        [
          ...finish(state, facts.at, 'request-check', 'check'),
          openClock(state.deadlines, facts, 'check', facts.policy.stageLimits.check),
        ],
        command,
      ),
    ],
    { type: 'notify', to: inspectorOf(task), about: 'check-requested' },
  );
};

export const submitCheck: Decide<'submit-check'> = (state, command, facts) => {
  const { result } = command;
  const event = { type: 'check-submitted', result } as const;
  if (result === 'unable') {
    return decided([eventOf(event, facts, [], command)], {
      type: 'notify',
      to: { role: 'acceptor' },
      about: event.type,
    });
  }
  const checked = finish(state, facts.at, 'check');
  if (result === 'pass') {
    const closing = openClock(state.deadlines, facts, 'close', facts.policy.stageLimits.close);
    return decided([eventOf(event, facts, [...checked, closing], command)], {
      type: 'notify',
      to: { role: 'leader' },
      about: event.type,
    });
  }
  return decided(
    [eventOf(event, facts, [...checked, ...resumeHandling(state, facts)], command)],
    ...tellDepartment(state, event.type),
    { type: 'notify', to: { role: 'dispatcher' }, about: event.type },
  );
};

/** Sends a checked case back, to the department or to another check on the spot. */
export const sendCheckBack: Decide<'send-back'> = (state, command, facts) => {
  const { to, reason } = command;
  if (to === undefined) return refuse(refusalOf('target-needed'));
  const task = to === 'checking' ? taskOf(null, facts) : null;
  const clocks =
    to === 'checking'
      ? [openClock(state.deadlines, facts, 'check', facts.policy.stageLimits.check)]
      : resumeHandling(state, facts);
  return decided(
    [
      eventOf(
        { type: 'closing-sent-back', reason, to, task },
        facts,
        [...finish(state, facts.at, 'close'), ...clocks],
        command,
      ),
    ],
    ...(task
      ? [{ type: 'notify', to: inspectorOf(task), about: 'closing-sent-back' } as const]
      : [
          ...tellDepartment(state, 'closing-sent-back'),
          { type: 'notify', to: { role: 'dispatcher' }, about: 'closing-sent-back' } as const,
        ]),
  );
};

/** Closes a checked case, or files and closes in one act what an inspector handled on the spot. */
export const closeCase: Decide<'close'> = (state, command, facts) => {
  const inTime = state.deadlines.every(
    (clock) => clock.stage !== 'case' || clock.outcome === 'void' || facts.at <= clock.dueAt,
  );
  const tell = [...tellDepartment(state, 'case-closed'), ...tellRegistrar(state, 'case-closed')];
  if (state.state !== 'verified') {
    return decided([eventOf({ type: 'case-closed', inTime }, facts, finishAll(state, facts.at), command)], ...tell);
  }
  const filed = eventOf({ type: 'case-filed' }, facts, finishAll(state, facts.at), command);
  return decided([filed, eventOf({ type: 'case-closed', inTime }, facts)], ...tell);
};
