import type { DepartmentCode, Instant } from '@wanmi/kernel';
import type { CaseState, Channel, Deadline } from '@wanmi/workflow';

/** What evaluation knows of a case: a flat row, small enough to keep a year of them. */
export type CaseFacts = {
  readonly caseId: string;
  /** The grid's code, or a longer area's where the place has no grid; its prefixes are the areas. */
  readonly areaCode: string;
  readonly channel: Channel;
  /** The department at work last; null before dispatch and for what was handled on the spot. */
  readonly department: DepartmentCode | null;
  readonly reportedAt: Instant;
  readonly filedAt: Instant | null;
  /** The department's clock. A clock taken away by an accepted return is not here: that department is not measured. */
  readonly handling: TimedWork | null;
  /** The whole case's clock, from its first dispatch to its closing. */
  readonly closing: TimedWork | null;
  readonly reworks: number;
  readonly returns: number;
};

/** A piece of work with a deadline. Done on the very instant of `dueAt` is in time. */
export type TimedWork = {
  readonly startAt: Instant;
  readonly dueAt: Instant;
  /** Null while it is open, and again after a result that was refused. */
  readonly doneAt: Instant | null;
  /** From start to end less the spans that are not charged, by the clock; null while it is open. */
  readonly takenMs: number | null;
};

/** The row of a case as it stands. */
export function factsOf(state: CaseState): CaseFacts {
  const handling = 'handling' in state ? state.handling : null;
  const handleClock = state.deadlines.find(({ id }) => id === handling?.deadlineId);
  const caseClock = state.deadlines.findLast(({ stage, outcome }) => stage === 'case' && outcome !== 'void');
  return {
    caseId: state.id,
    areaCode: state.place.areaCode,
    channel: state.channel,
    department: handling?.department ?? null,
    reportedAt: state.reportedAt,
    filedAt: filedAtOf(state),
    handling: handleClock ? timedWork(handleClock, handleClock.stoppedAt ?? handleClock.doneAt) : null,
    closing: caseClock ? timedWork(caseClock, state.state === 'closed' ? state.closedAt : null) : null,
    reworks: state.counts.reworks,
    returns: state.counts.returns,
  };
}

/** A closed case remembers its filing only by the clock of the dispatch, which filing opened. */
function filedAtOf(state: CaseState): Instant | null {
  if ('filedAt' in state) return state.filedAt;
  if (state.state !== 'closed') return null;
  return state.deadlines.find(({ stage }) => stage === 'dispatch')?.startAt ?? state.closedAt;
}

function timedWork({ startAt, dueAt, pauses }: Deadline, doneAt: Instant | null): TimedWork {
  const paused = pauses.reduce((sum, { from, to }) => sum + (to - from), 0);
  return { startAt, dueAt, doneAt, takenMs: doneAt === null ? null : doneAt - startAt - paused };
}
