import type { CommandType } from './command.ts';
import type { CalendarName, DeadlineStage } from './deadline.ts';
import type { EventType } from './event.ts';
import { type Channel, type Role, STATE_NAMES, type Stage, type StateName } from './state.ts';

/** Who may give a command where. `own` narrows a role to the case's department, the task's inspector or an order's addressee. */
export type Permit = {
  readonly from: readonly StateName[];
  readonly roles: readonly Role[];
  readonly own?: 'department' | 'task' | 'order';
};

/** One command: its permits, and whether the system may give it too (`only`: nobody else). */
export type CommandRule = {
  readonly permits: readonly Permit[];
  readonly system: 'no' | 'too' | 'only';
  /** Kept as an act of the person, which separates powers later. */
  readonly act: boolean;
};

/** Two powers that one person may not both use on a case. */
export type Separation = {
  readonly rule: string;
  readonly acted: readonly string[];
  readonly mayNot: readonly CommandType[];
};

const OPEN: readonly StateName[] = STATE_NAMES.filter((name) => name !== 'closed' && name !== 'rejected');

const permit = (from: readonly StateName[], roles: readonly Role[], own?: Permit['own']): Permit =>
  own ? { from, roles, own } : { from, roles };
const rule = (...permits: Permit[]): CommandRule => ({ permits, system: 'no', act: true });
const systemToo = (...permits: Permit[]): CommandRule => ({ permits, system: 'too', act: true });
const systemOnly = (from: readonly StateName[]): CommandRule => ({
  permits: [permit(from, [])],
  system: 'only',
  act: false,
});

/** The urban management workflow as data: `decide`, `allowedCommands`, the state diagram and the tests read it. */
export const COMMAND_RULES: Readonly<Record<CommandType, CommandRule>> = {
  accept: systemToo(permit(['reported'], ['acceptor'])),
  'request-verification': rule(permit(['reported', 'verifying'], ['acceptor']), permit(['verified'], ['leader'])),
  'submit-verification': rule(permit(['verifying'], ['inspector'], 'task')),
  file: systemToo(permit(['verified'], ['leader'])),
  reject: rule(permit(['reported'], ['acceptor']), permit(['verified'], ['leader'])),
  'send-back': rule(permit(['filed'], ['dispatcher']), permit(['checked'], ['leader'])),
  dispatch: systemToo(permit(['filed'], ['dispatcher'])),
  'leave-unrouted': systemOnly(['filed']),
  sign: rule(permit(['dispatched'], ['handler', 'head'], 'department')),
  assign: rule(permit(['dispatched', 'handling'], ['head'], 'department')),
  return: rule(permit(['dispatched', 'handling'], ['handler', 'head'], 'department')),
  'propose-return': rule(permit(['dispatched', 'handling'], ['dispatcher'])),
  'accept-return': rule(permit(['dispatched', 'handling'], ['leader'])),
  'refuse-return': rule(permit(['dispatched', 'handling'], ['dispatcher', 'leader'])),
  'submit-result': rule(permit(['handling'], ['handler', 'head'], 'department')),
  'confirm-feedback': rule(permit(['handled'], ['dispatcher'])),
  'refuse-feedback': rule(permit(['handled'], ['dispatcher'])),
  'request-check': systemToo(permit(['confirmed', 'checking'], ['acceptor'])),
  'submit-check': rule(permit(['checking'], ['inspector'], 'task')),
  close: rule(permit(['checked', 'verified'], ['leader'])),
  supervise: rule(permit(OPEN, ['supervisor'])),
  'answer-supervision': rule(
    permit(OPEN, ['inspector', 'acceptor', 'leader', 'dispatcher', 'head', 'handler'], 'order'),
  ),
  'add-note': {
    permits: [
      permit(STATE_NAMES, ['inspector', 'acceptor', 'leader', 'dispatcher', 'field-supervisor', 'supervisor']),
      permit(STATE_NAMES, ['head', 'handler'], 'department'),
    ],
    system: 'no',
    act: false,
  },
  'fire-timer': systemOnly(OPEN),
};

/** Supervision, handling and evaluation are three powers, judged per case and person: docs/sources.md#case-workflow. */
export const SEPARATIONS: readonly Separation[] = [
  {
    rule: 'W41',
    acted: ['sign', 'assign', 'submit-result', 'handled-on-spot'],
    mayNot: [
      'file',
      'reject',
      'send-back',
      'submit-verification',
      'submit-check',
      'close',
      'propose-return',
      'accept-return',
      'refuse-return',
      'confirm-feedback',
      'refuse-feedback',
    ],
  },
  { rule: 'W42', acted: ['dispatch', 'confirm-feedback'], mayNot: ['submit-check', 'close'] },
  { rule: 'W43', acted: ['return'], mayNot: ['propose-return', 'accept-return', 'refuse-return'] },
  { rule: 'W44', acted: ['propose-return'], mayNot: ['accept-return'] },
];

/** Whose working time a clock counts, and who answers for it. */
export type ClockRule = {
  readonly calendar: CalendarName;
  /** A role; or the department at work, who has the spot task, who must decide the return, the order's addressee. */
  readonly answers: Role | 'department' | 'spot' | 'return' | 'order';
  /** False: red tells the one who answers and orders nothing, for what made it late has an order already. */
  readonly orders: boolean;
};

const duty = (answers: ClockRule['answers'], orders = true): ClockRule => ({ calendar: 'duty', answers, orders });
const city = (answers: ClockRule['answers']): ClockRule => ({ calendar: 'city', answers, orders: true });

/** Departments work by the city's calendar, the centre's stages by its duty calendar. Source: docs/sources.md#working-time. */
export const CLOCK_RULES: Readonly<Record<DeadlineStage, ClockRule>> = {
  accept: duty('acceptor'),
  verify: duty('spot'),
  file: duty('leader'),
  dispatch: duty('dispatcher'),
  sign: city('department'),
  handle: city('department'),
  'decide-return': duty('return'),
  'confirm-feedback': duty('dispatcher'),
  'request-check': duty('acceptor'),
  check: duty('spot'),
  close: duty('leader'),
  case: duty('leader', false),
  supervision: duty('order', false),
};

/** What comes after handling, in order: their limits make the whole case's deadline. */
export const STAGES_AFTER_HANDLING = ['confirm-feedback', 'request-check', 'check', 'close'] as const;

/** Who is told when a limit has passed once more. */
export const ESCALATION_ROLE: Role = 'supervisor';

/** Who registers a report of which channel. */
export const REPORT_ROLES: Readonly<Record<Channel, readonly Role[]>> = {
  inspector: ['inspector'],
  department: ['acceptor', 'head', 'handler'],
  hotline: ['acceptor'],
  mayor: ['acceptor'],
  police: ['acceptor'],
  opinion: ['acceptor'],
  leader: ['acceptor'],
  video: ['acceptor'],
  sensor: ['acceptor'],
  web: ['acceptor'],
  app: ['acceptor'],
  platform: ['acceptor'],
  email: ['acceptor'],
};

const STAGES: Readonly<Record<StateName, Stage>> = {
  reported: 'report',
  verifying: 'verify',
  verified: 'verify',
  filed: 'dispatch',
  dispatched: 'handle',
  handling: 'handle',
  handled: 'handle',
  confirmed: 'confirm',
  checking: 'confirm',
  checked: 'close',
  closed: 'end',
  rejected: 'end',
};

/** The stage a state belongs to. */
export const stageOf = (state: StateName): Stage => STAGES[state];

const AT_WORK: readonly StateName[] = ['dispatched', 'handling'];

/** The states in which an event may happen: any other history is damaged. */
export const EVENT_STATES: Readonly<Record<Exclude<EventType, 'case-reported'>, readonly StateName[]>> = {
  'case-accepted': ['reported'],
  'verification-requested': ['reported', 'verifying', 'verified'],
  'verification-submitted': ['verifying'],
  'case-filed': ['verified'],
  'case-rejected': ['reported', 'verified'],
  'filing-sent-back': ['filed'],
  'case-dispatched': ['filed'],
  'routing-undecided': ['filed'],
  'case-signed': ['dispatched'],
  'case-assigned': AT_WORK,
  'return-requested': AT_WORK,
  'return-proposed': AT_WORK,
  'return-accepted': AT_WORK,
  'return-refused': AT_WORK,
  'result-submitted': ['handling'],
  'feedback-confirmed': ['handled'],
  'feedback-refused': ['handled'],
  'check-requested': ['confirmed', 'checking'],
  'check-submitted': ['checking'],
  'closing-sent-back': ['checked'],
  'case-closed': ['checked', 'filed'],
  'light-changed': OPEN,
  'deadline-escalated': OPEN,
  'supervision-ordered': OPEN,
  'supervision-answered': OPEN,
  'note-added': STATE_NAMES,
};
