import type { Desk } from '@wanmi/cases';
import type { EffectJob } from '@wanmi/contracts';
import { notices } from '@wanmi/db';
import type { CaseId } from '@wanmi/kernel';
import { HopelessJobError } from '@wanmi/queue';
import { gather } from '../gather.ts';

/** Notices written in one statement. */
export const NOTICES_AT_ONCE = 50;

type Outcome = Exclude<notices.NoticeOutcome, 'case-missing'>;

/**
 * Makes the handler that writes the notice an effect asks for, with its deliveries, and takes the effect from the outbox
 * with it: many at once in one commit, each by itself when one fails.
 * It throws HopelessJobError when the effect's case does not exist.
 */
export function makeNotifyHandler(desk: Desk): (job: EffectJob) => Promise<Outcome> {
  const record = gather((jobs: readonly EffectJob[]) => {
    const asked = jobs.map(({ effectId, caseId }) => ({ effectId, caseId: caseId as CaseId }));
    return notices.recordNotices(desk.db, asked);
  }, NOTICES_AT_ONCE);
  return async (job) => {
    const outcome = await record(job);
    if (outcome !== 'case-missing') return outcome;
    const { effectId, caseId } = job;
    throw new HopelessJobError(`cannot give notice of effect ${effectId}: found no case ${caseId}, needs one`);
  };
}
