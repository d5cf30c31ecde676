import type { Actor, CaseState, Post, Role } from '@wanmi/workflow';
import { coversArea } from '@wanmi/workflow';

/** Roles whose posts show every case of their area. */
const AREA_ROLES: readonly Role[] = [
  'inspector',
  'acceptor',
  'leader',
  'dispatcher',
  'field-supervisor',
  'supervisor',
  'admin',
];
/** Roles whose posts show the cases that were ever sent to their department. */
const DEPARTMENT_ROLES: readonly Role[] = ['head', 'handler'];
/** Roles that call reporters back. */
const CONTACT_ROLES: readonly Role[] = ['acceptor', 'leader', 'dispatcher', 'supervisor'];

/** What decides who sees a case. */
export type Seen = { readonly areaCode: string; readonly departments: readonly string[] };

export const seenOf = ({ place, departments }: CaseState): Seen => ({ areaCode: place.areaCode, departments });

/** Whether this person sees a case; the system sees all. The lists' SQL says the same: `visibleTo`. */
export function canSee(actor: Actor, seen: Seen): boolean {
  return actor.kind === 'system' || actor.posts.some((post) => shows(post, seen));
}

function shows(post: Post, { areaCode, departments }: Seen): boolean {
  if (!coversArea(post, areaCode)) return false;
  if (AREA_ROLES.includes(post.role)) return true;
  return DEPARTMENT_ROLES.includes(post.role) && post.department !== null && departments.includes(post.department);
}

/** Whether this person may read how to reach the reporter; others get it masked. */
export function canSeeContact(actor: Actor, areaCode: string): boolean {
  if (actor.kind === 'system') return true;
  return actor.posts.some((post) => CONTACT_ROLES.includes(post.role) && coversArea(post, areaCode));
}

/** What a person's posts show, in the form that a query takes: whole areas, and departments within areas. */
export type Scope = {
  /** Area prefixes; none covers another. An empty one is everywhere. */
  readonly areas: readonly string[];
  readonly departments: readonly { readonly department: string; readonly area: string }[];
};

/** The scope of a person; undefined for the system, which sees all. */
export function scopeOf(actor: Actor): Scope | undefined {
  if (actor.kind === 'system') return undefined;
  const areas = widest(actor.posts.filter(({ role }) => AREA_ROLES.includes(role)).map(({ area }) => area));
  const departments = actor.posts.flatMap(({ role, area, department }) =>
    DEPARTMENT_ROLES.includes(role) && department !== null ? [{ department, area }] : [],
  );
  return { areas, departments };
}

const widest = (areas: readonly string[]): readonly string[] =>
  [...new Set(areas)].filter((area, _, all) => !all.some((other) => other !== area && area.startsWith(other)));
