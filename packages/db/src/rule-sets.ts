import type { Instant } from '@wanmi/kernel';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** A set of rules that is or was in force, without its rules. */
export type RuleSetHead = {
  readonly version: number;
  readonly importedAt: Instant;
  /** Null for the command line. */
  readonly importedBy: string | null;
  readonly source: string;
  readonly rules: number;
};

/** Keeps a set under its version. Throws when the version has one. */
export async function insertRuleSet(
  trx: Transaction<Database>,
  { version, importedAt, importedBy, source }: Omit<RuleSetHead, 'rules'>,
  rules: readonly unknown[],
): Promise<void> {
  await trx
    .insertInto('rule_set')
    .values({
      version,
      imported_at: new Date(importedAt),
      imported_by: importedBy,
      source,
      rules: rules.length,
      body: JSON.stringify(rules),
    })
    .execute();
}

/** The rules of a version, in the order of their ids; undefined when no set has it. */
export async function findRuleSet(
  db: Kysely<Database>,
  version: number,
): Promise<(RuleSetHead & { readonly body: readonly unknown[] }) | undefined> {
  const row = await db
    .selectFrom('rule_set')
    .select([...HEAD, 'body'])
    .where('version', '=', version)
    .executeTakeFirst();
  return row && { ...headOf(row), body: row.body };
}

/** Sets, newest first; `before` is the last version shown. */
export async function listRuleSets(
  db: Kysely<Database>,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<readonly RuleSetHead[]> {
  let query = db.selectFrom('rule_set').select(HEAD).orderBy('version', 'desc').limit(limit);
  if (before !== null) query = query.where('version', '<', before);
  return (await query.execute()).map(headOf);
}

const HEAD = ['version', 'imported_at', 'imported_by', 'source', 'rules'] as const;

const headOf = (row: {
  version: number;
  imported_at: Date;
  imported_by: string | null;
  source: string;
  rules: number;
}): RuleSetHead => ({
  version: row.version,
  importedAt: row.imported_at.getTime() as Instant,
  importedBy: row.imported_by,
  source: row.source,
  rules: row.rules,
});
