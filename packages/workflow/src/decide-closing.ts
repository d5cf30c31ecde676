import { refuse } from '@wanmi/kernel';
import { finish, finishAll, openClock } from './clocks.ts';
import { tellDepartment, tellTeam } from './decide-handling.ts';
import { type Decide, decided, eventOf, followUp, tell } from './decision.ts';
import { endClocks, tellEnd } from './ending.ts';
import type { CaseEvent, Effect } from './event.ts';
import { evolve } from './evolve.ts';
import type { Facts } from './facts.ts';
import { resumeHandling } from './handling-clocks.ts';
import { departmentOf } from './permit.ts';
import { refusalOf } from './refusal.ts';
import { inspectorOf, openSpotClock, outOfWindow, taskOf, unfitInspector, windowOf } from './spot-task.ts';
import type { CaseState } from './state.ts';

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
  const task = taskOf(command.inspector ?? null, facts, command.sameTime ? windowOf(state, facts) : undefined);
  return decided(
    [
      eventOf(
        { type: 'check-requested', task },
        facts,
        [...finish(state, facts.at, 'request-check', 'check'), openSpotClock(state, facts, 'check', task)],
        command,
      ),
    ],
    tell(inspectorOf(task), 'check-requested'),
  );
};

export const submitCheck: Decide<'submit-check'> = (state, command, facts) => {
  const { result } = command;
  const event = { type: 'check-submitted', result } as const;
  if (result === 'unable') {
    return decided([eventOf(event, facts, [], command)], tell({ role: 'acceptor' }, event.type));
  }
  const early = 'task' in state ? outOfWindow(state.task, facts) : undefined;
  if (early) return refuse(early);
  const checked = finish(state, facts.at, 'check');
  if (result === 'pass') {
    const clocks = [...checked, openClock(state, facts, 'close')];
    return decided([eventOf(event, facts, clocks, command)], tell({ role: 'leader' }, event.type));
  }
  const back = backToWork(state, facts);
  return decided([eventOf(event, facts, [...checked, ...back], command)], ...tellWork(state, event.type));
};

/** The work goes on: at the department with its clock, or at the upper platform. */
const backToWork = (state: CaseState, facts: Facts) =>
  departmentOf(state) === null ? [openClock(state, facts, 'upper')] : resumeHandling(state, facts);

const tellWork = (state: CaseState, about: CaseEvent['type']): readonly Effect[] => [
  ...tellDepartment(state, about),
  tell({ role: 'dispatcher' }, about),
];

/** Sends a checked case back, to those who did the work or to another check on the spot. */
export const sendCheckBack: Decide<'send-back'> = (state, command, facts) => {
  const { to, reason } = command;
  if (to === undefined) return refuse(refusalOf('target-needed'));
  const task = to === 'checking' ? taskOf(null, facts) : null;
  const clocks = task ? [openClock(state, facts, 'check')] : backToWork(state, facts);
  return decided(
    [
      eventOf(
        { type: 'closing-sent-back', reason, to, task },
        facts,
        [...finish(state, facts.at, 'close'), ...clocks],
        command,
      ),
    ],
    ...(task ? [tell(inspectorOf(task), 'closing-sent-back')] : tellWork(state, 'closing-sent-back')),
  );
};

/** Closes a checked case, or files and closes in one act what an inspector handled on the spot. */
export const closeCase: Decide<'close'> = (state, command, facts) => {
  const inTime = state.deadlines.every((clock) => clock.stage !== 'case' || isKept(clock, facts.at));
  const told = [...tellTeam(state, 'case-closed'), ...tellEnd(state, 'case-closed', 'closed')];
  const closed = { type: 'case-closed', inTime } as const;
  if (state.state !== 'verified') {
    return decided([eventOf(closed, facts, endClocks(state, facts, 'reopen'), command)], ...told);
  }
  const filed = eventOf({ type: 'case-filed' }, facts, finishAll(state, facts.at), command);
  const after = evolve(state, filed);
  const closing = eventOf(closed, facts, endClocks(after, facts, 'reopen'));
  const again = sampled(evolve(after, closing), facts);
  return decided([filed, closing, ...again.events], ...told, ...again.effects);
};

/** Of what was handled on the spot a sample is judged again by another inspector. */
function sampled(
  state: CaseState,
  facts: Facts,
): { readonly events: readonly CaseEvent[]; readonly effects: readonly Effect[] } {
  if (facts.draw * 100 >= facts.policy.recheckPercent) return { events: [], effects: [] };
  const task = taskOf(null, facts);
  const requested = followUp({ type: 'recheck-requested', task }, facts, [openClock(state, facts, 'recheck')]);
  return { events: [requested], effects: [tell(inspectorOf(task), 'recheck-requested')] };
}

const isKept = ({ outcome, doneAt, dueAt }: CaseState['deadlines'][number], at: number): boolean =>
  outcome === 'void' || (doneAt ?? at) <= dueAt;
