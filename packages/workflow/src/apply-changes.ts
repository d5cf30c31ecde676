import type { Deadline, DeadlineChange } from './deadline.ts';

/** The clocks after an event's changes. Throws when a change does not fit them: then the history is damaged. */
export function applyChanges(deadlines: readonly Deadline[], changes: readonly DeadlineChange[]): readonly Deadline[] {
  return changes.reduce(applied, deadlines);
}

function applied(deadlines: readonly Deadline[], change: DeadlineChange): readonly Deadline[] {
  const id = change.op === 'open' ? change.deadline.id : change.id;
  const clock = deadlines.find((one) => one.id === id);
  if (change.op === 'open') {
    if (clock) throw misfit(change.op, id, clock);
    return [...deadlines, change.deadline];
  }
  // A running clock may be moved by a resumption; otherwise only what runs stops, and nothing ends twice.
  if (!clock || clock.clock === 'done' || (change.op === 'stop' && clock.clock === 'stopped')) {
    throw misfit(change.op, id, clock);
  }
  return deadlines.map((one) => (one === clock ? changed(one, change) : one));
}

const misfit = (op: DeadlineChange['op'], id: string, clock: Deadline | undefined): Error =>
  new Error(`cannot ${op} clock ${id}: it is ${clock?.clock ?? 'not there'}, and the history is damaged`);

function changed(clock: Deadline, change: Exclude<DeadlineChange, { op: 'open' }>): Deadline {
  if (change.op === 'done') {
    const light = change.outcome === 'late' ? 'red' : clock.light;
    return { ...clock, clock: 'done', doneAt: change.at, outcome: change.outcome, light };
  }
  if (change.op === 'stop') return { ...clock, clock: 'stopped', stoppedAt: change.at, left: change.left };
  const { op: _, id: __, at, ...moved } = change;
  const pauses = clock.stoppedAt === null ? clock.pauses : [...clock.pauses, { from: clock.stoppedAt, to: at }];
  return { ...clock, ...moved, clock: 'running', stoppedAt: null, left: null, pauses };
}
