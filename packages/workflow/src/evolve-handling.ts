import { backAtWork, damaged, filedAt, userOf, workOf } from './case-work.ts';
import type { CaseEvent } from './event.ts';
import { afterCheckEvent } from './evolve-check.ts';
import type { Handling, HandlingTask } from './handling.ts';
import type { CaseState, StatePart } from './state.ts';

/** What only the next state has, for the events of dispatch and handling; undefined when the state stays as it is. */
export function handlingAfter(state: CaseState, event: CaseEvent): StatePart | undefined {
  switch (event.type) {
    case 'case-dispatched':
      return dispatchedBy(state, event);
    case 'case-signed':
      return signedBy(state, event);
    case 'case-assigned':
      return event.taskId === undefined
        ? atWork(state, event, (work) => assignedTo(work, event))
        : withTask(state, event, event.taskId, (task) => assignedTo(task, event));
    case 'assisting-started':
      return atWork(state, event, (work) => ({ ...work, tasks: work.tasks.map(startedBy(event.started)) }));
    case 'assisting-released':
      return atWork(state, event, (work) => ({ ...work, tasks: work.tasks.filter(isKept(event.department)) }));
    case 'task-done':
      return withTask(state, event, event.taskId, (task) => ({ ...task, done: event.result }));
    case 'return-requested':
      return withRequest(state, event, event.request);
    case 'return-proposed': {
      const request = 'returnRequest' in state ? state.returnRequest : null;
      if (request === null) throw damaged(state, event);
      return withRequest(state, event, { ...request, proposedBy: userOf(event) });
    }
    case 'return-refused':
      return withRequest(state, event, null);
    case 'case-arbitrated':
      return event.kept
        ? withRequest(state, event, null)
        : { state: 'filed', filedAt: filedAt(state, event), unrouted: true };
    default:
      return requestAfter(state, event);
  }
}

/** The events of requests for more time and for a suspension. */
function requestAfter(state: CaseState, event: CaseEvent): StatePart | undefined {
  switch (event.type) {
    case 'extension-requested':
      return withHandling(state, event, (work) => ({ ...work, extension: event.request }));
    case 'extension-supported': {
      const by = event.power === 'head' ? { endorsedBy: userOf(event) } : { approvedBy: userOf(event) };
      return withHandling(state, event, (work) => ({
        ...work,
        extension: work.extension && { ...work.extension, ...by },
      }));
    }
    case 'extension-granted':
    case 'extension-refused':
      return withHandling(state, event, (work) => ({ ...work, extension: null }));
    case 'suspension-requested':
      return withHandling(state, event, (work) => ({ ...work, suspension: event.request }));
    case 'suspension-supported': {
      const { power } = event;
      const by = power === 'head' ? { endorsedBy: userOf(event) } : { approvedBy: userOf(event), approvedAs: power };
      return withHandling(state, event, (work) => ({
        ...work,
        suspension: work.suspension && { ...work.suspension, ...by },
      }));
    }
    case 'suspension-refused':
      return withHandling(state, event, (work) => ({ ...work, suspension: null }));
    case 'case-suspended': {
      const handling = { ...workOf(state, event), suspension: null };
      return { state: 'suspended', filedAt: filedAt(state, event), handling, until: event.until };
    }
    case 'case-resumed':
      return backAtWork(state, event);
    default:
      return afterCheckEvent(state, event);
  }
}

function dispatchedBy(state: CaseState, event: CaseEvent & { type: 'case-dispatched' }): StatePart {
  const { department, assisting, deadlineId, at } = event;
  const handling: Handling = {
    ...{ department, dispatchedAt: at, deadlineId, signedBy: null, assignee: null },
    tasks: event.tasks ?? assisting.map(plainPart),
    ...{ extension: null, suspension: null },
  };
  return { state: 'dispatched', filedAt: filedAt(state, event), handling, returnRequest: null };
}

/** The part of an assisting department in a history that names departments only: nothing of it is owed. */
const plainPart = (department: HandlingTask['department'], index: number): HandlingTask => ({
  ...{ taskId: `assist-${index + 1}`, kind: 'assisting', department, name: null, limit: null, deadlineId: null },
  ...{ signedBy: null, assignee: null, done: null },
});

function signedBy(state: CaseState, event: CaseEvent & { type: 'case-signed' }): StatePart {
  if (event.taskId !== undefined) {
    return withTask(state, event, event.taskId, (task) => ({ ...task, signedBy: userOf(event) }));
  }
  if (state.state !== 'dispatched') throw damaged(state, event);
  const handling = { ...state.handling, signedBy: userOf(event) };
  return { state: 'handling', filedAt: state.filedAt, handling, returnRequest: null };
}

type Started = readonly { readonly taskId: string; readonly deadlineId: string }[];

const startedBy =
  (started: Started) =>
  (task: HandlingTask): HandlingTask => {
    const start = started.find(({ taskId }) => taskId === task.taskId);
    return start ? { ...task, deadlineId: start.deadlineId } : task;
  };

const isKept =
  (released: HandlingTask['department']) =>
  ({ kind, department, done }: HandlingTask): boolean =>
    kind !== 'assisting' || department !== released || done !== null;

function withTask(
  state: CaseState,
  event: CaseEvent,
  taskId: string,
  change: (task: HandlingTask) => HandlingTask,
): StatePart {
  const { tasks } = workOf(state, event);
  if (!tasks.some((task) => task.taskId === taskId)) throw damaged(state, event);
  return atWork(state, event, (work) => ({
    ...work,
    tasks: work.tasks.map((task) => (task.taskId === taskId ? change(task) : task)),
  }));
}

type Assigned = CaseEvent & { readonly type: 'case-assigned' };

/** The whole work or a part of it with its new member or squad; the squad of before is forgotten. */
function assignedTo<Work extends Handling | HandlingTask>(
  { squad: _, ...work }: Work,
  { assignee, squad }: Assigned,
): Omit<Work, 'squad'> & { readonly squad?: string } {
  return { ...work, assignee, ...(squad === undefined ? {} : { squad }) };
}

type AtWork = Extract<StatePart, { state: 'dispatched' | 'handling' }>;

function atWorkPart(state: CaseState, event: CaseEvent): AtWork {
  if (state.state !== 'dispatched' && state.state !== 'handling') throw damaged(state, event);
  const { filedAt: since, handling, returnRequest } = state;
  return { state: state.state, filedAt: since, handling, returnRequest };
}

const atWork = (state: CaseState, event: CaseEvent, change: (work: Handling) => Handling): StatePart => {
  const part = atWorkPart(state, event);
  return { ...part, handling: change(part.handling) };
};

const withRequest = (state: CaseState, event: CaseEvent, returnRequest: AtWork['returnRequest']): StatePart => ({
  ...atWorkPart(state, event),
  returnRequest,
});

/** Changes the work in whatever state it is. */
function withHandling(state: CaseState, event: CaseEvent, change: (work: Handling) => Handling): StatePart {
  const handling = change(workOf(state, event));
  switch (state.state) {
    case 'handling':
      return atWork(state, event, () => handling);
    case 'handled':
    case 'confirmed':
      return { state: state.state, filedAt: state.filedAt, handling, result: state.result };
    case 'checking': {
      const { filedAt: since, sentUp, result, task } = state;
      return { state: 'checking', filedAt: since, handling, sentUp, result, task };
    }
    case 'checked': {
      const { filedAt: since, sentUp, result, checkedBy } = state;
      return { state: 'checked', filedAt: since, handling, sentUp, result, checkedBy };
    }
    default:
      throw damaged(state, event);
  }
}
