import { accept, type Result, type UserId } from '@wanmi/kernel';
import type { Attached, Command } from './command.ts';
import type { DeadlineChange } from './deadline.ts';
import type { ActorRef, CaseEvent, Decision, Effect, EventPart, EventType } from './event.ts';
import type { Facts } from './facts.ts';
import type { Refusal } from './refusal.ts';
import type { Addressee, CaseState } from './state.ts';

/** One decider: what a command does to a case in the states where it is permitted. */
export type Decide<Type extends Command['type']> = (
  state: CaseState,
  command: Extract<Command, { readonly type: Type }> & Attached,
  facts: Facts,
) => Result<Decision, Refusal>;

/** The one who acts, as the history names it. */
const actorRefOf = ({ actor }: Facts): ActorRef =>
  actor.kind === 'user' ? { kind: 'user', userId: actor.userId } : { kind: 'system', name: actor.name };

/** Builds one event; what the command carried belongs to the first of a decision. */
export function eventOf(
  part: EventPart,
  facts: Facts,
  deadlines: readonly DeadlineChange[] = [],
  attached: Attached = {},
): CaseEvent {
  return {
    ...part,
    at: facts.at,
    by: actorRefOf(facts),
    note: attached.note ?? null,
    mediaIds: attached.mediaIds ?? [],
    deadlines,
  };
}

/** An event that follows by itself from another one: the system is its actor. */
export const followUp = (part: EventPart, facts: Facts, deadlines: readonly DeadlineChange[] = []): CaseEvent => ({
  ...eventOf(part, facts, deadlines),
  by: { kind: 'system', name: 'workflow' },
});

export const decided = (events: readonly CaseEvent[], ...effects: readonly Effect[]): Result<Decision, never> =>
  accept({ events, effects });

/** Tells somebody about an event. */
export const tell = (to: Addressee, about: EventType): Effect => ({ type: 'notify', to, about });

/** The person who gives a command that only people give. Throws for the system: the permits keep it out. */
export function personIn({ actor }: Facts): UserId {
  if (actor.kind === 'user') return actor.userId;
  throw new Error(`cannot take a person's command from the system ("${actor.name}")`);
}
