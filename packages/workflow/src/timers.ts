import type { Instant } from '@wanmi/kernel';
import type { Deadline, TimerSpec } from './deadline.ts';
import type { CaseCore, Light } from './state.ts';

/** A case's light is that of its worst running clock; at an end it keeps what its clocks came to. */
export function lightOf(deadlines: readonly Deadline[]): Light {
  const lights = deadlines.filter(({ clock }) => clock === 'running').map(({ light }) => light);
  return lights.includes('red') ? 'red' : lights.includes('yellow') ? 'yellow' : 'green';
}

/** The running clock that is worst: the reddest light first, then the earliest due. */
export function worstDeadline(state: CaseCore): Deadline | undefined {
  const rank: Readonly<Record<Light, number>> = { red: 0, yellow: 1, green: 2 };
  return state.deadlines
    .filter(({ clock }) => clock === 'running')
    .reduce<Deadline | undefined>((worst, one) => {
      if (!worst) return one;
      const order = rank[one.light] - rank[worst.light] || one.dueAt - worst.dueAt;
      return order < 0 ? one : worst;
    }, undefined);
}

/** Exactly the timers a case needs now: for each running clock the levels that it has not reached. */
export function timersOf(state: CaseCore): readonly TimerSpec[] {
  return state.deadlines.filter(({ clock }) => clock === 'running').flatMap(timersOfClock);
}

function timersOfClock({ id, light, escalated, dueAt, yellowAt: quarter, escalateAt }: Deadline): readonly TimerSpec[] {
  const timer = (level: TimerSpec['level'], fireAt: number): TimerSpec => ({
    key: `${id}:${level}`,
    deadlineId: id,
    level,
    fireAt: fireAt as Instant,
  });
  return [
    ...(light === 'green' ? [timer('yellow', quarter)] : []),
    ...(light === 'red' ? [] : [timer('red', dueAt + 1)]),
    ...(escalated ? [] : [timer('escalate', escalateAt + 1)]),
  ];
}
