import { type CommandInput, type Desk, runCommand } from '@wanmi/cases';
import type { EffectJob } from '@wanmi/contracts';
import { outbox } from '@wanmi/db';
import { HopelessJobError } from '@wanmi/queue';
import { DISPATCHER } from './dispatcher-actor.ts';
import { handleProposeRule } from './propose-rule.handler.ts';

/** What follows from one case in another place, with what came of it. */
type FollowOutcome = 'followed' | 'proposed' | 'done-before' | 'stale';

/**
 * Carries out what one case asks of another, or of the rules: a merged case joins the one that counts, an ended one
 * tells those that follow it, an arbitration becomes a proposed rule. The effect goes with the command that does it.
 * Throws HopelessJobError when there is no such case.
 */
export async function handleFollow(desk: Desk, { effectId, caseId }: EffectJob): Promise<FollowOutcome> {
  const effect = await outbox.findEffect(desk.db, effectId);
  if (effect === undefined) return 'done-before';
  switch (effect.type) {
    case 'adopt':
      return give(desk, effectId, effect.into, {
        ...{ type: 'add-follower', expectedVersion: 'latest', follower: effect.follower },
      });
    case 'tell-follower':
      return give(desk, effectId, effect.follower, {
        ...{ type: 'follow-end', expectedVersion: 'latest', end: effect.end },
      });
    case 'propose-rule':
      return handleProposeRule(desk, { effectId, caseId });
    default:
      throw new HopelessJobError(`cannot follow effect ${effectId}: it is "${effect.type}", needs one of another case`);
  }
}

/** Gives a command to another case; one that it refuses has become pointless. */
async function give(desk: Desk, effectId: number, caseId: string, input: CommandInput): Promise<FollowOutcome> {
  const result = await runCommand(desk, caseId, input, { by: DISPATCHER, effectId });
  if (result.ok) return result.value.outcome === 'done-before' ? 'done-before' : 'followed';
  if (result.error.code === 'case-not-found') throw new HopelessJobError(result.error.message);
  if (result.error.code !== 'case-refused') throw result.error;
  await outbox.discardEffect(desk.db, effectId);
  return 'stale';
}
