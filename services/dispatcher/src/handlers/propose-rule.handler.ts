import { type Desk, proposeArbitrated } from '@wanmi/cases';
import type { EffectJob } from '@wanmi/contracts';
import { caseKeyOf, cases, outbox } from '@wanmi/db';
import { HopelessJobError } from '@wanmi/queue';

/**
 * Proposes as a rule what was arbitrated for one case, for a person to approve, and takes the effect from the outbox with
 * it. Throws HopelessJobError when there is no such case.
 */
export async function handleProposeRule(
  desk: Desk,
  { effectId, caseId }: EffectJob,
): Promise<'proposed' | 'done-before'> {
  const effect = await outbox.findEffect(desk.db, effectId);
  if (effect?.type !== 'propose-rule') return 'done-before';
  const key = caseKeyOf(caseId);
  const state = key && (await cases.find(desk.db, key));
  if (state) return proposeArbitrated(desk, { effectId, state, department: effect.department });
  throw new HopelessJobError(`cannot propose a rule after case ${caseId}: found none, needs a stored case`);
}
