import { type Desk, runCommand } from '@wanmi/cases';
import type { TimerJob } from '@wanmi/contracts';
import type { CaseId } from '@wanmi/kernel';
import { HopelessJobError } from '@wanmi/queue';
import type { TimerLevel } from '@wanmi/workflow';
import { DISPATCHER } from './dispatcher-actor.ts';

/**
 * Fires one timer: the workflow decides what it means now. A timer whose stage ended in time, that moved, or that has
 * fired already is refused, which is normal; the rows of a case's timers are only ever set by its own decisions.
 * Throws HopelessJobError when there is no such case.
 */
export async function handleFireTimer(desk: Desk, { caseId, timerKey }: TimerJob): Promise<'fired' | 'stale'> {
  const [deadlineId, level] = splitKey(timerKey);
  const input = { type: 'fire-timer', expectedVersion: 'latest', deadlineId, level } as const;
  const result = await runCommand(desk, caseId as CaseId, input, { by: DISPATCHER });
  if (result.ok) return 'fired';
  if (result.error.code === 'case-refused') return 'stale';
  if (result.error.code === 'case-not-found') throw new HopelessJobError(result.error.message);
  throw result.error;
}

function splitKey(timerKey: string): readonly [deadlineId: string, level: TimerLevel] {
  const at = timerKey.lastIndexOf(':');
  return [timerKey.slice(0, at), timerKey.slice(at + 1) as TimerLevel];
}
