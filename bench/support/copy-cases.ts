import type pg from 'pg';

/** Months back from now over which the copies are spread. */
const MONTHS = 8;

/**
 * Fills the case tables with copies of the cases that are there: every row of theirs under a new id and number, the
 * reports spread evenly over eight months. States, texts, events and sizes are real; only the codes of the audit chain
 * are those of the original, and the transactions of its events, so that live readers are past the copies. Statistics are
 * settled afterwards.
 */
export async function copyCases(client: pg.Client, count: number): Promise<void> {
  await client.query(
    `select make_case_partitions(to_char(now() - interval '${MONTHS} months', 'YYYYMM')::integer, to_char(now(), 'YYYYMM')::integer)`,
  );
  await client.query(
    `create temp table copied as
     select o.case_id as original, o.case_no as original_no, t.at, m.month,
       o.district || '-' || m.month || '-' || md5(i::text) as case_id,
       o.district || to_char(t.at, 'YYYYMMDD') || lpad(i::text, 9, '0') as case_no
     from generate_series(1, $1::integer) as i
     join (select *, row_number() over () - 1 as place, count(*) over () as many from urban_case) o on o.place = i % o.many,
       lateral (select date_trunc('milliseconds', now() - i * (interval '${MONTHS} months' / $1::integer)) as at) t,
       lateral (select to_char(t.at at time zone 'Asia/Shanghai', 'YYYYMM')::integer as month) m`,
    [count],
  );
  for (const statement of COPIES) await client.query(statement);
  await client.query('vacuum analyze urban_case, case_event, case_content, case_search');
}

const COPIES = [
  `insert into urban_case (district, case_month, case_id, case_no, version, seq, state, light, channel, edition, kind,
     class_code, area_code, department, departments, registered_by, inspector, reported_at, changed_at, next_due_at, lng,
     lat, data, head_mac)
   select o.district, c.month, c.case_id, c.case_no, o.version, o.seq, o.state, o.light, o.channel, o.edition, o.kind,
     o.class_code, o.area_code, o.department, o.departments, o.registered_by, o.inspector, c.at, c.at, o.next_due_at, o.lng,
     o.lat, o.data || jsonb_build_object('id', c.case_id, 'caseNo', c.case_no,
       'reportedAt', (1000 * extract(epoch from c.at))::bigint), o.head_mac
   from copied c join urban_case o on o.case_id = c.original`,
  `insert into case_event (district, case_month, case_id, seq, version, type, at, area_code, body, mac, txid)
   select e.district, c.month, c.case_id, e.seq, e.version, e.type, c.at, e.area_code, e.body, e.mac, e.txid
   from copied c join case_event e on e.case_id = c.original`,
  `insert into case_content (district, case_month, case_id, content_id, kind, body, salt, created_at)
   select k.district, c.month, c.case_id, k.content_id, k.kind, k.body, k.salt, c.at
   from copied c join case_content k on k.case_id = c.original`,
  `insert into case_search (district, case_month, case_id, bigrams)
   select s.district, c.month, c.case_id, s.bigrams from copied c join case_search s on s.case_id = c.original`,
];
