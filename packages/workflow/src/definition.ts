import { type Channel, END_STATES, type Role, type Stage, type StateName } from './state.ts';

/** Who is told when a case of high priority comes or is made one. */
export const PRIORITY_ROLE: Role = 'leader';

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

const STAGES: Readonly<Partial<Record<StateName, Stage>>> = {
  reported: 'report',
  verifying: 'verify',
  verified: 'verify',
  filed: 'dispatch',
  'sent-up': 'dispatch',
  dispatched: 'handle',
  handling: 'handle',
  suspended: 'handle',
  handled: 'handle',
  confirmed: 'confirm',
  checking: 'confirm',
  checked: 'close',
};

/** The stage a state belongs to. */
export const stageOf = (state: StateName): Stage => STAGES[state] ?? 'end';

/** Whether no work is done any more. */
export const isEnd = (state: StateName): boolean => END_STATES.includes(state);
