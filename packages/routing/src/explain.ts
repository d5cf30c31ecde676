import { CHINESE } from './chinese-wording.ts';
import { ENGLISH } from './english-wording.ts';
import type { Explanation } from './explanation.ts';
import type { NameOf, Wording } from './wording.ts';

/** Languages that explanations are written in. */
export type Language = 'zh' | 'en';

const WORDINGS: Readonly<Record<Language, Wording>> = { zh: CHINESE, en: ENGLISH };

/** The sentences of a language. */
export const wordingOf = (language: Language): Wording => WORDINGS[language];

/** Writes a stored explanation for a person, one line a thought: the question, each step, the conclusion. */
export function explain(explanation: Explanation, language: Language): string {
  const wording = wordingOf(language);
  const nameOf: NameOf = (code) => explanation.names[code] ?? code;
  return [
    wording.asked(explanation.asked, explanation.rulesVersion),
    ...explanation.steps.flatMap((step) => wording.step(step, nameOf)),
    ...wording.conclusion(explanation.conclusion, nameOf),
  ].join('\n');
}
