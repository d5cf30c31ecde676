import type { Instant } from '@wanmi/kernel';
import type { CaseEvent } from './event.ts';
import type { Handling } from './handling.ts';
import type { CaseState, StatePart } from './state.ts';

/** The error of a history whose event does not fit its state. */
export const damaged = (state: CaseState, event: CaseEvent): Error =>
  new Error(
    `case ${state.id} at event ${state.seq} is "${state.state}" and cannot take "${event.type}": its history is damaged`,
  );

/** The work of the departments goes on. */
export const backAtWork = (state: CaseState, event: CaseEvent): StatePart => ({
  state: 'handling',
  filedAt: filedAt(state, event),
  handling: workOf(state, event),
  returnRequest: null,
});

/** The person behind an event, null for the system. */
export const userOf = ({ by }: CaseEvent) => (by.kind === 'user' ? by.userId : null);

/** When the case was filed. Throws when it never was. */
export function filedAt(state: CaseState, event: CaseEvent): Instant {
  if ('filedAt' in state) return state.filedAt;
  throw damaged(state, event);
}

/** The departments at work. Throws when there are none. */
export function workOf(state: CaseState, event: CaseEvent): Handling {
  if ('handling' in state && state.handling) return state.handling;
  throw damaged(state, event);
}
