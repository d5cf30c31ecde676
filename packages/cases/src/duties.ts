import type { lists } from '@wanmi/db';
import {
  AT_WORK,
  type CaseState,
  type CommandType,
  departmentOf,
  END_STATES,
  EXTENDABLE,
  type Post,
  type Role,
  VOIDABLE,
} from '@wanmi/workflow';

/** What a role has to do where. The first command names the task; the workflow says which of them are possible now. */
export type Duty = Pick<lists.TaskClause, 'states' | 'needs'> & {
  readonly commands: readonly CommandType[];
  /** What may be done instead, and makes no duty by itself. */
  readonly also?: readonly CommandType[];
  readonly own?: 'department' | 'team' | 'task';
  /** What neither the query nor the workflow's permits say: whose turn it is. `posts` are those that cover the case. */
  readonly when?: (state: CaseState, userId: string, posts: readonly Post[]) => boolean;
};

const workOf = (state: CaseState) => ('handling' in state ? state.handling : null);

/** Whether a department of these posts leads, or has a part in the work that is still to be signed for or handed in. */
const hasPart: NonNullable<Duty['when']> = (state, _userId, posts) => {
  const mine = posts.map(({ department }) => department);
  if (mine.includes(departmentOf(state))) return true;
  const parts = (workOf(state)?.tasks ?? []).filter(({ department }) => mine.includes(department));
  return parts.some(({ signedBy, done }) => (state.state === 'dispatched' ? signedBy === null : done === null));
};

const HANDLING: readonly Duty[] = [
  {
    commands: ['sign'],
    also: ['assign', 'return'],
    ...{ states: ['dispatched'], needs: 'no-return', own: 'team', when: hasPart },
  },
  {
    commands: ['submit-result'],
    also: ['sign', 'assign', 'return', 'request-extension', 'request-suspension'],
    ...{ states: ['handling'], needs: 'no-return', own: 'team', when: hasPart },
  },
];

const ENDORSE: Duty = {
  commands: ['endorse'],
  states: EXTENDABLE,
  needs: 'unendorsed-request',
  own: 'department',
};

/** More time: first the dispatcher, then the leader where he must. A suspension: both, in any order, two persons. */
const requests = (role: Role & ('dispatcher' | 'leader')): readonly Duty[] => [
  {
    commands: ['approve-extension', 'refuse-extension'],
    ...{ states: EXTENDABLE, needs: 'endorsed-extension' },
    when: (state) => (workOf(state)?.extension?.approvedBy != null) === (role === 'leader'),
  },
  {
    commands: ['approve-suspension', 'refuse-suspension'],
    ...{ states: ['handling'], needs: 'endorsed-suspension' },
    when: (state, userId) => {
      const asked = workOf(state)?.suspension;
      return asked?.approvedAs !== role && asked?.approvedBy !== userId;
    },
  },
];

/** A reply may always be given; it is a duty while its clock runs. */
const isReplyOwed: NonNullable<Duty['when']> = ({ deadlines }) =>
  deadlines.some(({ stage, clock }) => stage === 'reply' && clock === 'running');

/** The duties of each role. */
export const DUTIES: Readonly<Partial<Record<Role, readonly Duty[]>>> = {
  inspector: [
    { commands: ['submit-verification'], states: ['verifying'], own: 'task' },
    { commands: ['submit-check'], states: ['checking'], own: 'task' },
    { commands: ['submit-recheck'], states: ['closed'], needs: 'recheck' },
  ],
  acceptor: [
    {
      commands: ['accept', 'request-verification', 'reject'],
      also: ['merge', 'hand-over', 'refer'],
      states: ['reported'],
    },
    { commands: ['request-verification'], states: ['verifying'], needs: 'returned-task' },
    { commands: ['request-check'], states: ['confirmed'] },
    { commands: ['request-check'], states: ['checking'], needs: 'returned-task' },
    { commands: ['close-referral'], states: ['referred'], needs: 'open-clock' },
    { commands: ['reply'], states: END_STATES, needs: 'open-clock', when: isReplyOwed },
  ],
  leader: [
    { commands: ['file', 'close', 'request-verification', 'reject'], also: ['merge'], states: ['verified'] },
    { commands: ['close', 'send-back'], states: ['checked'] },
    { commands: ['accept-return', 'refuse-return'], states: AT_WORK, needs: 'proposed-return' },
    ...requests('leader'),
  ],
  dispatcher: [
    { commands: ['dispatch', 'send-back', 'send-up'], also: ['merge', 'request-arbitration'], states: ['filed'] },
    { commands: ['confirm-feedback', 'refuse-feedback'], states: ['handled'] },
    {
      commands: ['propose-return', 'refuse-return'],
      also: ['request-arbitration'],
      ...{ states: AT_WORK, needs: 'pending-return' },
    },
    { commands: ['submit-upper-result', 'take-back'], states: ['sent-up'] },
    ...requests('dispatcher'),
  ],
  supervisor: [
    {
      commands: ['arbitrate'],
      ...{ states: ['filed', ...AT_WORK], needs: 'arbitration' },
      // He may also settle a return that nobody has asked him about.
      when: ({ arbitration }) => arbitration !== null && arbitration.decidedBy === null,
    },
    { commands: ['approve-void', 'refuse-void'], states: VOIDABLE, needs: 'void-proposal' },
  ],
  head: [...HANDLING, ENDORSE],
  handler: HANDLING,
};
