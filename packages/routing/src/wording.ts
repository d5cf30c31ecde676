import type { AppliedRule, Conclusion, Explanation, ExplanationStep } from './explanation.ts';

/** Gives the name of a department as it was when the case was routed. */
export type NameOf = (code: string) => string;

/** The sentences of one language, one line each. */
export type Wording = {
  readonly asked: (asked: Explanation['asked'], rulesVersion: string) => string;
  readonly step: (step: ExplanationStep, nameOf: NameOf) => readonly string[];
  readonly rule: (rule: AppliedRule, nameOf: NameOf) => string;
  readonly conclusion: (conclusion: Conclusion, nameOf: NameOf) => readonly string[];
};

/** `09:05`. */
export const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
