import type { DepartmentCode, UserId } from '@wanmi/kernel';
import { coversArea } from './area.ts';
import type { Actor, CommandType, Post } from './command.ts';
import { COMMAND_RULES, type Permit } from './command-rules.ts';
import { guardOf } from './guard.ts';
import { notPermitted, type Refusal, refusalOf } from './refusal.ts';
import { SEPARATIONS } from './separations.ts';
import { type Addressee, type CaseState, type Role, STATE_NAMES, type StateName } from './state.ts';

/** The department at work on the case now, null before dispatch and after a closing on the spot. */
export const departmentOf = (state: CaseState): DepartmentCode | null =>
  'handling' in state ? (state.handling?.department ?? null) : null;

/** The departments at work: the lead and those that help it. */
export const teamOf = (state: CaseState): readonly DepartmentCode[] =>
  'handling' in state && state.handling
    ? [state.handling.department, ...state.handling.tasks.map(({ department }) => department)]
    : [];

/** Whether the actor holds this role for the case, of this department where one is given. */
export const hasRole = (actor: Actor, role: Role, { place }: CaseState, department?: DepartmentCode | null): boolean =>
  actor.kind === 'user' &&
  actor.posts.some(
    (post) =>
      post.role === role &&
      coversArea(post, place.areaCode) &&
      (department === undefined || post.department === department),
  );

/** Whether the actor belongs to this department here, as head or handler. */
export const isMember = (actor: Actor, department: DepartmentCode | null, state: CaseState): boolean =>
  department !== null && (hasRole(actor, 'handler', state, department) || hasRole(actor, 'head', state, department));

/** The inspector an open task was sent to; null for any of the area, undefined without an open task. */
export const openTaskInspector = (state: CaseState): UserId | null | undefined =>
  'task' in state && state.task.status === 'open' ? state.task.inspector : undefined;

/** Some permits of a command, and all their roles. */
type Permits = { readonly list: readonly Permit[]; readonly roles: readonly Role[] };

const permitsOf = (list: readonly Permit[]): Permits => ({
  list,
  roles: [...new Set(list.flatMap(({ roles }) => roles))],
});

/** The permits of every command, and those for each state: looked up for every button of every case on a page. */
const PERMITS: ReadonlyMap<string, Permits> = new Map(
  Object.entries(COMMAND_RULES).flatMap(([type, { permits }]): [string, Permits][] => [
    [type, permitsOf(permits)],
    ...STATE_NAMES.map((name): [string, Permits] => [
      `${type} ${name}`,
      permitsOf(permits.filter(({ from }) => from.includes(name))),
    ]),
  ]),
);

const NONE: Permits = { list: [], roles: [] };
const permitsFor = (type: CommandType, name?: StateName): Permits =>
  PERMITS.get(name === undefined ? type : `${type} ${name}`) ?? NONE;

/** Why this actor may not give this command to this case now; undefined when allowed. */
export function refusalFor(state: CaseState, actor: Actor, type: CommandType): Refusal | undefined {
  const { system } = COMMAND_RULES[type];
  const all = permitsFor(type);
  if (actor.kind === 'system' && system === 'no')
    return notPermitted('role-needed', { roles: all.roles, area: state.place.areaCode });
  if (actor.kind === 'user' && system === 'only') return notPermitted('system-only');

  const here = permitsFor(type, state.state);
  if (here.list.length === 0) {
    const refusal = actor.kind === 'user' ? roleRefusal(state, actor, all) : undefined;
    return refusal ?? wrongState(state, [...new Set(all.list.flatMap(({ from }) => from))]);
  }
  if (actor.kind === 'user') {
    const refusal = roleRefusal(state, actor, here) ?? separationRefusal(state, actor.userId, type);
    if (refusal) return refusal;
  }
  return guardOf(type, state, actor);
}

/** The commands this person may give now, in the order of the workflow: what a page shows as buttons. */
export function allowedCommands(state: CaseState, actor: Actor): readonly CommandType[] {
  return (Object.keys(COMMAND_RULES) as CommandType[]).filter((type) => refusalFor(state, actor, type) === undefined);
}

const wrongState = (state: CaseState, allowed: readonly string[]): Refusal =>
  refusalOf('wrong-state', { state: state.state, allowed });

function roleRefusal(
  state: CaseState,
  actor: Actor & { kind: 'user' },
  { list, roles: allRoles }: Permits,
): Refusal | undefined {
  let nearest: Refusal | undefined;
  for (const { roles, own } of list) {
    const posts = actor.posts.filter((post) => roles.includes(post.role) && coversArea(post, state.place.areaCode));
    if (posts.length === 0) continue;
    const refusal = ownRefusal(state, actor.userId, posts, own);
    if (!refusal) return undefined;
    nearest ??= refusal;
  }
  return nearest ?? notPermitted('role-needed', { roles: allRoles, area: state.place.areaCode });
}

function ownRefusal(state: CaseState, userId: UserId, posts: readonly Post[], own: Permit['own']): Refusal | undefined {
  if (own === 'department') {
    const department = departmentOf(state);
    if (department === null) return undefined; // nobody's yet or any more: the state refuses, not the person
    const member = posts.some((post) => post.department === department);
    return member ? undefined : notPermitted('other-department', { department });
  }
  if (own === 'team') {
    const team = teamOf(state);
    const member =
      team.length === 0 || posts.some((post) => post.department !== null && team.includes(post.department));
    return member ? undefined : notPermitted('other-department', { department: team.join(', ') });
  }
  if (own === 'registrar') {
    return state.registeredBy === userId ? undefined : notPermitted('not-the-reporter');
  }
  if (own === 'task') {
    const inspector = openTaskInspector(state);
    return inspector && inspector !== userId ? notPermitted('other-inspector') : undefined;
  }
  if (own === 'order') {
    const open = state.supervisions.filter(({ answeredAt }) => answeredAt === null);
    const mine = open.length === 0 || open.some(({ to }) => isAddressed(to, userId, posts));
    return mine ? undefined : notPermitted('other-addressee');
  }
  return undefined;
}

/** Whether a person with these posts (already narrowed to the case's area) is the addressee. */
export function isAddressed(to: Addressee, userId: UserId, posts: readonly Post[]): boolean {
  if ('userId' in to) return to.userId === userId;
  if ('department' in to) return posts.some((post) => post.department === to.department);
  return posts.some((post) => post.role === to.role);
}

function separationRefusal(state: CaseState, userId: UserId, type: CommandType): Refusal | undefined {
  const separation = separationOf(state, userId, type);
  return separation && notPermitted('separated-powers', separation);
}

/** What a person did on the case that forbids them this command, and by which rule; undefined when nothing does. */
export function separationOf(
  state: CaseState,
  userId: UserId,
  type: CommandType,
): { readonly acted: string; readonly rule: string } | undefined {
  for (const { rule, acted, mayNot } of SEPARATIONS) {
    if (!mayNot.includes(type)) continue;
    const act = state.acts.find((done) => done.userId === userId && acted.includes(done.command));
    if (act) return { acted: act.command, rule };
  }
  return undefined;
}
