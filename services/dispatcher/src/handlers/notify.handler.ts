import type { Desk } from '@wanmi/cases';
import type { EffectJob } from '@wanmi/contracts';
import { notices } from '@wanmi/db';
import type { CaseId } from '@wanmi/kernel';
import { HopelessJobError } from '@wanmi/queue';

/**
 * Writes the notice that an effect asks for, and takes the effect from the outbox with it.
 * Throws HopelessJobError when the effect's case does not exist.
 */
export async function handleNotify(
  desk: Desk,
  { effectId, caseId }: EffectJob,
): Promise<Exclude<notices.NoticeOutcome, 'case-missing'>> {
  const outcome = await notices.recordNotice(desk.db, effectId, caseId as CaseId);
  if (outcome !== 'case-missing') return outcome;
  throw new HopelessJobError(`cannot give notice of effect ${effectId}: found no case ${caseId}, needs one`);
}
