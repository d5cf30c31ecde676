import type { CompiledCalendar } from '@wanmi/calendar';
import type { Instant } from '@wanmi/kernel';
import type { Actor, Command, CommandType } from './command.ts';
import type { CalendarName } from './deadline.ts';
import { decide } from './decide.ts';
import { decideReport } from './decide-report.ts';
import { isEnd } from './definition.ts';
import type { CaseEvent } from './event.ts';
import { evolve } from './evolve.ts';
import { faultsOf, type Shown } from './explore-checks.ts';
import { keyOf } from './explore-key.ts';
import {
  ASPECTS,
  type Aspect,
  type Attempt,
  commandsFor,
  DEPARTMENTS,
  EXPLORERS,
  OTHER,
  person,
  type Situation,
  stepsOf,
} from './explore-moves.ts';
import { kindsOf, REPORT, STEPS } from './explore-report.ts';
import type { Facts } from './facts.ts';
import { allowedCommands } from './permit.ts';
import type { WorkflowPolicy } from './policy.ts';
import type { CaseState, StateName } from './state.ts';
import { timersOf } from './timers.ts';

// Walks every situation that a case can come to, breadth first: each command of each post from each situation, and time
// that passes until every clock has come to its last level. Two cases are one situation when they differ only in
// instants, counts and ids, so the walk ends; what is checked in each is in explore-checks.ts.

/** One kind of step between states, for diagrams. */
export type Transition = {
  readonly from: StateName | null;
  readonly to: StateName;
  readonly command: CommandType | 'report';
};

const MOST = 50_000;

export type Exploration = {
  readonly situations: number;
  readonly transitions: readonly Transition[];
  /** What breaks a rule, each with the steps that lead to it. Empty for a sound workflow. */
  readonly faults: readonly string[];
};

export type ExploreQuestion = {
  readonly policy: WorkflowPolicy;
  readonly calendars: Readonly<Record<CalendarName, CompiledCalendar>>;
  readonly start: Instant;
  /** What is walked beside the main path; nothing when left out. */
  readonly aspects?: readonly Aspect[];
  /** Commands that nobody gives: a smaller walk, which proves less. None when left out. */
  readonly without?: readonly CommandType[];
  /** More situations than this are a fault: the walk stops. */
  readonly most?: number;
};

/** The main path from every kind of report, and then each aspect beside it. */
export const WALKS = ['main', ...ASPECTS] as const;
export type WalkName = (typeof WALKS)[number];

/** Walks the main path and each aspect, one after the other, and returns all that was found. `onWalk` hears each. */
export function exploreAspects(
  question: ExploreQuestion,
  walks: readonly WalkName[] = WALKS,
  onWalk?: (name: WalkName, found: Exploration) => void,
): Exploration {
  const all = walks.map((name) => {
    const found = exploreWorkflow(name === 'main' ? question : { ...question, aspects: [name] });
    onWalk?.(name, found);
    return found;
  });
  const transitions = new Map(
    all.flatMap((walk) => walk.transitions.map((one) => [`${one.from} ${one.to} ${one.command}`, one])),
  );
  return {
    situations: all.reduce((sum, { situations }) => sum + situations, 0),
    transitions: [...transitions.values()],
    faults: all.flatMap(({ faults }) => faults),
  };
}

/** Walks the workflow under a policy and returns what breaks its rules. Deterministic; a second or more. */
export function exploreWorkflow(question: ExploreQuestion): Exploration {
  const walk: Walk = {
    ...{ question, found: new Map(), next: new Map(), queue: [] },
    ...{ kinds: new Set(), transitions: new Map(), faults: [] },
  };
  for (const begun of begin(walk)) visit(walk, begun, null);
  for (const key of walk.queue) {
    const situation = walk.found.get(key);
    if (!situation) continue;
    if (walk.found.size > (question.most ?? MOST)) {
      walk.faults.push(`more than ${question.most ?? MOST} situations: the walk has no end`);
      break;
    }
    const { attempts, shown } = tryAll(walk, situation);
    walk.faults.push(...faultsOf(situation, attempts, shown).map(at(situation)));
    stepFrom(walk, key, situation, attempts);
  }
  return {
    situations: walk.found.size,
    transitions: [...walk.transitions.values()],
    faults: [...walk.faults, ...deadEnds(walk)],
  };
}

const TIMER: Actor = { kind: 'system', name: 'timer' };

type Walk = {
  readonly question: ExploreQuestion;
  readonly found: Map<string, Situation>;
  readonly next: Map<string, Set<string>>;
  readonly queue: string[];
  /** What is allowed to whom in which state, as far as everything was tried there. */
  readonly kinds: Set<string>;
  readonly transitions: Map<string, Transition>;
  readonly faults: string[];
};

const at =
  ({ path }: Pick<Situation, 'path'>) =>
  (fault: string): string =>
    `${stepsOf(path).join(' > ')}: ${fault}`;

type Moment = { readonly now: Instant; readonly state: CaseState | undefined };

function factsAt({ question }: Walk, actor: Actor, { now, state }: Moment): Facts {
  let ids = 0;
  return {
    ...{ at: now, actor, calendars: question.calendars, policy: question.policy, handlingLimit: null, draw: 0 },
    other: { caseId: OTHER, state: 'handling' },
    steps: question.aspects?.includes('joint') ? STEPS : [],
    isDepartment: (code) => DEPARTMENTS.includes(code),
    newId: () => {
      ids += 1;
      return `id-${state?.seq ?? 0}-${ids}`;
    },
  };
}

/** Reports of a channel that is verified and of one that may be trusted, on the spot or not, in managed grids or not. */
function begin(walk: Walk): readonly Step[] {
  return kindsOf(walk.question.aspects ?? []).map(({ channel, managed, onSpot }) => {
    const step = `report ${channel}${managed ? '' : ' unmanaged'}${onSpot ? ' on the spot' : ''}`;
    const role = channel === 'inspector' ? 'inspector' : 'acceptor';
    const actor = person(role, [role]);
    const origin = { now: walk.question.start, state: undefined };
    const decision = decideReport({ ...REPORT, channel, managed, handledOnSpot: onSpot }, factsAt(walk, actor, origin));
    if (!decision.ok) throw new Error(`cannot begin the walk: ${decision.error.reason}`);
    const path = { step, before: null };
    return take({ now: origin.now, path, before: undefined, events: decision.value.events }, undefined);
  });
}

/** A step taken: where it leads and by which events, from the situation before. */
type Step = Pick<Situation, 'now' | 'path' | 'state'> & {
  readonly before: Situation | undefined;
  readonly events: readonly CaseEvent[];
};

function take(step: Omit<Step, 'state'>, from: CaseState | undefined): Step {
  const state = step.events.reduce<CaseState | undefined>(evolve, from);
  if (!state) throw new Error('cannot walk on: a decision without events');
  return { ...step, state };
}

/** The situation of a step, its history replayed as the database keeps it: as parsed JSON. */
function situationOf({ now, path, state, before, events }: Step): Situation {
  // as: events and state come back from the database as parsed JSON
  const reread = JSON.parse(JSON.stringify(events)) as readonly CaseEvent[];
  const replayed = reread.reduce<CaseState | undefined>(evolve, before?.stored) ?? state;
  const text = JSON.stringify(replayed);
  return { now, path, state, stored: JSON.parse(text) as CaseState, replays: text === JSON.stringify(state) };
}

/** What each may do here, and what came of it. Where the same is allowed in the same state everybody tried everything once. */
function tryAll(walk: Walk, situation: Situation): { readonly attempts: readonly Attempt[]; readonly shown: Shown } {
  const { state, now } = situation;
  const shown = new Map(EXPLORERS.map((actor) => [actor, allowedCommands(state, actor)]));
  const kind = JSON.stringify([state.state, ...shown.values()]);
  const isNew = !walk.kinds.has(kind);
  walk.kinds.add(kind);
  const { policy, aspects = [], without = [] } = walk.question;
  const commands = commandsFor(state, aspects, { now, policy }).filter(({ type }) => !without.includes(type));
  const attempts = EXPLORERS.flatMap((actor) => {
    const facts = factsAt(walk, actor, situation);
    const tried = isNew ? commands : commands.filter(({ type }) => shown.get(actor)?.includes(type));
    return tried.map((command) => ({ actor, command, outcome: decide(state, command, facts) }));
  });
  return { attempts, shown };
}

function stepFrom(walk: Walk, key: string, situation: Situation, attempts: readonly Attempt[]): void {
  const { state, now } = situation;
  for (const { actor, command, outcome } of attempts) {
    if (!outcome.ok) continue;
    const step = `${actor.kind === 'user' ? actor.userId : 'system'} ${command.type}`;
    const path = { step, before: situation.path };
    visit(walk, take({ now, path, before: situation, events: outcome.value.events }, state), {
      key,
      from: state.state,
      command: command.type,
    });
  }
  const late = letTimePass(walk, situation);
  if (late) visit(walk, late, { key, from: state.state, command: 'fire-timer' });
}

/** Fires every timer as it comes until none is left; undefined when there was none. */
function letTimePass(walk: Walk, before: Situation): Step | undefined {
  const path = { step: 'time', before: before.path };
  let here: Step = { now: before.now, path, before, state: before.state, events: [] };
  for (let fired = 0; fired < 200; fired++) {
    const timer = timersOf(here.state).reduce<ReturnType<typeof timersOf>[number] | undefined>(
      (first, one) => (first && first.fireAt <= one.fireAt ? first : one),
      undefined,
    );
    if (!timer) return fired === 0 ? undefined : here;
    const { deadlineId, level, fireAt } = timer;
    const now = Math.max(here.now, fireAt) as Instant;
    const command: Command = { type: 'fire-timer', deadlineId, level };
    const decision = decide(here.state, command, factsAt(walk, TIMER, { ...here, now }));
    if (!decision.ok) {
      walk.faults.push(at(here)(`the timer ${timer.key} is refused when it is due: ${decision.error.reason}`));
      return undefined;
    }
    const next = take({ now, path, before, events: decision.value.events }, here.state);
    here = { ...next, events: [...here.events, ...next.events] };
  }
  walk.faults.push(at(here)('200 timers fired and more are asked for'));
  return undefined;
}

type From = { readonly key: string; readonly from: StateName; readonly command: CommandType };

function visit(walk: Walk, reached: Step, from: From | null): void {
  const key = keyOf(reached.state, walk.question.policy);
  if (!walk.found.has(key)) {
    walk.found.set(key, situationOf(reached));
    walk.queue.push(key);
  }
  const to = reached.state.state;
  const step: Transition = { from: from?.from ?? null, to, command: from?.command ?? 'report' };
  if (step.from !== to) walk.transitions.set(`${step.from} ${to} ${step.command}`, step);
  if (!from) return;
  const before = walk.next.get(key) ?? new Set<string>();
  walk.next.set(key, before.add(from.key));
}

/** Situations from which no end can be reached any more. */
function deadEnds({ found, next }: Walk): readonly string[] {
  const good = new Set([...found].filter(([, { state }]) => isEnd(state.state)).map(([key]) => key));
  for (const key of good) for (const before of next.get(key) ?? []) good.add(before);
  return [...found]
    .filter(([key]) => !good.has(key))
    .map(([, here]) => at(here)(`no end can be reached from "${here.state.state}"`));
}
