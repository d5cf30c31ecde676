import type { CaseKey, CaseRecord, KeptAnswer } from '@wanmi/db';
import type { Instant, UserId } from '@wanmi/kernel';
import { type CaseState, type Decision, departmentOf, openTaskInspector, timersOf } from '@wanmi/workflow';
import type { Contents } from './contents.ts';
import type { Chain } from './event-chain.ts';

/** What a write consists of. */
export type Recorded = {
  readonly key: CaseKey;
  readonly chain: Chain;
  readonly decision: Decision;
  readonly contents: Contents;
  readonly media: CaseRecord['media'];
  readonly at: Instant;
  readonly answer: KeptAnswer | null;
};

/** The rows that one decision writes: columns that lists filter by are derived from the state here and nowhere else. */
export function recordOf({ key, chain, decision, contents, media, at, answer }: Recorded): CaseRecord {
  const { state, records, headMac } = chain;
  return {
    key,
    columns: {
      state,
      department: departmentOf(state),
      inspector: openTaskInspector(state) ?? null,
      nextDueAt: nextDueAt(state),
      provisional: state.deadlines.some(({ clock, provisional }) => clock !== 'done' && provisional),
      changedAt: at,
      headMac,
    },
    events: records,
    contents: contents.records,
    effects: decision.effects,
    timers: timersOf(state),
    media,
    answer,
  };
}

/** The earliest due instant of a running clock; the time in which a case may be opened again owes nobody anything. */
function nextDueAt({ deadlines }: CaseState): Instant | null {
  const owed = deadlines.filter(({ clock, stage }) => clock === 'running' && stage !== 'reopen');
  const due = owed.map(({ dueAt }) => dueAt);
  return due.reduce<Instant | null>((first, at) => (first === null || at < first ? at : first), null);
}

/** An idempotency key with the answer that it will give from now on. */
export const keptAnswer = (
  userId: UserId,
  { key, requestHash }: { readonly key: string; readonly requestHash: Uint8Array },
  status: number,
  body: unknown,
): KeptAnswer => ({ userId, key, requestHash, status, body: JSON.stringify(body) });
