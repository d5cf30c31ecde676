import type { Database } from '@wanmi/db';
import { type Kysely, sql } from 'kysely';

/**
 * Fills the case tables with generated rows for plans and paging: 5 streets of 20 grids, 8 months back from November
 * 2026, one case in 40 open, texts in which one in 500 speaks of a rare thing. Statistics and search index are settled afterwards.
 */
export async function insertManyCases(db: Kysely<Database>, count: number): Promise<void> {
  await sql`select make_case_partitions(202604, 202611)`.execute(db);
  await sql`
    insert into urban_case (district, case_month, case_id, case_no, version, seq, state, light, channel, edition, kind,
      class_code, area_code, department, departments, registered_by, inspector, reported_at, changed_at, next_due_at, lng,
      lat, data, head_mac)
    select '110101', month, '110101-' || month || '-g' || i, '1101012026' || lpad(i::text, 10, '0'), 5, 5, state, light,
      'hotline', 'gbt-47678.5-2026', 'matter', '06' || lpad((i % 40)::text, 3, '0'), area,
      case when i % 40 = 0 then null else 'd' || i % 30 end, case when i % 40 = 0 then '{}' else array['d' || i % 30] end,
      null, case when state = 'checking' and i % 3 = 0 then 'u' || i % 50 end, reported_at, reported_at,
      case when state = 'closed' then null else reported_at + interval '3 days' end, 116.4, 39.9,
      jsonb_build_object('state', state, 'id', '110101-' || month || '-g' || i, 'reportedAt', extract(epoch from reported_at) * 1000,
        'supervisions', '[]'::jsonb), ''
    from (
      select i, reported_at, to_char(reported_at at time zone 'Asia/Shanghai', 'YYYYMM')::integer as month,
        case when i % 40 <> 0 then 'closed' when i % 80 = 0 then 'filed' when i % 120 = 0 then 'checking' else 'handling' end as state,
        case when i % 400 = 0 then 'red' else 'green' end as light,
        '11010100' || i % 5 + 1 || '001' || lpad((i / 5 % 20 + 1)::text, 3, '0') as area
      from generate_series(1, ${count}::integer) as i,
        lateral (select timestamptz '2026-11-20 12:00:00+08' - i * (interval '230 days' / ${count}::integer)) as t (reported_at)) as g`.execute(
    db,
  );
  await sql`
    insert into case_content (district, case_month, case_id, content_id, kind, body, salt, created_at)
    select district, case_month, case_id, 'text', 'text',
      case when right(case_no, 9)::integer % 500 = 0 then '井盖破损' else '暴露垃圾' end, '', reported_at from urban_case
    where case_id like '%-g%'`.execute(db);
  await sql`
    insert into case_search (district, case_month, case_id, bigrams)
    select district, case_month, case_id,
      case when right(case_no, 9)::integer % 500 = 0 then array['井盖', '盖破', '破损'] else array['暴露', '露垃', '垃圾'] end
    from urban_case where case_id like '%-g%'`.execute(db);
  await sql`vacuum analyze urban_case, case_content, case_search`.execute(db);
}
