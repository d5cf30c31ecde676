import type { CommandType } from './command.ts';
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

/** Supervision, handling and evaluation are three powers: domain.md section 1, judged per case and person. */
export const SEPARATIONS: readonly Separation[] = [
  {
    rule: 'W41',
    acted: ['sign', 'assign', 'submit-result', 'handled-on-spot'],
    mayNot: [
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
