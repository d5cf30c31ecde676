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
  STATE_NAMES,
} from '@wanmi/workflow';
import { summarizeCase } from './case-view.ts';
import type { Desk } from './desk.ts';
import { DUTIES, type Duty } from './duties.ts';
import { type Listed, type Page, readCursor, writeCursor } from './page-cursor.ts';

const OPEN_STATES = STATE_NAMES.filter((name) => !END_STATES.includes(name));

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

/** The duties of a person in one case: those of which at least one command is allowed now. */
function tasksIn(state: CaseState, viewer: Person): readonly Omit<Task, 'case'>[] {
  const allowed = allowedCommands(state, viewer);
  const here = viewer.posts.filter(({ area }) => state.place.areaCode.startsWith(area));
  const isDuty = ({ states, commands, when }: Duty): boolean =>
    states.includes(state.state) &&
    commands.some((command) => allowed.includes(command)) &&
    (when === undefined || when(state, viewer.userId, here));
  const tasks = new Map<string, readonly CommandType[]>();
  for (const { commands, also = [] } of here.flatMap(({ role }) => DUTIES[role] ?? []).filter(isDuty)) {
    const [task] = commands;
    const possible = [...commands, ...also].filter((command) => allowed.includes(command));
    if (task !== undefined) tasks.set(task, possible);
  }
  const ordered = state.supervisions.some(
    (order) => order.answeredAt === null && isAddressed(order.to, viewer.userId, here),
  );
  if (ordered && allowed.includes('answer-supervision')) tasks.set('answer-supervision', ['answer-supervision']);
  return [...tasks].map(([task, commands]) => ({ task, commands: [...commands] }));
}
