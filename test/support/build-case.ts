import { compileCalendar, parseCalendar } from '@wanmi/calendar';
import type { CaseId, ClassCode, DepartmentCode, DistrictCode, GridCode, Instant, UserId } from '@wanmi/kernel';
import {
  type Actor,
  type CaseEvent,
  type CaseState,
  type Command,
  decide,
  decideReport,
  evolve,
  type Facts,
  type Post,
  type Report,
  type Role,
  type StateName,
  type WorkflowPolicy,
} from '@wanmi/workflow';

const GRID = '110101001001001' as GridCode;
export const CLEANING = 'environmental-sanitation' as DepartmentCode;
export const WATER = 'water' as DepartmentCode;
export const ref = (contentId: string) => ({ contentId, digest: 'digest' });
/** A local time in China of November 2026: `at('16 09:00')` is Monday the 16th. */
export const at = (dayAndTime: string): Instant => {
  const [day, time] = dayAndTime.split(' ');
  return Date.parse(`2026-11-${day}T${time}:00+08:00`) as Instant;
};

/** The levels after red: one; an important case has two, and sooner. */
const AFTER_LIMIT = [{ after: { value: 1, unit: 'limit' }, to: 'supervisor' }] as const;
const SOONER = [
  { after: { value: 1, unit: 'working_hour' }, to: 'leader' },
  { after: { value: 4, unit: 'working_hour' }, to: 'supervisor' },
] as const;

export const policy: WorkflowPolicy = {
  stageLimits: {
    accept: { value: 4, unit: 'working_hour' },
    verify: { value: 24, unit: 'natural_hour' },
    file: { value: 4, unit: 'working_hour' },
    dispatch: { value: 1, unit: 'working_hour' },
    sign: { value: 2, unit: 'working_hour' },
    'decide-return': { value: 4, unit: 'working_hour' },
    'confirm-feedback': { value: 2, unit: 'working_hour' },
    'request-check': { value: 1, unit: 'working_hour' },
    check: { value: 2, unit: 'working_hour' },
    close: { value: 4, unit: 'working_hour' },
    supervision: { value: 4, unit: 'working_hour' },
    arbitrate: { value: 1, unit: 'working_day' },
    upper: { value: 10, unit: 'working_day' },
    'decide-extension': { value: 4, unit: 'working_hour' },
    'decide-suspension': { value: 4, unit: 'working_hour' },
    'decide-void': { value: 4, unit: 'working_hour' },
    recheck: { value: 2, unit: 'working_day' },
    reply: { value: 1, unit: 'working_day' },
    'follow-referral': { value: 5, unit: 'working_day' },
    reopen: { value: 7, unit: 'natural_day' },
  },
  defaultHandlingLimit: { value: 3, unit: 'working_day' },
  dayMode: 'close-of-business',
  rework: 'resume',
  trustedChannels: ['inspector'],
  autoFileChannels: [],
  autoRequestCheck: false,
  returnWindow: { value: 4, unit: 'working_hour' },
  unableTries: 2,
  arbitrationAfter: 2,
  mostExtensions: 2,
  leaderFromExtension: 2,
  mostSuspensions: 1,
  longestSuspension: { value: 365, unit: 'natural_day' },
  ladder: { simple: AFTER_LIMIT, ordinary: AFTER_LIMIT, important: SOONER, complex: AFTER_LIMIT },
  voidReasons: [{ code: 'gone', zh: '问题已自行消失', en: 'gone by itself' }],
  recheckPercent: 10,
  sameTimeMinutes: 60,
  duplicateMetres: 50,
  duplicateHours: 24,
};

function plainWeek() {
  const parsed = parseCalendar({
    zone: 'Asia/Shanghai',
    sessions: [
      {
        weekdays: [1, 2, 3, 4, 5],
        periods: [
          ['08:00', '12:00'],
          ['14:00', '18:00'],
        ],
      },
    ],
    days: [],
    covered: [2026],
    uncovered: 'provisional',
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return compileCalendar(parsed.value);
}
const calendar = plainWeek();

export const system: Actor = { kind: 'system', name: 'dispatcher' };

/** A person with one post of the role in the demo district, for a department where the role has one. */
export function person(role: Role, userId: string = role, more: Partial<Post> = {}): Actor & { kind: 'user' } {
  const department = role === 'head' || role === 'handler' ? CLEANING : null;
  return { kind: 'user', userId: userId as UserId, posts: [{ role, area: '110101', department, ...more }] };
}

/** Facts of a decision by `actor`; ids count up within one bundle of facts. */
export function factsOf(actor: Actor, instant: Instant = at('16 09:00'), change: Partial<Facts> = {}): Facts {
  let id = 0;
  return {
    at: instant,
    actor,
    calendars: { city: calendar, duty: calendar },
    policy,
    handlingLimit: { value: 4, unit: 'working_hour' },
    steps: [],
    other: null,
    draw: 0.5,
    isDepartment: (code) => [CLEANING, WATER].includes(code),
    newId: () => {
      id += 1;
      return `id-${id}`;
    },
    ...change,
  };
}

export function reportOf(change: Partial<Report> = {}): Report {
  return {
    caseId: '110101-202611-0000000001' as CaseId,
    caseNo: '11010120261116000001',
    district: '110101' as DistrictCode,
    channel: 'hotline',
    subject: {
      edition: 'gbt-47678.5-2026',
      kind: 'matter',
      classCode: '06010' as ClassCode,
      conditionId: null,
      componentId: null,
    },
    place: { areaCode: GRID, gridCode: GRID, areaClass: 'B', lng: 116.4, lat: 39.9, accuracyM: null },
    text: null,
    address: null,
    reporter: null,
    occurredAt: null,
    handledOnSpot: false,
    mediaIds: [],
    managed: true,
    ...change,
  };
}

/** A case and the events that made it. */
export type Built = { readonly state: CaseState; readonly events: readonly CaseEvent[] };

/** Registers a report. Throws when it is refused. */
export function reported(change: Partial<Report> = {}, facts: Facts = factsOf(person('acceptor'))): Built {
  const decision = decideReport(reportOf(change), facts);
  if (!decision.ok) throw new Error(`report refused: ${decision.error.reason}`);
  return follow(undefined, decision.value.events);
}

const follow = (state: CaseState | undefined, events: readonly CaseEvent[]): Built => {
  const last = events.reduce<CaseState | undefined>(evolve, state);
  if (!last) throw new Error('no events');
  return { state: last, events };
};

/** Gives one command. Throws when it is refused. */
export function give(built: Built, command: Command, facts: Facts): Built {
  const decision = decide(built.state, command, facts);
  if (!decision.ok) throw new Error(`${command.type} refused in ${built.state.state}: ${decision.error.reason}`);
  const next = follow(built.state, decision.value.events);
  return { state: next.state, events: [...built.events, ...next.events] };
}

/** Another case under way, which commands name. */
export const OTHER = { caseId: '110101-202611-0000000002' as CaseId, state: 'handling' as StateName };

type Given = readonly [Command, Actor, Partial<Facts>?];
const reason = ref('reason');
const DAY = 86_400_000;

/** The way to a state from another one: who gives which commands. */
const STEPS: Readonly<Partial<Record<StateName, readonly [StateName, (instant: Instant) => readonly Given[]]>>> = {
  verifying: ['reported', () => [[{ type: 'request-verification' }, person('acceptor')]]],
  verified: ['verifying', () => [[{ type: 'submit-verification', result: 'exists' }, person('inspector')]]],
  filed: ['verified', () => [[{ type: 'file' }, person('leader')]]],
  'sent-up': ['filed', () => [[{ type: 'send-up', to: 'city', reason }, person('dispatcher')]]],
  dispatched: ['filed', () => [[{ type: 'dispatch', department: CLEANING }, person('dispatcher')]]],
  handling: ['dispatched', () => [[{ type: 'sign' }, person('handler')]]],
  suspended: [
    'handling',
    (instant) => [
      [{ type: 'request-suspension', until: (instant + 30 * DAY) as Instant, reason }, person('head')],
      [{ type: 'approve-suspension' }, person('dispatcher')],
      [{ type: 'approve-suspension' }, person('leader')],
    ],
  ],
  handled: ['handling', () => [[{ type: 'submit-result', outcome: 'A' }, person('handler')]]],
  confirmed: ['handled', () => [[{ type: 'confirm-feedback' }, person('dispatcher')]]],
  checking: ['confirmed', () => [[{ type: 'request-check' }, person('acceptor')]]],
  checked: ['checking', () => [[{ type: 'submit-check', result: 'pass' }, person('inspector')]]],
  closed: ['checked', () => [[{ type: 'close' }, person('leader')]]],
  rejected: ['reported', () => [[{ type: 'reject', reason }, person('acceptor')]]],
  voided: [
    'filed',
    () => [
      [{ type: 'propose-void', code: 'gone' }, person('leader')],
      [{ type: 'approve-void' }, person('supervisor')],
    ],
  ],
  merged: ['reported', () => [[{ type: 'merge' }, person('acceptor'), { other: OTHER }]]],
  'handed-over': ['reported', () => [[{ type: 'hand-over', to: 'police', reason }, person('acceptor')]]],
  referred: ['reported', () => [[{ type: 'refer', to: 'court', consent: true, reason }, person('acceptor')]]],
};

/** A hotline case brought to `name` by the shortest way, all at Monday 09:00 unless said otherwise. */
export function caseIn(name: StateName, instant: Instant = at('16 09:00'), report: Partial<Report> = {}): Built {
  const step = STEPS[name];
  if (!step) return reported(report, factsOf(person('acceptor'), instant));
  const [before, given] = step;
  return given(instant).reduce(
    (built, [command, actor, change]) => give(built, command, factsOf(actor, instant, change)),
    caseIn(before, instant, report),
  );
}

/** Every role in the case's area, in its department; as one person who did nothing yet. */
export const everyPost: Actor & { kind: 'user' } = {
  kind: 'user',
  userId: 'newcomer' as UserId,
  posts: (['inspector', 'acceptor', 'leader', 'dispatcher', 'field-supervisor', 'supervisor', 'admin'] as const)
    .map((role): Post => ({ role, area: '110101', department: null }))
    .concat((['head', 'handler'] as const).map((role): Post => ({ role, area: '110101', department: CLEANING }))),
};
