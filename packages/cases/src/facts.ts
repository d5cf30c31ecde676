import { createHash } from 'node:crypto';
import type { DepartmentCode, Instant } from '@wanmi/kernel';
import type { Actor, Facts, Place, Subject } from '@wanmi/workflow';
import type { Desk } from './desk.ts';
import type { Reference } from './reference/reference.ts';

/** Which case, and when. */
type About = {
  readonly at: Instant;
  readonly subject: Subject;
  readonly place: Place;
  /** The other case that a command names. */
  readonly other?: Facts['other'];
};

/** Gathers what a decision needs from outside the case. */
export function factsFor(
  desk: Desk,
  reference: Reference,
  actor: Actor,
  { at, subject, place, other = null }: About,
): Facts {
  const { catalogue, departments, calendars, policy } = reference;
  const condition = subject.conditionId === null ? undefined : catalogue.findCondition(subject.conditionId);
  return {
    at,
    actor,
    calendars,
    policy,
    handlingLimit: condition ? catalogue.limitOf(condition, place.areaClass) : null,
    steps: (condition?.step ? catalogue.stepsOf(condition) : []).map((step) => ({
      name: step.step?.name ?? step.text,
      limit: catalogue.limitOf(step, place.areaClass),
    })),
    other,
    draw: drawOf(desk.newId()),
    isDepartment: (code: DepartmentCode) => departments.get(code)?.active === true,
    newId: desk.newId,
  };
}

/** A number from 0 up to 1 that nobody can foresee: ids come at random. */
const drawOf = (id: string): number => createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32;
