import type { UserId } from '@wanmi/kernel';
import type { CaseState } from '@wanmi/workflow';
import { type Kysely, sql } from 'kysely';
import type { CaseKey } from './case-key.ts';
import type { GivenAnswer } from './idempotency.ts';
import type { Database } from './schema.ts';

export { insertCase, updateCase } from './write-case.ts';
export { type SystemRecord, updateCases } from './write-cases.ts';

/** A person's post as the organisation has it now. */
export type PersonPost = { readonly role: string; readonly area: string; readonly department: string | null };

/** What one command needs to know before it is decided, read in one round trip. */
export type LoadedCase = {
  readonly state: CaseState;
  readonly headMac: Buffer;
  /** The answer already given to the key, if any. */
  readonly given: GivenAnswer | undefined;
  /** False when the outbox row that asks for the command is gone: it was done before. */
  readonly effectOpen: boolean;
  /** Posts of the person that the command names, if active; undefined when there is no such person. */
  readonly personPosts: readonly PersonPost[] | undefined;
};

export type LoadQuestion = {
  readonly idempotency: { readonly userId: UserId; readonly key: string } | null;
  readonly effectId: number | null;
  readonly person: UserId | null;
};

/** Reads one case with what its command hangs on. Undefined if there is no such case. */
export async function load(
  db: Kysely<Database>,
  key: CaseKey,
  question: LoadQuestion,
): Promise<LoadedCase | undefined> {
  const { idempotency, effectId, person } = question;
  const { rows } = await sql<{
    data: CaseState;
    head_mac: Buffer;
    request_hash: Buffer | null;
    status: number | null;
    body: unknown;
    effect_open: boolean;
    person_posts: PersonPost[] | null;
  }>`/* prepared: load-case */
    select c.data, c.head_mac, i.request_hash, i.status, i.body,
      ${effectId}::bigint is null or exists (select from outbox where effect_id = ${effectId}::bigint) as effect_open,
      case when u.user_id is not null then (
        select coalesce(jsonb_agg(jsonb_build_object('role', role, 'area', area, 'department', department_code)), '[]')
        from post where user_id = u.user_id) end as person_posts
    from urban_case c
    left join idempotency i on i.user_id = ${idempotency?.userId ?? null}::text and i.key = ${idempotency?.key ?? null}::text
    left join app_user u on u.user_id = ${person}::text and u.active
    where c.district = ${key.district} and c.case_month = ${key.caseMonth}::integer and c.case_id = ${key.caseId}`.execute(
    db,
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const given =
    row.request_hash && row.status !== null
      ? { requestHash: row.request_hash, status: row.status, body: row.body }
      : undefined;
  return {
    state: row.data,
    headMac: row.head_mac,
    given,
    effectOpen: row.effect_open,
    personPosts: row.person_posts ?? undefined,
  };
}

/** Reads many cases in one round trip, each with the code of its last event. Those that do not exist are missing. */
export async function loadMany(
  db: Kysely<Database>,
  keys: readonly CaseKey[],
): Promise<ReadonlyMap<string, { readonly state: CaseState; readonly headMac: Buffer }>> {
  const { rows } = await sql<{ case_id: string; data: CaseState; head_mac: Buffer }>`/* prepared: load-cases */
    select c.case_id, c.data, c.head_mac
    from unnest(${keys.map(({ district }) => district)}::text[], ${keys.map(({ caseMonth }) => caseMonth)}::integer[],
      ${keys.map(({ caseId }) => caseId)}::text[]) as k (district, case_month, case_id)
    join urban_case c on c.district = k.district and c.case_month = k.case_month and c.case_id = k.case_id`.execute(db);
  return new Map(rows.map(({ case_id, data, head_mac }) => [case_id, { state: data, headMac: head_mac }]));
}

/** The first of 50 case numbers that nobody else gets. */
export async function takeNumberBlock(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ first: number }>`select nextval('case_no_block') as first`.execute(db);
  const first = rows[0]?.first;
  if (first === undefined) throw new Error('cannot take case numbers: the sequence gave none, needs one row');
  return first;
}

/** Size of the block that `takeNumberBlock` takes: the increment of the sequence. */
export const NUMBER_BLOCK = 50;

/** One case as it is now. */
export async function find(db: Kysely<Database>, key: CaseKey): Promise<CaseState | undefined> {
  const row = await db
    .selectFrom('urban_case')
    .select('data')
    .where('district', '=', key.district)
    .where('case_month', '=', key.caseMonth)
    .where('case_id', '=', key.caseId)
    .executeTakeFirst();
  return row?.data;
}
