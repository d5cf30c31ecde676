import { CLOCK_RULES } from './clock-rules.ts';
import type { Actor, CommandType } from './command.ts';
import { COMMAND_RULES } from './command-rules.ts';
import { type Attempt, EXPLORERS, type Situation } from './explore-moves.ts';
import { explainRefusal } from './refusal.ts';
import { END_STATES } from './state.ts';
import { lightOf, timersOf } from './timers.ts';

/** The commands that each of EXPLORERS may give. */
export type Shown = ReadonlyMap<Actor, readonly CommandType[]>;

/** What breaks the rules of SPEC.md in one situation, in words. */
export function faultsOf(situation: Situation, attempts: readonly Attempt[], shown: Shown): readonly string[] {
  const isEnd = END_STATES.includes(situation.state.state);
  return [
    ...(isEnd ? endFaults(situation) : openFaults(situation, shown)),
    ...historyFaults(situation),
    ...refusalFaults(attempts, shown),
  ];
}

/** Commands that do not move a case on: they could be given for ever. */
const ASIDE: readonly string[] = [
  ...['add-note', 'supervise', 'answer-supervision', 'fire-timer', 'leave-unrouted', 'keep-apart', 'set-priority'],
  ...['record-meeting', 'reply', 'add-follower', 'recount-deadlines', 'propose-void', 'refuse-void'],
];

/** Stages of which several clocks may run at once. */
const SEVERAL: readonly string[] = ['supervision', 'assist', 'step'];

const movesOn = (shown: Shown, actor: Actor): boolean =>
  shown.get(actor)?.some((type) => !ASIDE.includes(type)) === true;

function openFaults({ state }: Situation, shown: Shown): readonly string[] {
  const faults: string[] = [];
  const people = EXPLORERS.filter(({ kind }) => kind === 'user');
  if (!people.some((actor) => movesOn(shown, actor))) faults.push(`nobody can act in "${state.state}"`);
  const isLate = state.deadlines.some(
    ({ stage, clock, light }) => CLOCK_RULES[stage].answers === 'spot' && clock === 'running' && light === 'red',
  );
  const lost = 'task' in state && isLate ? state.task.inspector : null;
  const others = people.filter((actor) => actor.kind === 'user' && actor.userId !== lost);
  if (lost && !others.some((actor) => movesOn(shown, actor))) {
    faults.push(`only the inspector of a late task can act in "${state.state}"`);
  }
  const running = state.deadlines.filter(({ clock }) => clock === 'running');
  if (!running.some(({ stage }) => stage !== 'case' && stage !== 'supervision')) {
    faults.push(`no clock of a stage runs in "${state.state}"`);
  }
  const twice = running.find(
    ({ stage }, i) => !SEVERAL.includes(stage) && running.findIndex((one) => one.stage === stage) < i,
  );
  if (twice) faults.push(`two clocks of "${twice.stage}" run at once`);
  for (const { orderId, clockId, answeredAt } of state.supervisions) {
    const runs = running.some(({ id }) => id === clockId);
    if (runs !== (answeredAt === null)) faults.push(`order ${orderId} and its clock ${clockId} do not agree`);
  }
  const asked = new Set(timersOf(state).map(({ deadlineId }) => deadlineId));
  const idle = running.find(({ id, reached, rungs }) => reached < rungs.length && !asked.has(id));
  if (idle) faults.push(`no timer is asked for on ${idle.id}`);
  return faults;
}

/** What may go on after the end: an answer that is owed, and what follows from an end. */
const OUTLIVES: readonly string[] = ['reply', 'reopen', 'recheck', 'follow-referral', 'supervision'];

function endFaults({ state }: Situation): readonly string[] {
  const faults: string[] = [];
  const going = state.deadlines.find(({ clock, stage }) => clock !== 'done' && !OUTLIVES.includes(stage));
  if (going) faults.push(`the clock ${going.id} goes on after the end`);
  const twice = state.deadlines.filter(({ clock, stage }) => clock === 'running' && stage === 'reply').length > 1;
  if (twice) faults.push('two replies are owed');
  const unanswered = state.supervisions.filter(({ answeredAt }) => answeredAt === null);
  for (const { clockId } of unanswered) {
    const clock = state.deadlines.find(({ id }) => id === clockId);
    if (clock?.outcome === 'in-time') faults.push(`${clockId} was never answered and is judged in time`);
  }
  return faults;
}

/**
 * The history replays to the state, also through JSON, as the database keeps it: replayed in that way from the situation before,
 * whose own history was looked at there.
 */
function historyFaults({ state, replays }: Situation): readonly string[] {
  const faults: string[] = [];
  if (!replays) faults.push('the history does not replay to the state');
  if (state.light !== lightOf(state.deadlines)) faults.push(`light is ${state.light}, its clocks say otherwise`);
  if (hasOddNumber(state)) faults.push('a number is not finite');
  return faults;
}

const hasOddNumber = (value: unknown): boolean =>
  typeof value === 'number'
    ? !Number.isFinite(value)
    : typeof value === 'object' && value !== null && Object.values(value).some(hasOddNumber);

/** Every command of everybody is decided or refused in words, and buttons agree with what is decided. */
function refusalFaults(attempts: readonly Attempt[], shown: Shown): readonly string[] {
  const heard = new Set<string>();
  return attempts.flatMap(({ actor, command: { type }, outcome }) => {
    if (outcome.ok) {
      if (outcome.value.events.length === 0) return [`"${type}" leaves no event`];
      return shown.get(actor)?.includes(type) ? [] : [`"${type}" is decided but not shown`];
    }
    const isPersons = outcome.error.permission && actor.kind === 'system' && COMMAND_RULES[type].system !== 'no';
    if (isPersons) return [`"${type}" is refused to the system as to a person`];
    if (heard.has(`${type} ${outcome.error.reason}`)) return [];
    heard.add(`${type} ${outcome.error.reason}`);
    const words = explainRefusal(outcome.error);
    return /[{}?]|undefined/.test(words) ? [`"${type}" is refused in odd words: ${words}`] : [];
  });
}
