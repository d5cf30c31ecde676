import { explainRefusal, type Refusal } from '@wanmi/workflow';
import { CaseError } from './case-error.ts';

/** A refusal of the workflow as an error: `cannot <tried>: <why>`. */
export function refusalError(
  tried: string,
  refusal: Refusal,
  details: Readonly<Record<string, unknown>> = {},
): CaseError {
  const { reason, params, permission } = refusal;
  const code = permission ? 'not-permitted' : reason === 'unknown-department' ? 'unknown-department' : 'case-refused';
  return new CaseError(code, `cannot ${tried}: ${explainRefusal(refusal)}`, { ...details, reason, params });
}
