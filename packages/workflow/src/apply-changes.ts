import type { Instant } from '@wanmi/kernel';
import type { Deadline, DeadlineChange, Rung } from './deadline.ts';

/** The clocks after an event's changes. Throws when a change does not fit them: then the history is damaged. */
export function applyChanges(deadlines: readonly Deadline[], changes: readonly DeadlineChange[]): readonly Deadline[] {
  return changes.reduce(applied, deadlines);
}

function applied(deadlines: readonly Deadline[], change: DeadlineChange): readonly Deadline[] {
  const id = change.op === 'open' ? change.deadline.id : change.id;
  const clock = deadlines.find((one) => one.id === id);
  if (change.op === 'open') {
    if (clock) throw misfit(change.op, id, clock);
    return [...deadlines, { ...NEW, ...plain(change.deadline), ...rungsIn(change.deadline) }];
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
  switch (change.op) {
    case 'done': {
      const light = change.outcome === 'late' ? 'red' : clock.light;
      return { ...clock, clock: 'done', doneAt: change.at, outcome: change.outcome, light };
    }
    case 'stop':
      return { ...clock, clock: 'stopped', stoppedAt: change.at, left: change.left };
    case 'resume':
      return resumed(clock, change);
    case 'move': {
      const { op: _, id: __, at, by, left, ...moved } = change;
      const extensions = by === null ? clock.extensions : [...clock.extensions, { at, by }];
      return { ...clock, ...moved, left, extensions };
    }
  }
}

function resumed(clock: Deadline, change: Extract<DeadlineChange, { op: 'resume' }>): Deadline {
  const { op: _, id: __, at, ...moved } = change;
  const again = {
    ...clock,
    ...plain(moved),
    ...rungsIn(change),
    clock: 'running',
    stoppedAt: null,
    left: null,
  } as const;
  if (change.startAt !== clock.startAt) return { ...again, pauses: [], extensions: [] };
  const pauses = clock.stoppedAt === null ? clock.pauses : [...clock.pauses, { from: clock.stoppedAt, to: at }];
  return { ...again, pauses };
}

const NEW = { reached: 0, extensions: [] } as const;

/** The ladder of a change; histories that know one level only name its instant. */
function rungsIn(change: { readonly rungs?: readonly Rung[]; readonly escalateAt?: Instant }): {
  rungs: readonly Rung[];
} {
  const { rungs, escalateAt } = change;
  return { rungs: rungs ?? (escalateAt === undefined ? [] : [{ at: escalateAt, to: 'supervisor' }]) };
}

/** Without the fields that histories with one level have instead of the ladder. */
function plain<Fields extends object>(fields: Fields): Fields {
  const copy = { ...fields };
  for (const name of ['escalateAt', 'escalated']) Reflect.deleteProperty(copy, name);
  return copy;
}
