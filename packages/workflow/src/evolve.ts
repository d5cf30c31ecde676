import { applyChanges } from './apply-changes.ts';
import { damaged } from './case-work.ts';
import type { Deadline } from './deadline.ts';
import type { CaseEvent, EventType } from './event.ts';
import { EVENT_STATES } from './event-states.ts';
import { coreAfter } from './evolve-core.ts';
import { partAfter } from './evolve-part.ts';
import type { CaseCore, CaseState, Counts } from './state.ts';
import { lightOf } from './timers.ts';

/** Events that change no content: people who saw the version before them are not refused for them. */
const QUIET: readonly EventType[] = [
  'light-changed',
  'deadline-escalated',
  'note-added',
  'routing-undecided',
  'supervision-ordered',
  'supervision-answered',
  'reopening-ended',
  'follower-added',
  'kept-apart',
  'meeting-recorded',
];

/**
 * The case after one event. `undefined` is the case before its first event, which must be `case-reported`.
 * Throws when an event does not fit the state: then the history is damaged.
 */
export function evolve(state: CaseState | undefined, event: CaseEvent): CaseState {
  if (event.type === 'case-reported') {
    if (state) throw damaged(state, event);
    return begin(event);
  }
  if (!state) throw new Error(`cannot begin a case with "${event.type}": its first event must be "case-reported"`);
  if (!EVENT_STATES[event.type].includes(state.state)) throw damaged(state, event);
  const deadlines = lights(applyChanges(state.deadlines, event.deadlines), event);
  const core: CaseCore = {
    ...coreOf(state),
    seq: state.seq + 1,
    version: QUIET.includes(event.type) ? state.version : state.version + 1,
    deadlines,
    light: lightOf(deadlines),
    ...coreAfter(state, event),
  };
  const part = partAfter(state, event);
  return part ? { ...core, ...part } : { ...state, ...core };
}

/** Replays a whole history. Throws for an empty or damaged one. */
export function replay(events: readonly CaseEvent[]): CaseState {
  const state = events.reduce<CaseState | undefined>(evolve, undefined);
  if (!state) throw new Error('cannot replay a case: its history is empty');
  return state;
}

const NO_COUNTS: Counts = {
  ...{ returns: 0, refusedReturns: 0, reworks: 0, unableVerifications: 0, unableChecks: 0 },
  ...{ extensions: 0, suspensions: 0, reopens: 0, failedRechecks: 0 },
};

function begin(event: CaseEvent & { type: 'case-reported' }): CaseState {
  const { managed, caseId, priority = 'ordinary', emergency = false, external = null, ...report } = event.report;
  const registeredBy = event.by.kind === 'user' ? event.by.userId : null;
  return {
    ...report,
    id: caseId,
    ...{ version: 1, seq: 1, reportedAt: event.at, registeredBy, light: 'green', verification: null },
    deadlines: applyChanges([], event.deadlines),
    acts: report.handledOnSpot && registeredBy ? [{ userId: registeredBy, command: 'handled-on-spot' }] : [],
    counts: NO_COUNTS,
    ...{ supervisions: [], departments: [], priority, emergency, external, followers: [], apart: [] },
    ...{ arbitration: null, voidProposal: null, metAt: null, recheck: null, reply: null, ratings: null },
    state: 'reported',
    heldBecause: managed ? null : 'grid-not-managed',
  };
}

/** What every state has. A new field does not compile until it is named here. */
const CORE_FIELDS: { readonly [Field in keyof CaseCore]: true } = {
  ...{ id: true, caseNo: true, district: true, version: true, seq: true, channel: true, reportedAt: true },
  ...{ occurredAt: true, registeredBy: true, subject: true, place: true, text: true, address: true, reporter: true },
  ...{ handledOnSpot: true, verification: true, mediaIds: true, deadlines: true, light: true, acts: true },
  ...{ counts: true, supervisions: true, departments: true, priority: true, emergency: true, external: true },
  ...{ followers: true, apart: true, arbitration: true, voidProposal: true, metAt: true, recheck: true },
  ...{ reply: true, ratings: true },
};

const CORE_NAMES = Object.keys(CORE_FIELDS) as (keyof CaseCore)[];

/** A case without what only its state has. */
function coreOf(state: CaseState): CaseCore {
  const own: Record<string, unknown> = {};
  for (const field of CORE_NAMES) own[field] = state[field];
  return own as CaseCore; // as: every field of the core is there, and no other
}

/** The light of a clock that a timer has reached. */
function lights(deadlines: readonly Deadline[], event: CaseEvent): readonly Deadline[] {
  if (event.type !== 'light-changed' && event.type !== 'deadline-escalated') return deadlines;
  if (!deadlines.some(({ id }) => id === event.deadlineId)) {
    throw new Error(
      `cannot replay "${event.type}" of clock ${event.deadlineId}: there is none, its history is damaged`,
    );
  }
  return deadlines.map((clock) => {
    if (clock.id !== event.deadlineId) return clock;
    return event.type === 'light-changed' ? { ...clock, light: event.light } : { ...clock, reached: clock.reached + 1 };
  });
}
