import type { CaseSummary, TaskView } from '@wanmi/contracts';
import { lists } from '@wanmi/db';
import type { CaseId, Instant } from '@wanmi/kernel';
import {
  type Actor,
  allowedCommands,
  type CaseState,
  type CommandType,
  END_STATES,
  isAddressed,
  type Post,
  STATE_NAMES,
} from '@wanmi/workflow';
import { summarizeCase } from './case-view.ts';
import type { Desk } from './desk.ts';
import { type Listed, type Page, readCursor, writeCursor } from './page-cursor.ts';

const OPEN_STATES = STATE_NAMES.filter((name) => !END_STATES.includes(name));

/** What a role has to do where. The first command names the task; the workflow says which of them are possible now. */
type Duty = Pick<lists.TaskClause, 'states' | 'needs'> & {
  readonly commands: readonly CommandType[];
  readonly own?: 'department' | 'team' | 'task';
};

const HANDLING: readonly Duty[] = [
  { commands: ['sign', 'assign', 'return'], states: ['dispatched'], needs: 'no-return', own: 'team' },
  {
    commands: ['submit-result', 'sign', 'assign', 'return', 'request-extension', 'request-suspension'],
    states: ['handling'],
    needs: 'no-return',
    own: 'team',
  },
];

const RETURN_STATES = ['dispatched', 'handling'] as const;
const EXTENSION_STATES = ['handling', 'handled', 'confirmed', 'checking', 'checked'] as const;
const VOID_STATES = ['filed', 'sent-up', 'dispatched', 'handling', 'suspended', 'handled'] as const;
const ENDORSE: Duty = {
  commands: ['endorse'],
  states: EXTENSION_STATES,
  needs: 'unendorsed-request',
  own: 'department',
};
/** What dispatcher and shift leader decide; whose turn it is the workflow says. */
const REQUESTS: readonly Duty[] = [
  { commands: ['approve-extension', 'refuse-extension'], states: EXTENSION_STATES, needs: 'endorsed-extension' },
  { commands: ['approve-suspension', 'refuse-suspension'], states: ['handling'], needs: 'endorsed-suspension' },
];

const DUTIES: Readonly<Partial<Record<Post['role'], readonly Duty[]>>> = {
  inspector: [
    { commands: ['submit-verification'], states: ['verifying'], own: 'task' },
    { commands: ['submit-check'], states: ['checking'], own: 'task' },
    { commands: ['submit-recheck'], states: ['closed'], needs: 'recheck' },
  ],
  acceptor: [
    {
      commands: ['accept', 'request-verification', 'reject', 'merge', 'hand-over', 'refer'],
      states: ['reported'],
    },
    { commands: ['request-verification'], states: ['verifying'], needs: 'returned-task' },
    { commands: ['request-check'], states: ['confirmed'] },
    { commands: ['request-check'], states: ['checking'], needs: 'returned-task' },
    { commands: ['close-referral'], states: ['referred'], needs: 'open-clock' },
    { commands: ['reply'], states: END_STATES, needs: 'open-clock' },
  ],
  leader: [
    { commands: ['file', 'close', 'request-verification', 'reject', 'merge'], states: ['verified'] },
    { commands: ['close', 'send-back'], states: ['checked'] },
    { commands: ['accept-return', 'refuse-return'], states: RETURN_STATES, needs: 'proposed-return' },
    ...REQUESTS,
  ],
  dispatcher: [
    { commands: ['dispatch', 'send-back', 'send-up', 'merge', 'request-arbitration'], states: ['filed'] },
    { commands: ['confirm-feedback', 'refuse-feedback'], states: ['handled'] },
    {
      commands: ['propose-return', 'refuse-return', 'request-arbitration'],
      states: RETURN_STATES,
      needs: 'pending-return',
    },
    { commands: ['submit-upper-result', 'take-back'], states: ['sent-up'] },
    ...REQUESTS,
  ],
  supervisor: [
    { commands: ['arbitrate'], states: ['filed', ...RETURN_STATES], needs: 'arbitration' },
    { commands: ['approve-void', 'refuse-void'], states: VOID_STATES, needs: 'void-proposal' },
  ],
  head: [...HANDLING, ENDORSE],
  handler: HANDLING,
};

/** Queries a page at most; a page may then be short, and its cursor goes on. */
const ROUNDS = 10;

/** One case in which a person must act now, with the commands that do it. */
export type Task = Pick<TaskView, 'task' | 'commands'> & { readonly case: CaseSummary };

type Person = Actor & { readonly kind: 'user' };

/**
 * What a person must do now, what will be late first: one entry a case and duty, with the commands that do it. Cases
 * whose separation of powers excludes the person are left out. Throws CaseError `bad-request` for a strange cursor.
 */
export async function listTasks(desk: Desk, viewer: Actor, page: Page): Promise<Listed<Task>> {
  if (viewer.kind !== 'user') return { items: [], nextCursor: null };
  const items: Task[] = [];
  let after = page.cursor === undefined ? undefined : positionOf(page.cursor);
  // What the query lets through and the workflow does not is rare: a page is full after a round or two.
  for (let round = 0; round < ROUNDS; round++) {
    const limit = page.limit + 1;
    const rows = await lists.listTasks(desk.db, { ...questionOf(viewer), ...(after ? { after } : {}), limit });
    for (const { state, address, dueAt } of rows) {
      const tasks = tasksIn(state, viewer).map((task) => ({
        ...task,
        case: summarizeCase(state, desk.reference(), address === null ? {} : { address }),
      }));
      if (items.length > 0 && items.length + tasks.length > page.limit && after) {
        return { items, nextCursor: writeCursor(after.dueAt, after.caseId) };
      }
      items.push(...tasks);
      after = { dueAt, caseId: state.id };
    }
    if (rows.length < limit) return { items, nextCursor: null };
  }
  return { items, nextCursor: after ? writeCursor(after.dueAt, after.caseId) : null };
}

function positionOf(cursor: string): lists.TaskPosition {
  const { at, caseId } = readCursor(cursor);
  return { dueAt: at as Instant | null, caseId: caseId as CaseId };
}

function questionOf({ userId, posts }: Person): Omit<lists.TaskQuestion, 'limit'> {
  const clauses = posts.flatMap(({ role, area, department }) =>
    (DUTIES[role] ?? []).map(({ states, needs, own }) => ({
      ...{ states, area },
      ...(needs === undefined ? {} : { needs }),
      ...(own === 'department' ? { department: department ?? '' } : {}),
      ...(own === 'team' ? { team: department ?? '' } : {}),
      ...(own === 'task' ? { inspector: userId } : {}),
    })),
  );
  return { clauses, ordersTo: { userId, posts }, openStates: OPEN_STATES, endStates: END_STATES };
}

/** A reply may always be given; it is a duty while its clock runs. */
const isOwed = ({ deadlines }: CaseState, task: CommandType): boolean =>
  task !== 'reply' || deadlines.some(({ stage, clock }) => stage === 'reply' && clock === 'running');

/** The duties of a person in one case: those of which at least one command is allowed now. */
function tasksIn(state: CaseState, viewer: Person): readonly Omit<Task, 'case'>[] {
  const allowed = allowedCommands(state, viewer);
  const here = viewer.posts.filter(({ area }) => state.place.areaCode.startsWith(area));
  const duties = here.flatMap(({ role }) => DUTIES[role] ?? []).filter(({ states }) => states.includes(state.state));
  const tasks = new Map<string, readonly CommandType[]>();
  for (const { commands } of duties) {
    const possible = commands.filter((command) => allowed.includes(command));
    const [task] = commands;
    if (task !== undefined && possible.length > 0 && isOwed(state, task)) tasks.set(task, possible);
  }
  const ordered = state.supervisions.some(
    (order) => order.answeredAt === null && isAddressed(order.to, viewer.userId, here),
  );
  if (ordered && allowed.includes('answer-supervision')) tasks.set('answer-supervision', ['answer-supervision']);
  return [...tasks].map(([task, commands]) => ({ task, commands: [...commands] }));
}
