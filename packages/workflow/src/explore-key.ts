import { CLOCK_RULES } from './clock-rules.ts';
import type { Handling } from './handling.ts';
import type { WorkflowPolicy } from './policy.ts';
import type { CaseState } from './state.ts';

/**
 * What distinguishes situations: everything but instants, ids, counts that nothing hangs on, cases that follow or are
 * kept apart, and orders, which come with what is late.
 */
export function keyOf(state: CaseState, policy: WorkflowPolicy): string {
  return JSON.stringify([
    state.state,
    state.verification,
    state.handledOnSpot,
    ownOf(state, policy),
    workOf('handling' in state ? state.handling : null),
    lifeOf(state, policy),
    clocksOf(state),
  ]);
}

/** How often up to where the policy draws a line, or three times: more of the same leads nowhere new. */
const upTo = (line: number, count: number): number => Math.min(count, line, 3);

/** What only its state has. */
function ownOf({ counts, ...own }: CaseState, { unableTries }: WorkflowPolicy): readonly unknown[] {
  return [
    'unrouted' in own && own.unrouted,
    'task' in own && [own.task.status, own.task.inspector],
    'returnRequest' in own && own.returnRequest && own.returnRequest.proposedBy,
    'result' in own && [own.result.outcome, own.result.followUp],
    'reopenable' in own && own.reopenable,
    'leadEnded' in own && own.leadEnded,
    'answered' in own && own.answered,
    'sentUp' in own && own.sentUp !== null,
    upTo(unableTries - 1, counts.unableVerifications),
  ];
}

function workOf(work: Handling | null): readonly unknown[] {
  if (!work) return [];
  const { extension, suspension, tasks } = work;
  return [
    extension && [extension.endorsedBy !== null, extension.approvedBy !== null],
    suspension && [suspension.endorsedBy !== null, suspension.approvedAs],
    tasks.map(({ taskId, deadlineId, signedBy, done }) => [
      taskId,
      deadlineId !== null,
      signedBy !== null,
      done !== null,
    ]),
  ];
}

/** The case as a whole. */
function lifeOf(state: CaseState, policy: WorkflowPolicy): readonly unknown[] {
  const { arbitration, voidProposal, recheck, reply, ratings, counts, priority, metAt } = state;
  return [
    arbitration && [arbitration.decidedBy !== null, arbitration.department],
    voidProposal !== null,
    recheck !== null && [recheck.result],
    [reply !== null, ratings !== null],
    [priority, priority === 'complex' && metAt !== null],
    [
      upTo(policy.mostExtensions, counts.extensions),
      upTo(policy.mostSuspensions, counts.suspensions),
      upTo(policy.arbitrationAfter, counts.returns),
      upTo(1, counts.reopens),
    ],
  ];
}

function clocksOf({ deadlines }: CaseState): readonly unknown[] {
  const running = deadlines.filter(({ clock, stage }) => clock === 'running' && stage !== 'supervision');
  const late = running
    .filter(({ light, stage }) => light === 'red' && !CLOCK_RULES[stage].waits)
    .map(({ stage }) => (stage === 'case' ? 'case' : 'stage'));
  return [running.map(({ stage }) => stage).sort(), [...new Set(late)].sort()];
}
