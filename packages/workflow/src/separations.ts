import type { CommandType } from './command.ts';
import { COMMAND_RULES } from './command-rules.ts';

/** Two powers that one person may not both use on a case. */
export type Separation = {
  readonly rule: string;
  readonly acted: readonly string[];
  readonly mayNot: readonly CommandType[];
};

/** What a supervisor does from above: it takes no part in the case. */
const SUPERVISORS_OWN: readonly string[] = [
  ...['supervise', 'answer-supervision', 'approve-void', 'refuse-void', 'reopen', 'arbitrate'],
];

const actsBut = (own: readonly string[]): readonly string[] =>
  Object.entries(COMMAND_RULES).flatMap(([type, { act }]) => (act && !own.includes(type) ? [type] : []));

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
      'submit-recheck',
      'merge',
      'hand-over',
      'refer',
      'rate',
      'close',
      'propose-return',
      'accept-return',
      'refuse-return',
      'confirm-feedback',
      'refuse-feedback',
      'approve-extension',
      'refuse-extension',
      'approve-suspension',
      'refuse-suspension',
      'propose-void',
      'approve-void',
      'refuse-void',
    ],
  },
  {
    rule: 'W42',
    acted: ['dispatch', 'confirm-feedback', 'send-up', 'submit-upper-result'],
    mayNot: ['submit-check', 'close'],
  },
  { rule: 'W43', acted: ['return'], mayNot: ['propose-return', 'accept-return', 'refuse-return'] },
  { rule: 'W44', acted: ['propose-return'], mayNot: ['accept-return'] },
  {
    rule: 'W45',
    acted: ['request-extension', 'request-suspension'],
    mayNot: ['endorse', 'approve-extension', 'refuse-extension', 'approve-suspension', 'refuse-suspension'],
  },
  {
    rule: 'W45',
    acted: ['endorse'],
    mayNot: ['approve-extension', 'refuse-extension', 'approve-suspension', 'refuse-suspension'],
  },
  { rule: 'W46', acted: ['propose-void'], mayNot: ['approve-void', 'refuse-void'] },
  { rule: 'W47', acted: actsBut(SUPERVISORS_OWN), mayNot: ['arbitrate'] },
];
