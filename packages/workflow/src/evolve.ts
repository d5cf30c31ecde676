import { applyChanges } from './apply-changes.ts';
import type { CommandType } from './command.ts';
import type { Deadline } from './deadline.ts';
import { COMMAND_RULES, EVENT_STATES } from './definition.ts';
import type { CaseEvent, EventType } from './event.ts';
import { damaged, filedAt, handlingAfter } from './evolve-handling.ts';
import type { Act, CaseCore, CaseState, Counts, StatePart } from './state.ts';
import { lightOf } from './timers.ts';

/** Events that change no content: people who saw the version before them are not refused for them. */
const QUIET: readonly EventType[] = [
  'light-changed',
  'deadline-escalated',
  'note-added',
  'routing-undecided',
  'supervision-ordered',
  'supervision-answered',
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
    acts: withAct(state.acts, event),
    mediaIds: event.mediaIds.length === 0 ? state.mediaIds : [...state.mediaIds, ...event.mediaIds],
    ...coreChange(state, event),
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

function begin(event: CaseEvent & { type: 'case-reported' }): CaseState {
  const { managed, caseId, ...report } = event.report;
  const registeredBy = event.by.kind === 'user' ? event.by.userId : null;
  return {
    ...report,
    id: caseId,
    version: 1,
    seq: 1,
    reportedAt: event.at,
    registeredBy,
    deadlines: applyChanges([], event.deadlines),
    light: 'green',
    verification: null,
    acts: report.handledOnSpot && registeredBy ? [{ userId: registeredBy, command: 'handled-on-spot' }] : [],
    counts: { returns: 0, refusedReturns: 0, reworks: 0, unableVerifications: 0, unableChecks: 0 },
    supervisions: [],
    departments: [],
    state: 'reported',
    heldBecause: managed ? null : 'grid-not-managed',
  };
}

/** A case without what only its state has. */
function coreOf(state: CaseState): CaseCore {
  const { id, caseNo, district, version, seq, channel, reportedAt, occurredAt, registeredBy, subject, place } = state;
  const {
    text,
    address,
    reporter,
    handledOnSpot,
    verification,
    mediaIds,
    deadlines,
    light,
    acts,
    counts,
    supervisions,
    departments,
  } = state;
  return {
    ...{ id, caseNo, district, version, seq, channel, reportedAt, occurredAt, registeredBy, subject, place },
    ...{ text, address, reporter, handledOnSpot, verification, mediaIds, deadlines, light, acts, counts },
    ...{ supervisions, departments },
  };
}

/** The light of a clock that a timer has reached. */
function lights(deadlines: readonly Deadline[], event: CaseEvent): readonly Deadline[] {
  if (
    'deadlineId' in event &&
    event.type !== 'case-dispatched' &&
    !deadlines.some(({ id }) => id === event.deadlineId)
  ) {
    throw new Error(
      `cannot replay "${event.type}" of clock ${event.deadlineId}: there is none, its history is damaged`,
    );
  }
  if (event.type === 'light-changed') {
    return deadlines.map((clock) => (clock.id === event.deadlineId ? { ...clock, light: event.light } : clock));
  }
  if (event.type === 'deadline-escalated') {
    return deadlines.map((clock) => (clock.id === event.deadlineId ? { ...clock, escalated: true } : clock));
  }
  return deadlines;
}

/** The command behind an event, as far as it is an act that separates powers. */
const ACT_OF: Readonly<Partial<Record<EventType, CommandType>>> = {
  'case-accepted': 'accept',
  'verification-requested': 'request-verification',
  'verification-submitted': 'submit-verification',
  'case-filed': 'file',
  'case-rejected': 'reject',
  'filing-sent-back': 'send-back',
  'case-dispatched': 'dispatch',
  'case-signed': 'sign',
  'case-assigned': 'assign',
  'return-requested': 'return',
  'return-proposed': 'propose-return',
  'return-accepted': 'accept-return',
  'return-refused': 'refuse-return',
  'result-submitted': 'submit-result',
  'feedback-confirmed': 'confirm-feedback',
  'feedback-refused': 'refuse-feedback',
  'check-requested': 'request-check',
  'check-submitted': 'submit-check',
  'closing-sent-back': 'send-back',
  'case-closed': 'close',
  'supervision-answered': 'answer-supervision',
};

function withAct(acts: readonly Act[], { by, type }: CaseEvent): readonly Act[] {
  const command = type === 'supervision-ordered' ? 'supervise' : ACT_OF[type];
  if (by.kind !== 'user' || !command || !COMMAND_RULES[command].act) return acts;
  const { userId } = by;
  return acts.some((act) => act.userId === userId && act.command === command) ? acts : [...acts, { userId, command }];
}

function coreChange(state: CaseState, event: CaseEvent): Partial<CaseCore> {
  const { counts, supervisions, departments } = state;
  switch (event.type) {
    case 'case-accepted':
      return { verification: 'not-needed' };
    case 'verification-requested':
      return { verification: null };
    case 'verification-submitted':
      return afterAnswer(counts, event);
    case 'check-submitted':
      if (event.result === 'unable') return { counts: { ...counts, unableChecks: counts.unableChecks + 1 } };
      return event.result === 'not-pass' ? { counts: { ...counts, reworks: counts.reworks + 1 } } : {};
    case 'closing-sent-back':
      return event.to === 'handling' ? { counts: { ...counts, reworks: counts.reworks + 1 } } : {};
    case 'return-accepted':
      return { counts: { ...counts, returns: counts.returns + 1 }, supervisions: notWithdrawn(supervisions, event) };
    case 'return-refused':
      return { counts: { ...counts, refusedReturns: counts.refusedReturns + 1 } };
    case 'case-dispatched':
      return { departments: [...new Set([...departments, event.department, ...event.assisting])] };
    case 'supervision-ordered':
      return { supervisions: [...supervisions, event.order] };
    case 'supervision-answered':
      return {
        supervisions: supervisions.map((order) =>
          order.orderId === event.orderId ? { ...order, answeredAt: event.at } : order,
        ),
      };
    default:
      return {};
  }
}

/** The orders whose clock an event did not take away. */
const notWithdrawn = (orders: CaseCore['supervisions'], { deadlines }: CaseEvent): CaseCore['supervisions'] =>
  orders.filter(
    ({ clockId }) => !deadlines.some((one) => one.op === 'done' && one.outcome === 'void' && one.id === clockId),
  );

function afterAnswer(
  counts: Counts,
  { result, toLeader }: CaseEvent & { type: 'verification-submitted' },
): Partial<CaseCore> {
  const tries = counts.unableVerifications + (result === 'unable' ? 1 : 0);
  return { verification: toLeader ? result : null, counts: { ...counts, unableVerifications: tries } };
}

/** What only the next state has; undefined when the event leaves the state as it is. */
function partAfter(state: CaseState, event: Exclude<CaseEvent, { type: 'case-reported' }>): StatePart | undefined {
  switch (event.type) {
    case 'case-accepted':
      return { state: 'verified', sentBack: null };
    case 'verification-requested':
      return { state: 'verifying', task: event.task };
    case 'verification-submitted':
      return afterVerification(state, event);
    case 'case-filed':
      return { state: 'filed', filedAt: event.at, unrouted: false };
    case 'case-rejected':
      return {
        state: 'rejected',
        rejectedAt: event.at,
        rejectedFrom: state.state === 'reported' ? 'reported' : 'verified',
        reason: event.reason,
      };
    case 'filing-sent-back':
      return { state: 'verified', sentBack: event.reason };
    case 'routing-undecided':
      return { state: 'filed', filedAt: filedAt(state, event), unrouted: true };
    case 'return-accepted':
      return { state: 'filed', filedAt: filedAt(state, event), unrouted: true };
    case 'case-closed':
      return {
        state: 'closed',
        closedAt: event.at,
        closedInTime: event.inTime,
        handling: 'handling' in state ? state.handling : null,
      };
    case 'light-changed':
    case 'deadline-escalated':
    case 'supervision-ordered':
    case 'supervision-answered':
    case 'note-added':
      return undefined;
    default:
      return handlingAfter(state, event);
  }
}

function afterVerification(state: CaseState, event: CaseEvent & { type: 'verification-submitted' }): StatePart {
  if (event.toLeader) return { state: 'verified', sentBack: null };
  if (state.state !== 'verifying') throw damaged(state, event);
  return { state: 'verifying', task: { ...state.task, status: 'returned' } };
}
