import { audit, type CaseKey, type Database } from '@wanmi/db';
import type { Kysely } from 'kysely';
import { type AuditFinding, judgeCase } from './judge-case.ts';

export type AuditReport = {
  readonly cases: number;
  readonly events: number;
  readonly findings: readonly AuditFinding[];
  /** What this kind of check cannot show. */
  readonly notSeen: string;
};

const BATCH = 200;

/** Said with every report: a chain proves what is in a case, not that the case is there. */
export const NOT_SEEN =
  'a case removed whole, with its row and all its events, leaves no trace in the chains: only seals over all cases show it';

/**
 * Verifies the history of all cases, or of a district and month: every event's code, the numbering, the head, the row
 * and the texts. Reads in batches, each of one instant, so that it can run beside the work.
 */
export async function verifyAudit(
  db: Kysely<Database>,
  auditKey: Uint8Array,
  options: audit.AuditScope & { readonly onProgress?: (cases: number) => void } = {},
): Promise<AuditReport> {
  const { onProgress, ...scope } = options;
  let [cases, events] = [0, 0];
  const findings: AuditFinding[] = [];
  for (let after: CaseKey | undefined; ; ) {
    const batch = await readBatch(db, scope, after);
    for (const one of batch) {
      findings.push(...judgeCase(auditKey, one));
      events += one.events.length;
    }
    cases += batch.length;
    onProgress?.(cases);
    if (batch.length < BATCH) return { cases, events, findings, notSeen: NOT_SEEN };
    after = batch.at(-1)?.key;
  }
}

const readBatch = (db: Kysely<Database>, scope: audit.AuditScope, after: CaseKey | undefined) =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => audit.read(trx, await audit.listKeys(trx, scope, after, BATCH)));
