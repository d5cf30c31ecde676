import { type CaseId, DAY_MS, type DepartmentCode, type Instant, type Result, type UserId } from '@wanmi/kernel';
import type { Actor, Command } from './command.ts';
import type { Decision } from './event.ts';
import type { WorkflowPolicy } from './policy.ts';
import type { Refusal } from './refusal.ts';
import type { CaseState, ContentRef, Role } from './state.ts';

/** A step and those before it: shared, since a walk has many paths. */
export type Path = { readonly step: string; readonly before: Path | null };

/** The steps of a path, first to last. */
export function stepsOf(path: Path): readonly string[] {
  const steps: string[] = [];
  for (let here: Path | null = path; here; here = here.before) steps.unshift(here.step);
  return steps;
}

/** A case as the walk came to it first. */
export type Situation = {
  readonly state: CaseState;
  /** The state as its history gives it back from the database: replayed through JSON, step by step. */
  readonly stored: CaseState;
  /** Whether that is the same as `state`. */
  readonly replays: boolean;
  readonly now: Instant;
  /** The steps that lead here from the report. */
  readonly path: Path;
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

/** One person a post of the centre, a second inspector, a head and a handler in each of two departments, and the system. */
export const EXPLORERS: readonly Actor[] = [
  ...(['inspector', 'acceptor', 'leader', 'dispatcher', 'supervisor'] as const).map((role) => person(role, [role])),
  person(NAMED, ['inspector']),
  ...DEPARTMENTS.flatMap((code) => [
    person(`head-${code}`, ['head'], code),
    person(`handler-${code}`, ['handler'], code),
  ]),
  { kind: 'system', name: 'explorer' },
];

/** Parts of the workflow that have little to do with each other: walked one at a time, with the main path, or together. */
export const ASPECTS = ['requests', 'joint', 'voiding', 'arbitration', 'ends', 'upper', 'aside'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** What commands are worded by besides the case. */
type Scene = { readonly now: Instant; readonly policy: WorkflowPolicy };

/** Every command of these aspects with every choice that leads elsewhere; orders are answered by their ids. */
export function commandsFor(state: CaseState, aspects: readonly Aspect[], scene: Scene): readonly Command[] {
  return [...mainCommands(state), ...aspects.flatMap((aspect) => ASPECT_COMMANDS[aspect](state, scene))];
}

function mainCommands({ supervisions, departments }: CaseState): readonly Command[] {
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
    ...nextDepartment(departments).map((department): Command => ({ type: 'dispatch', department })),
    ...(['A', 'C'] as const).map((outcome): Command => ({ type: 'submit-result', outcome })),
    { type: 'leave-unrouted', explanation: null },
    { type: 'assign', assignee: 'handler-one' as UserId },
    { type: 'answer-supervision', orderId: order, answer: text },
    { type: 'add-note', note: text },
    ...DEPARTMENTS.slice(0, 1).map((department): Command => ({ type: 'arbitrate', department, reason: text })),
  ];
}

/** A case is sent to the one that did not have it yet: more of the same leads nowhere new. */
const nextDepartment = (departments: CaseState['departments']): readonly DepartmentCode[] =>
  DEPARTMENTS.filter((code) => !departments.includes(code) || departments.length === DEPARTMENTS.length).slice(0, 1);

/** The other case that merging and following up name. */
export const OTHER = '110101-202601-0000000002' as CaseId;
const follower = { caseId: '110101-202601-0000000003' as CaseId, registeredBy: null };

const ASPECT_COMMANDS: Readonly<Record<Aspect, (state: CaseState, scene: Scene) => readonly Command[]>> = {
  requests: (_, { now }) => [
    { type: 'request-extension', reason: text },
    { type: 'request-suspension', reason: text, until: (now + 30 * DAY_MS) as Instant },
    ...(['endorse', 'approve-extension', 'approve-suspension', 'resume'] as const).map((type): Command => ({ type })),
    ...(['refuse-extension', 'refuse-suspension'] as const).map((type): Command => ({ type, reason: text })),
  ],
  joint: (state) => [
    ...nextDepartment(state.departments).map(
      (department): Command => ({
        ...{ type: 'dispatch', department },
        assisting: DEPARTMENTS.filter((code) => code !== department).map((code) => ({ department: code })),
      }),
    ),
    ...DEPARTMENTS.map((department): Command => ({ type: 'release-assisting', department, reason: text })),
    ...['assist-1', 'step-1', 'step-2'].flatMap((taskId): Command[] => [
      { type: 'sign', taskId },
      { type: 'submit-result', outcome: 'A', taskId },
    ]),
  ],
  voiding: (_, { policy }) => [
    ...policy.voidReasons.slice(0, 1).map(({ code }): Command => ({ type: 'propose-void', code })),
    { type: 'approve-void' },
    { type: 'refuse-void', reason: text },
  ],
  arbitration: () => [
    { type: 'request-arbitration', reason: text },
    ...DEPARTMENTS.slice(1).map((department): Command => ({ type: 'arbitrate', department, reason: text })),
  ],
  ends: () => [
    { type: 'merge' },
    { type: 'hand-over', to: 'police', reason: text },
    { type: 'refer', to: 'elsewhere', consent: true, reason: text },
    { type: 'close-referral', answer: text },
    { type: 'reply', method: 'called', answer: text },
    { type: 'rate', service: 5, result: 4 },
    { type: 'reopen', reason: text },
    { type: 'follow-end', end: 'closed' },
    { type: 'submit-result', outcome: 'B' },
    ...(['pass', 'not-pass', 'unable'] as const).map((result): Command => ({ type: 'submit-recheck', result })),
  ],
  upper: () => [
    { type: 'send-up', to: 'city', reason: text },
    { type: 'take-back', reason: text },
    ...(['done', 'refused'] as const).map((result): Command => ({ type: 'submit-upper-result', result, answer: text })),
  ],
  aside: () => [
    { type: 'keep-apart' },
    { type: 'add-follower', follower },
    { type: 'set-priority', priority: 'important' },
    { type: 'record-meeting', note: text },
    { type: 'recount-deadlines' },
  ],
};
