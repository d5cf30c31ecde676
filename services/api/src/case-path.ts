import { caseNotFound } from '@wanmi/cases';
import { closed } from '@wanmi/contracts';
import { Type } from 'typebox';

/** The path of one case. A text that is no case id is a case that is not there. */
export const CasePath = closed({
  caseId: Type.String({ minLength: 1, maxLength: 80, description: 'Opaque.', examples: ['110101-202611-0f3k9x2m'] }),
});

/** What was found of a case. Throws CaseError `case-not-found` when there is none that the reader may see. */
export function foundCase<T>(caseId: string, found: T | undefined): T {
  if (found === undefined) throw caseNotFound(caseId);
  return found;
}
