import type { CaseSummary, CaseView, DeadlineView } from '@wanmi/contracts';
import { outsideGridM } from '@wanmi/grid';
import { type CaseState, type Deadline, departmentOf, stageOf, worstDeadline } from '@wanmi/workflow';
import { roadSectionAt } from './places/road-section.ts';
import { viewSection } from './places/view-section.ts';
import type { Reference } from './reference/reference.ts';
import { viewWork } from './view-work.ts';
import { writeTime } from './write-time.ts';

/** What a view shows besides the state, as far as the reader may see it. */
export type ViewExtras = Pick<CaseView, 'address' | 'text' | 'reporter' | 'commands'>;

/** A case as lists show it. Without its address where that is not handed in. */
export function summarizeCase(
  state: CaseState,
  reference: Reference,
  extras: Pick<ViewExtras, 'address'> = {},
): CaseSummary {
  const { subject, place } = state;
  const worst = worstDeadline(state);
  return {
    caseId: state.id,
    caseNo: state.caseNo,
    state: state.state,
    stage: stageOf(state.state),
    version: state.version,
    light: state.light,
    channel: state.channel,
    kind: subject.kind,
    edition: subject.edition,
    classCode: subject.classCode,
    className:
      reference.catalogue.findClass(subject.edition, subject.kind, subject.classCode)?.name ?? subject.classCode,
    areaCode: place.areaCode,
    gridCode: place.gridCode,
    ...departmentShown(state, reference),
    position: { lng: place.lng, lat: place.lat, datum: 'wgs84' },
    ...extras,
    reportedAt: writeTime(reference.calendars.city, state.reportedAt),
    priority: state.priority,
    emergency: state.emergency,
    deadline: worst ? viewDeadline(worst, state, reference) : null,
  };
}

/** A case as one page shows it. It holds texts only where they are handed in: answers kept under a key have none. */
export function viewCase(state: CaseState, reference: Reference, extras: ViewExtras = {}): CaseView {
  const { address, ...others } = extras;
  const { subject, place, occurredAt } = state;
  return {
    ...summarizeCase(state, reference, address === undefined ? {} : { address }),
    conditionId: subject.conditionId,
    componentId: subject.componentId,
    accuracyM: place.accuracyM,
    occurredAt: occurredAt === null ? null : writeTime(reference.calendars.city, occurredAt),
    handledOnSpot: state.handledOnSpot,
    ...outsideOf(state, reference),
    mediaIds: [...state.mediaIds],
    ...viewWork(state, (at) => writeTime(reference.calendars.city, at)),
    roadSection: viewSection(roadSectionAt(reference, [place.lng, place.lat], state.reportedAt)),
    ...others,
  };
}

function departmentShown(
  state: CaseState,
  { departments }: Reference,
): Pick<CaseSummary, 'departmentCode' | 'departmentName'> {
  const code = departmentOf(state);
  return code === null ? {} : { departmentCode: code, departmentName: departments.get(code)?.name ?? code };
}

/** Every clock the case ever had, first to last. */
export const caseDeadlines = (state: CaseState, reference: Reference): DeadlineView[] =>
  state.deadlines.map((clock) => viewDeadline(clock, state, reference));

function viewDeadline(clock: Deadline, state: CaseState, { calendars }: Reference): DeadlineView {
  const time = (at: Deadline['dueAt']): string => writeTime(calendars.city, at);
  const task = taskOf(clock, state);
  return {
    deadlineId: clock.id,
    stage: clock.stage,
    ...(task === undefined ? {} : { task }),
    start: time(clock.startAt),
    due: time(clock.dueAt),
    yellowAt: time(clock.yellowAt),
    redAt: time((clock.dueAt + 1) as Deadline['dueAt']),
    limit: clock.limit.value,
    unit: clock.limit.unit,
    clock: clock.clock,
    light: clock.light,
    ...(clock.provisional ? { provisional: true } : {}),
  };
}

/** The open task on the spot, or the part of joint handling, that a clock measures. */
function taskOf({ id, stage, clock }: Deadline, state: CaseState): string | undefined {
  if (stage === 'assist' || stage === 'step') {
    const tasks = 'handling' in state && state.handling ? state.handling.tasks : [];
    return tasks.find(({ deadlineId }) => deadlineId === id)?.taskId;
  }
  if (stage === 'recheck') return clock === 'running' ? state.recheck?.task.taskId : undefined;
  const measures =
    (stage === 'verify' && state.state === 'verifying') || (stage === 'check' && state.state === 'checking');
  return measures && clock === 'running' && 'task' in state ? state.task.taskId : undefined;
}

/** How far outside its grid the case lies: told only where it does, and while the grid is in force. */
function outsideOf({ place }: CaseState, { gridIndex }: Reference): { readonly outsideGridM?: number } {
  if (place.gridCode === null) return {};
  const metres = outsideGridM(gridIndex, place.gridCode, [place.lng, place.lat]) ?? 0;
  return metres === 0 ? {} : { outsideGridM: Math.ceil(metres) };
}
