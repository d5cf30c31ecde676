import { type Language, wordingOf } from './explain.ts';
import type { Explanation } from './explanation.ts';

/** What settled a case without a person. */
export type Decider = { readonly by: 'rule'; readonly rule: string } | { readonly by: 'component' | 'arbitration' };

/** What settled a routed case; undefined when it was left to a person. */
export function deciderOf({ steps, conclusion }: Explanation): Decider | undefined {
  if (conclusion.outcome === 'undecided') return undefined;
  for (const step of steps) {
    if (step.step === 'won') return { by: 'rule', rule: step.rule };
    if (step.step === 'arbitrated') return { by: 'arbitration' };
  }
  return { by: 'component' };
}

/** The deciding steps and the conclusion of an explanation, in one line: what a list of many cases has room for. */
export function explainBriefly({ steps, conclusion, names }: Explanation, language: Language): string {
  const wording = wordingOf(language);
  const nameOf = (code: string): string => names[code] ?? code;
  const deciding = steps.filter(({ step }) => step !== 'rules' && step !== 'territorial');
  const lines = [...deciding.flatMap((step) => wording.step(step, nameOf)), ...wording.conclusion(conclusion, nameOf)];
  return lines.map((line) => line.replace(/^- /, '')).join(language === 'zh' ? '' : ' ');
}
