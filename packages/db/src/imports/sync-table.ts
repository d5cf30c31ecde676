import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';

type ColumnType = 'text' | 'boolean' | 'jsonb' | 'numeric' | 'timestamptz' | 'time' | 'date' | 'double precision';

/** A reference table and how its rows are told apart. Names are ours, never input. */
export type SyncSpec<Row> = {
  readonly table: keyof Database & string;
  readonly columns: Readonly<Record<keyof Row & string, ColumnType>>;
  /** Columns of a unique index. */
  readonly key: readonly (keyof Row & string)[];
  /** Which rows are removed when `rows` has no such key; none without it. */
  readonly removeAmong?: RawBuilder<boolean>;
};

/** How many rows an import added, changed and removed. */
export type SyncCounts = { readonly added: number; readonly changed: number; readonly removed: number };

/** A few megabytes of JSON a statement at most. */
const BATCH = 2_000;

/**
 * Makes the rows of a table equal to `rows`: adds the new, updates those that differ, removes the absent ones among
 * `removeAmong`. Equal rows are not touched, so that a repeated import writes nothing. Removal comes first.
 */
export async function syncTable<Row extends object>(
  trx: Transaction<Database>,
  spec: SyncSpec<Row>,
  rows: readonly Row[],
): Promise<SyncCounts> {
  const removed = spec.removeAmong === undefined ? 0 : await removeAbsent(trx, spec, spec.removeAmong, rows);
  let [added, changed] = [0, 0];
  for (let from = 0; from < rows.length; from += BATCH) {
    const counts = await upsert(trx, spec, rows.slice(from, from + BATCH));
    added += counts.added;
    changed += counts.changed;
  }
  return { added, changed, removed };
}

const typed = (columns: readonly (readonly [name: string, type: ColumnType])[]) =>
  sql.join(columns.map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`));

const entriesOf = (columns: Readonly<Record<string, ColumnType>>) => Object.entries(columns);

async function upsert<Row extends object>(trx: Transaction<Database>, spec: SyncSpec<Row>, rows: readonly Row[]) {
  const names = Object.keys(spec.columns);
  const others = names.filter((name) => !spec.key.some((part) => part === name));
  const table = sql.table(spec.table);
  const own = (name: string) => sql`${table}.${sql.ref(name)}`;
  const incoming = (name: string) => sql`excluded.${sql.ref(name)}`;
  const onConflict =
    others.length === 0
      ? sql`do nothing`
      : sql`do update set ${sql.join(others.map((name) => sql`${sql.ref(name)} = ${incoming(name)}`))}
            where (${sql.join(others.map(own))}) is distinct from (${sql.join(others.map(incoming))})`;
  const columns = sql.join(names.map((name) => sql.ref(name)));
  // xmax is 0 on a row version that no update made: a new row.
  const { rows: counts } = await sql<{ added: number; changed: number }>`
    with written as (
      insert into ${table} (${columns})
      select ${columns} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as incoming (${typed(entriesOf(spec.columns))})
      on conflict (${sql.join(spec.key.map((name) => sql.ref(name)))}) ${onConflict}
      returning xmax = 0 as is_new
    )
    select count(*) filter (where is_new)::int as added, count(*) filter (where not is_new)::int as changed from written
  `.execute(trx);
  return counts[0] ?? { added: 0, changed: 0 };
}

/** Removes the rows among `among` whose key is not in `rows`. Returns how many. */
export async function removeAbsent<Row extends object>(
  trx: Transaction<Database>,
  { table, columns, key }: SyncSpec<Row>,
  among: RawBuilder<boolean>,
  rows: readonly Row[],
): Promise<number> {
  const keyColumns = entriesOf(columns).filter(([name]) => key.some((part) => part === name));
  const keys = rows.map((row) => Object.fromEntries(key.map((name) => [name, row[name] ?? null])));
  const same = key.map((name) => sql`kept.${sql.ref(name)} is not distinct from ${sql.table(table)}.${sql.ref(name)}`);
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)}
    where ${among} and not exists (
      select from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as kept (${typed(keyColumns)})
      where ${sql.join(same, sql` and `)}
    )
  `.execute(trx);
  return Number(numAffectedRows ?? 0n);
}
