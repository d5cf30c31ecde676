import type { DepartmentCode, Instant } from '@wanmi/kernel';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** What a proposed rule would say. */
export type ProposedScope = {
  readonly edition: string;
  readonly kind: 'component' | 'matter';
  readonly classCode: string;
  /** Null for everywhere. */
  readonly areaCode: string | null;
  readonly department: DepartmentCode;
  readonly principle: 'law' | 'city-rule' | 'nearest-function' | 'district-leaders';
  readonly evidence: unknown;
};

/** A proposal with what became of it. */
export type RuleProposal = ProposedScope & {
  readonly proposalId: number;
  readonly origin: 'arbitration' | 'learning';
  readonly state: 'proposed' | 'approved' | 'refused';
  readonly proposedAt: Instant;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  readonly reason: string | null;
  /** The set that took it. */
  readonly rulesVersion: number | null;
};

/**
 * Carries out a `propose-rule` effect in one statement: the proposal is there and the effect gone from the outbox. False
 * when the effect was done before. Done twice, it proposes once.
 */
export async function recordArbitrated(
  db: Kysely<Database>,
  effectId: number,
  scope: ProposedScope,
  at: Instant,
): Promise<boolean> {
  const { rows } = await sql<{ done: number }>`
    with done as (
      delete from outbox where effect_id = ${effectId} and effect ->> 'type' = 'propose-rule' returning effect_id
    ), proposed as (
      insert into rule_proposal (origin, effect_id, edition, kind, class_code, area_code, department_code, principle, evidence, proposed_at)
      select 'arbitration', effect_id, ${scope.edition}, ${scope.kind}, ${scope.classCode}, ${scope.areaCode}::text,
             ${scope.department}, ${scope.principle}, ${JSON.stringify(scope.evidence)}::jsonb, ${new Date(at)}
      from done
      on conflict (effect_id) do nothing
    )
    select count(*) as done from done`.execute(db);
  return (rows[0]?.done ?? 0) > 0;
}

/** Proposes what learning found; what was proposed before only gets its newer evidence, and only while it is undecided. */
export async function saveLearned(
  trx: Transaction<Database>,
  scopes: readonly ProposedScope[],
  at: Instant,
): Promise<number> {
  const incoming = scopes.map(({ edition, kind, classCode, areaCode, department, principle, evidence }) => ({
    ...{ edition, kind, class_code: classCode, area_code: areaCode, department_code: department, principle, evidence },
  }));
  const { rows } = await sql<{ added: number }>`
    with written as (
      insert into rule_proposal (origin, edition, kind, class_code, area_code, department_code, principle, evidence, proposed_at)
      select 'learning', edition, kind, class_code, area_code, department_code, principle, evidence, ${new Date(at)}
      from jsonb_to_recordset(${JSON.stringify(incoming)}::jsonb) as p (edition text, kind text, class_code text,
        area_code text, department_code text, principle text, evidence jsonb)
      on conflict (edition, kind, class_code, area_code, department_code) where origin = 'learning'
      do update set evidence = excluded.evidence where rule_proposal.state = 'proposed'
      returning xmax = 0 as is_new
    )
    select count(*) filter (where is_new) as added from written`.execute(trx);
  return rows[0]?.added ?? 0;
}

export type ProposalFilter = {
  /** Code prefixes in which the reader decides; an empty one is everywhere. */
  readonly areas: readonly string[];
  readonly state: RuleProposal['state'] | null;
  readonly before: number | null;
  readonly limit: number;
};

/** Proposals, newest first. */
export async function listProposals(
  db: Kysely<Database>,
  { areas, state, before, limit }: ProposalFilter,
): Promise<readonly RuleProposal[]> {
  const inside = sql<boolean>`exists (
    select from unnest(${[...areas]}::text[]) as mine where starts_with(coalesce(area_code, ''), mine))`;
  let query = db.selectFrom('rule_proposal').selectAll().where(inside).orderBy('proposal_id', 'desc').limit(limit);
  if (state !== null) query = query.where('state', '=', state);
  if (before !== null) query = query.where('proposal_id', '<', before);
  return (await query.execute()).map(proposalOf);
}

/** One proposal, locked until `trx` ends; undefined when there is none. */
export async function lockProposal(trx: Transaction<Database>, proposalId: number): Promise<RuleProposal | undefined> {
  const row = await trx
    .selectFrom('rule_proposal')
    .selectAll()
    .where('proposal_id', '=', proposalId)
    .forUpdate()
    .executeTakeFirst();
  return row && proposalOf(row);
}

export type ProposalDecision = {
  readonly state: 'approved' | 'refused';
  readonly by: string;
  readonly at: Instant;
  readonly reason: string | null;
  readonly rulesVersion: number | null;
};

/** Writes what a person decided on a proposal. */
export async function decideProposal(
  trx: Transaction<Database>,
  proposalId: number,
  { state, by, at, reason, rulesVersion }: ProposalDecision,
): Promise<RuleProposal> {
  const row = await trx
    .updateTable('rule_proposal')
    .set({ state, decided_by: by, decided_at: new Date(at), reason, rules_version: rulesVersion })
    .where('proposal_id', '=', proposalId)
    .returningAll()
    .executeTakeFirstOrThrow();
  return proposalOf(row);
}

type Row = {
  proposal_id: number;
  origin: 'arbitration' | 'learning';
  edition: string;
  kind: 'component' | 'matter';
  class_code: string;
  area_code: string | null;
  department_code: string;
  principle: ProposedScope['principle'];
  evidence: unknown;
  state: RuleProposal['state'];
  proposed_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  reason: string | null;
  rules_version: number | null;
};

const proposalOf = (row: Row): RuleProposal => ({
  proposalId: row.proposal_id,
  origin: row.origin,
  edition: row.edition,
  kind: row.kind,
  classCode: row.class_code,
  areaCode: row.area_code,
  department: row.department_code as DepartmentCode,
  principle: row.principle,
  evidence: row.evidence,
  state: row.state,
  proposedAt: row.proposed_at.getTime() as Instant,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at === null ? null : (row.decided_at.getTime() as Instant),
  reason: row.reason,
  rulesVersion: row.rules_version,
});
