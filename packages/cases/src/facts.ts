import type { DepartmentCode, Instant } from '@wanmi/kernel';
import type { Actor, Facts, Place, Subject } from '@wanmi/workflow';
import type { Desk } from './desk.ts';
import type { Reference } from './reference/reference.ts';

/** Which case, and when. */
type About = { readonly at: Instant; readonly subject: Subject; readonly place: Place };

/** Gathers what a decision needs from outside the case. */
export function factsFor(desk: Desk, reference: Reference, actor: Actor, { at, subject, place }: About): Facts {
  const { catalogue, departments, calendars, policy } = reference;
  const condition = subject.conditionId === null ? undefined : catalogue.findCondition(subject.conditionId);
  return {
    at,
    actor,
    calendars,
    policy,
    handlingLimit: condition ? catalogue.limitOf(condition, place.areaClass) : null,
    isDepartment: (code: DepartmentCode) => departments.get(code)?.active === true,
    newId: desk.newId,
  };
}
