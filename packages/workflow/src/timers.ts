import type { Instant } from '@wanmi/kernel';
import { CLOCK_RULES } from './clock-rules.ts';
import type { Deadline, TimerSpec } from './deadline.ts';
import type { CaseCore, Light } from './state.ts';

/** A case's light is that of its worst running clock; at an end it keeps what its clocks came to. */
export function lightOf(deadlines: readonly Deadline[]): Light {
  const lights = deadlines.filter(({ clock }) => clock === 'running').map(({ light }) => light);
  return lights.includes('red') ? 'red' : lights.includes('yellow') ? 'yellow' : 'green';
}

/** The running clock that is worst: the reddest light first, then the earliest due. What only waits comes when nothing else runs. */
export function worstDeadline(state: CaseCore): Deadline | undefined {
  const rank: Readonly<Record<Light, number>> = { red: 0, yellow: 1, green: 2 };
  const running = state.deadlines.filter(({ clock, stage }) => clock === 'running' && stage !== 'reopen');
  const limits = running.filter(({ stage }) => !CLOCK_RULES[stage].waits);
  return (limits.length > 0 ? limits : running).reduce<Deadline | undefined>((worst, one) => {
    if (!worst) return one;
    const order = rank[one.light] - rank[worst.light] || one.dueAt - worst.dueAt;
    return order < 0 ? one : worst;
  }, undefined);
}

/** Exactly the timers a case needs now: for each running clock the levels that it has not reached. */
export function timersOf(state: CaseCore): readonly TimerSpec[] {
  return state.deadlines.filter(({ clock }) => clock === 'running').flatMap(timersOfClock);
}

function timersOfClock({ id, stage, light, rungs, reached, dueAt, yellowAt: quarter }: Deadline): readonly TimerSpec[] {
  const timer = (level: TimerSpec['level'], fireAt: number): TimerSpec => ({
    key: `${id}:${level}`,
    deadlineId: id,
    level,
    fireAt: fireAt as Instant,
  });
  if (CLOCK_RULES[stage].waits) return [timer('due', dueAt)];
  const next = rungs[reached];
  return [
    ...(light === 'green' ? [timer('yellow', quarter)] : []),
    ...(light === 'red' ? [] : [timer('red', dueAt + 1)]),
    ...(next ? [timer(`escalate-${reached + 1}`, next.at + 1)] : []),
  ];
}
