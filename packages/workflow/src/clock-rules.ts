import type { CalendarName, DeadlineStage } from './deadline.ts';
import type { Role } from './state.ts';

/** Whose working time a clock counts, and who answers for it. */
export type ClockRule = {
  readonly calendar: CalendarName;
  /**
   * A role; or the lead department, the department of a task, who has the spot task, who must decide the return or the
   * request, the order's addressee.
   */
  readonly answers: Role | 'department' | 'task' | 'spot' | 'return' | 'request' | 'order';
  /** False: red tells the one who answers and orders nothing, for what made it late has an order already. */
  readonly orders: boolean;
  /** True: it has no lights, it only waits for its date. */
  readonly waits: boolean;
};

const duty = (answers: ClockRule['answers'], orders = true): ClockRule => ({
  ...{ calendar: 'duty', answers, orders, waits: false },
});
const city = (answers: ClockRule['answers']): ClockRule => ({ ...duty(answers), calendar: 'city' });
const wait = (answers: ClockRule['answers']): ClockRule => ({ ...duty(answers, false), waits: true });

/** Departments work by the city's calendar, the centre's stages by its duty calendar. Source: docs/sources.md#working-time. */
export const CLOCK_RULES: Readonly<Record<DeadlineStage, ClockRule>> = {
  accept: duty('acceptor'),
  verify: duty('spot'),
  file: duty('leader'),
  dispatch: duty('dispatcher'),
  arbitrate: duty('supervisor'),
  upper: duty('dispatcher'),
  sign: city('department'),
  handle: city('department'),
  assist: city('task'),
  step: city('task'),
  'decide-return': duty('return'),
  'decide-extension': duty('request'),
  'decide-suspension': duty('request'),
  'decide-void': duty('supervisor'),
  suspension: wait('dispatcher'),
  'confirm-feedback': duty('dispatcher'),
  'request-check': duty('acceptor'),
  check: duty('spot'),
  close: duty('leader'),
  recheck: duty('inspector'),
  reply: duty('acceptor'),
  'follow-referral': duty('acceptor'),
  reopen: wait('acceptor'),
  case: duty('leader', false),
  supervision: duty('order', false),
};

/** What comes after handling, in order: their limits make the whole case's deadline. */
export const STAGES_AFTER_HANDLING = ['confirm-feedback', 'request-check', 'check', 'close'] as const;
