import { sql, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';

/** A road section as it is to be. */
export type RoadRow = {
  readonly section_code: string;
  readonly road_name: string;
  readonly name: string;
  readonly road_class: 'model' | 'standard' | 'ordinary';
  readonly geometry: unknown;
  readonly length_m: number;
  readonly drawn: boolean;
  readonly source: string;
  readonly remark: string | null;
};

/** The sections valid now, in the order of their codes. */
export const listRoads = (trx: Transaction<Database>): Promise<readonly RoadRow[]> =>
  trx
    .selectFrom('road_section')
    .select(['section_code', 'road_name', 'name', 'road_class', 'geometry', 'length_m', 'drawn', 'source', 'remark'])
    .where('valid_to', 'is', null)
    .orderBy('section_code')
    .execute();

/** Ends sections at an instant; one that began then ends a millisecond later. */
export async function endRoads(trx: Transaction<Database>, codes: readonly string[], at: Date): Promise<void> {
  await sql`
    update road_section set valid_to = greatest(${at}, valid_from + interval '1 ms')
    where valid_to is null and section_code = any(${[...codes]}::text[])`.execute(trx);
}

/** Begins sections at an instant, or where an earlier one of the code ended later. */
export async function beginRoads(trx: Transaction<Database>, rows: readonly RoadRow[], at: Date): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into road_section (section_code, valid_from, road_name, name, road_class, geometry, length_m, drawn, source, remark)
    select section_code, greatest(${at}, (select max(r.valid_to) from road_section r where r.section_code = given.section_code)),
      road_name, name, road_class, geometry, length_m, drawn, source, remark
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (section_code text, road_name text, name text,
      road_class text, geometry jsonb, length_m integer, drawn boolean, source text, remark text)`.execute(trx);
}
