import type { DepartmentCode, Instant, Result, UserId } from '@wanmi/kernel';
import type { Actor, Command } from './command.ts';
import type { CaseEvent, Decision } from './event.ts';
import type { Refusal } from './refusal.ts';
import type { CaseState, ContentRef, Role } from './state.ts';

/** A case as the walk came to it first. */
export type Situation = {
  readonly state: CaseState;
  readonly events: readonly CaseEvent[];
  readonly now: Instant;
  /** The steps that lead here from the report. */
  readonly path: readonly string[];
};

/** What came of one command of one person. */
export type Attempt = {
  readonly actor: Actor;
  readonly command: Command;
  readonly outcome: Result<Decision, Refusal>;
};

/** The district of the walk. */
export const AREA = '110101';
/** Who may be sent a case. */
export const DEPARTMENTS = ['one', 'two'] as DepartmentCode[];
const text: ContentRef = { contentId: 'text', digest: 'digest' };
const NAMED = 'inspector-2' as UserId;

/** A person with these posts. */
export const person = (userId: string, roles: readonly Role[], department: DepartmentCode | null = null): Actor => ({
  kind: 'user',
  userId: userId as UserId,
  posts: roles.map((role) => ({ role, area: AREA, department })),
});

/** One person a post of the centre, a second inspector, somebody in each of two departments, and the system. */
export const EXPLORERS: readonly Actor[] = [
  ...(['inspector', 'acceptor', 'leader', 'dispatcher', 'supervisor'] as const).map((role) => person(role, [role])),
  person(NAMED, ['inspector']),
  ...DEPARTMENTS.map((code) => person(`member-${code}`, ['head', 'handler'], code)),
  { kind: 'system', name: 'explorer' },
];

/** Every command with every choice that leads elsewhere; orders are answered by their ids. */
export function commandsFor({ supervisions, departments }: CaseState): readonly Command[] {
  const order = supervisions.find(({ answeredAt }) => answeredAt === null)?.orderId ?? 'none';
  return [
    ...(['accept', 'file', 'sign', 'propose-return', 'accept-return', 'confirm-feedback', 'close'] as const).map(
      (type): Command => ({ type }),
    ),
    ...(['reject', 'refuse-return', 'refuse-feedback', 'return', 'supervise', 'send-back'] as const).map(
      (type): Command => ({ type, reason: text }),
    ),
    ...(['handling', 'checking'] as const).map((to): Command => ({ type: 'send-back', reason: text, to })),
    ...(['request-verification', 'request-check'] as const).flatMap((type): Command[] => [
      { type },
      { type, inspector: NAMED },
    ]),
    ...(['exists', 'not-exists', 'unable'] as const).map(
      (result): Command => ({ type: 'submit-verification', result }),
    ),
    ...(['pass', 'not-pass', 'unable'] as const).map((result): Command => ({ type: 'submit-check', result })),
    ...DEPARTMENTS.filter((code) => !departments.includes(code) || departments.length === DEPARTMENTS.length)
      .slice(0, 1)
      .map((department): Command => ({ type: 'dispatch', department })),
    ...(['A', 'C'] as const).map((outcome): Command => ({ type: 'submit-result', outcome })),
    { type: 'leave-unrouted', explanation: null },
    { type: 'assign', assignee: 'member-one' as UserId },
    { type: 'answer-supervision', orderId: order, answer: text },
    { type: 'add-note', note: text },
  ];
}
