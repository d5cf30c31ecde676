import type { CommandType } from './command.ts';
import { END_STATES, ROLES, type Role, STATE_NAMES, type StateName } from './state.ts';

/**
 * Who may give a command where. `own` narrows a role to the lead department, to a department at work (`team`), the
 * task's inspector, an order's addressee, or the one who registered the report.
 */
export type Permit = {
  readonly from: readonly StateName[];
  readonly roles: readonly Role[];
  readonly own?: 'department' | 'team' | 'task' | 'order' | 'registrar';
};

/** One command: its permits, and whether the system may give it too (`only`: nobody else). */
export type CommandRule = {
  readonly permits: readonly Permit[];
  readonly system: 'no' | 'too' | 'only';
  /** Kept as an act of the person, which separates powers later. */
  readonly act: boolean;
};

/** Every state but the ends. */
export const OPEN: readonly StateName[] = STATE_NAMES.filter((name) => !END_STATES.includes(name));
/** A department is at work. */
export const AT_WORK: readonly StateName[] = ['dispatched', 'handling'];
/** From filing to the result: a case may be voided. */
export const VOIDABLE: readonly StateName[] = ['filed', 'sent-up', 'dispatched', 'handling', 'suspended', 'handled'];
/** A request for more time may still be decided: it is judged as of the asking. */
export const EXTENDABLE: readonly StateName[] = ['handling', 'handled', 'confirmed', 'checking', 'checked'];
const CENTRE: readonly Role[] = ['acceptor', 'leader', 'dispatcher', 'supervisor'];

const permit = (from: readonly StateName[], roles: readonly Role[], own?: Permit['own']): Permit =>
  own ? { from, roles, own } : { from, roles };
const rule = (...permits: Permit[]): CommandRule => ({ permits, system: 'no', act: true });
const aside = (...permits: Permit[]): CommandRule => ({ permits, system: 'no', act: false });
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
  merge: rule(
    permit(['reported', 'verifying'], ['acceptor']),
    permit(['verified'], ['leader']),
    permit(['filed'], ['dispatcher']),
  ),
  'keep-apart': aside(permit(OPEN, ['acceptor', 'leader', 'dispatcher'])),
  'hand-over': rule(permit(['reported', 'verifying'], ['acceptor']), permit(['verified'], ['leader'])),
  refer: rule(permit(['reported', 'verifying'], ['acceptor']), permit(['verified'], ['leader'])),
  'send-back': rule(permit(['filed'], ['dispatcher']), permit(['checked'], ['leader'])),
  dispatch: systemToo(permit(['filed'], ['dispatcher'])),
  'leave-unrouted': systemOnly(['filed']),
  'send-up': rule(permit(['filed'], ['dispatcher'])),
  'take-back': rule(permit(['sent-up'], ['dispatcher'])),
  'submit-upper-result': systemToo(permit(['sent-up'], ['dispatcher'])),
  sign: rule(permit(AT_WORK, ['handler', 'head'], 'team')),
  assign: rule(permit(AT_WORK, ['head'], 'team')),
  'release-assisting': rule(permit(AT_WORK, ['dispatcher'])),
  return: rule(permit(AT_WORK, ['handler', 'head'], 'department')),
  'propose-return': rule(permit(AT_WORK, ['dispatcher'])),
  'accept-return': rule(permit(AT_WORK, ['leader'])),
  'refuse-return': rule(permit(AT_WORK, ['dispatcher', 'leader'])),
  'request-arbitration': rule(
    permit(['filed', ...AT_WORK], ['dispatcher', 'leader']),
    permit(AT_WORK, ['head'], 'department'),
  ),
  arbitrate: rule(permit(['filed', ...AT_WORK], ['supervisor'])),
  'request-extension': rule(permit(['handling'], ['handler', 'head'], 'department')),
  'request-suspension': rule(permit(['handling'], ['handler', 'head'], 'department')),
  endorse: rule(permit(EXTENDABLE, ['head'], 'department')),
  'approve-extension': rule(permit(EXTENDABLE, ['dispatcher', 'leader'])),
  'refuse-extension': rule(permit(EXTENDABLE, ['dispatcher', 'leader'])),
  'approve-suspension': rule(permit(['handling'], ['dispatcher', 'leader'])),
  'refuse-suspension': rule(permit(['handling'], ['dispatcher', 'leader'])),
  resume: rule(permit(['suspended'], ['dispatcher'])),
  'submit-result': rule(permit(AT_WORK, ['handler', 'head'], 'team')),
  'confirm-feedback': rule(permit(['handled'], ['dispatcher'])),
  'refuse-feedback': rule(permit(['handled'], ['dispatcher'])),
  'request-check': systemToo(permit(['confirmed', 'checking'], ['acceptor'])),
  'submit-check': rule(permit(['checking'], ['inspector'], 'task')),
  close: rule(permit(['checked', 'verified'], ['leader'])),
  'submit-recheck': rule(permit(['closed'], ['inspector'])),
  'propose-void': rule(permit(VOIDABLE, ['leader', 'dispatcher'])),
  'approve-void': rule(permit(VOIDABLE, ['supervisor'])),
  'refuse-void': rule(permit(VOIDABLE, ['supervisor'])),
  reopen: rule(
    permit(['closed'], ['acceptor', 'supervisor']),
    permit(['closed'], ROLES, 'registrar'),
    permit(['rejected'], ['supervisor']),
  ),
  'close-referral': rule(permit(['referred'], ['acceptor'])),
  reply: rule(permit(STATE_NAMES, ['acceptor'])),
  rate: aside(permit(END_STATES, ['acceptor']), permit(END_STATES, ROLES, 'registrar')),
  'set-priority': aside(permit(OPEN, CENTRE)),
  'record-meeting': aside(permit(OPEN, CENTRE)),
  supervise: rule(permit(OPEN, ['supervisor'])),
  'answer-supervision': rule(
    permit(STATE_NAMES, ['inspector', 'acceptor', 'leader', 'dispatcher', 'head', 'handler', 'supervisor'], 'order'),
  ),
  'add-note': aside(
    permit(STATE_NAMES, ['inspector', 'acceptor', 'leader', 'dispatcher', 'field-supervisor', 'supervisor']),
    permit(STATE_NAMES, ['head', 'handler'], 'team'),
  ),
  'fire-timer': systemOnly(STATE_NAMES),
  'recount-deadlines': systemOnly(STATE_NAMES),
  'add-follower': systemOnly(STATE_NAMES),
  'follow-end': systemOnly(['merged']),
};
