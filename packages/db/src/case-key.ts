import type { CaseId, DistrictCode } from '@wanmi/kernel';

/** What a case's rows are found by. */
export type CaseKey = { readonly district: DistrictCode; readonly caseMonth: number; readonly caseId: CaseId };

/**
 * Reads district and month from a case id, `110101-202611-0f3k…`, so that each query hits one partition.
 * Undefined for a text that is no case id.
 */
export function caseKeyOf(text: string): CaseKey | undefined {
  const [, district, month] = /^(\d{6})-(\d{4}(?:0[1-9]|1[0-2]))-[0-9a-z-]{1,50}$/.exec(text) ?? [];
  if (district === undefined || month === undefined) return undefined;
  return { district: district as DistrictCode, caseMonth: Number(month), caseId: text as CaseId };
}
