import type { audit } from '@wanmi/db';
import { type CaseEvent, replay } from '@wanmi/workflow';
import { canonicalJson } from './canonical-json.ts';
import { digestOf } from './contents.ts';
import { CHAIN_START, macOf } from './event-chain.ts';

/**
 * What is wrong with a case.
 * `changed` an event is not what was written; `missing` an event is gone; `added` an event stands behind the last one
 * of the row; `row-missing` events without a row; `row-changed` the row is not what its events make;
 * `text-changed` a text is not the one that the history saw; `text-missing` a text is gone without being erased.
 */
export type AuditFinding = {
  readonly caseId: string;
  readonly problem: 'changed' | 'missing' | 'added' | 'row-missing' | 'row-changed' | 'text-changed' | 'text-missing';
  /** The event, where it is one. */
  readonly seq?: number;
  readonly contentId?: string;
};

/** Compares all that is stored of one case with what its codes and its events say. */
export function judgeCase(auditKey: Uint8Array, found: audit.AuditedCase): readonly AuditFinding[] {
  const { key, row, events } = found;
  const { caseId } = key;
  const chain = judgeChain(auditKey, found);
  if (row === undefined) return [{ caseId, problem: 'row-missing' }, ...chain];
  const texts = judgeTexts(found);
  // A broken chain explains a row that differs; only a whole one accuses the row.
  if (chain.length > 0) return [...chain, ...texts];
  const differs = events.at(-1)?.mac.equals(row.headMac) !== true || !isReplayed(found);
  return differs ? [{ caseId, problem: 'row-changed' }, ...texts] : texts;
}

function judgeChain(auditKey: Uint8Array, { key, row, events }: audit.AuditedCase): readonly AuditFinding[] {
  const { caseId } = key;
  const findings: AuditFinding[] = [];
  const last = Math.max(row?.seq ?? 0, events.at(-1)?.seq ?? 0);
  const bySeq = new Map(events.map((event) => [event.seq, event]));
  let previous: Uint8Array | undefined = CHAIN_START;
  for (let seq = 1; seq <= last; seq++) {
    const event = bySeq.get(seq);
    if (event === undefined) findings.push({ caseId, problem: 'missing', seq });
    else if (row !== undefined && seq > row.seq) findings.push({ caseId, problem: 'added', seq });
    // Behind a gap the code before is unknown; the event after it cannot be judged, the next ones can again.
    else if (previous && !macOf(auditKey, previous, key, event).equals(event.mac)) {
      findings.push({ caseId, problem: 'changed', seq });
    }
    previous = event?.mac;
  }
  return findings;
}

function isReplayed({ row, events }: audit.AuditedCase): boolean {
  const bodies = events.map(({ body }) => body as CaseEvent); // their codes are right: they are what we wrote
  return canonicalJson(replay(bodies)) === canonicalJson(row?.state);
}

function judgeTexts({ key, events, texts }: audit.AuditedCase): readonly AuditFinding[] {
  const { caseId } = key;
  const stored = new Map(texts.map((text) => [text.contentId, text]));
  return events.flatMap(({ seq, body }) =>
    refsIn(body).flatMap(({ contentId, digest }): AuditFinding[] => {
      const text = stored.get(contentId);
      if (text === undefined) return [{ caseId, problem: 'text-missing', seq, contentId }];
      const right = text.body === null || digestOf(text.salt, text.body) === digest;
      return right ? [] : [{ caseId, problem: 'text-changed', seq, contentId }];
    }),
  );
}

/** Every reference to a text in an event, at any depth. */
function refsIn(value: unknown): readonly { contentId: string; digest: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('contentId' in value && 'digest' in value) {
    const { contentId, digest } = value;
    return typeof contentId === 'string' && typeof digest === 'string' ? [{ contentId, digest }] : [];
  }
  return Object.values(value).flatMap(refsIn);
}
