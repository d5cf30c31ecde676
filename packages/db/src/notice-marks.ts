import { type Kysely, sql } from 'kysely';
import { isUnread, numbersFor, type Reader } from './my-notices.ts';
import type { Database } from './schema.ts';

// A person has read every notice up to a mark, and single ones above it. Numbers commit out of order: a mark may only
// move over numbers that nobody can still commit, those older than any statement that writes notices may run. Younger ones
// are marked one by one, so a notice that appears behind the newest one shown is still unread.

/** Seconds after which no number can appear any more: twice the time that a statement may take. */
const SETTLED_AFTER = 60;
/** Young notices marked at once; what lies beyond stays unread. */
const YOUNG_MOST = 500;
/** Unread notices are counted so far. */
export const UNREAD_MOST = 1_000;

/** What a reader of a list has seen: all of the reader's notices up to a number, and the younger ones by name. */
export type SettledNotices = { readonly to: number; readonly young: readonly number[] };

/** What a person has seen whose list begins with the notice `newest`. */
export async function findSettled(db: Kysely<Database>, reader: Reader, newest: number): Promise<SettledNotices> {
  const { rows } = await sql<{ to: number; young: number[] }>`
    with settled as (${SETTLED} ), seen as (select least(coalesce((select notice_id from settled), 0), ${newest}::bigint) as upto)
    select upto as to, array(
      select notice_id from (${numbersFor(reader, {
        bounds: sql`notice_id > (select upto from seen) and notice_id <= ${newest}::bigint`,
        ...{ order: sql`notice_id desc`, limit: YOUNG_MOST },
      })}) as mine order by notice_id desc limit ${YOUNG_MOST}) as young
    from seen`.execute(db);
  const [row] = rows;
  return { to: row?.to ?? 0, young: row?.young.map(Number) ?? [] };
}

const SETTLED = sql`
  select notice_id from notice where created_at < now() - make_interval(secs => ${SETTLED_AFTER})
  order by notice_id desc limit 1`;

/** Marks everything that the person has seen. */
export async function markReadTo(db: Kysely<Database>, reader: Reader, { to, young }: SettledNotices): Promise<void> {
  await sql`
    insert into notice_mark (user_id, read_to)
    select ${reader.userId}, least(${to}::bigint, coalesce((${SETTLED}), 0))
    on conflict (user_id) do update set read_to = excluded.read_to where notice_mark.read_to < excluded.read_to`.execute(
    db,
  );
  await markRead(db, reader, young);
}

/**
 * Marks single notices; those that are not the person's count for nothing. Then the mark moves up over what is read, and
 * what lies below it goes.
 */
export async function markRead(db: Kysely<Database>, reader: Reader, noticeIds: readonly number[]): Promise<void> {
  const { userId } = reader;
  const bounds = sql`notice_id = any(${noticeIds}::bigint[]) and ${isUnread(userId)}`;
  await sql`
    insert into notice_read (user_id, notice_id)
    select ${userId}, notice_id
    from (${numbersFor(reader, { bounds, order: sql`notice_id`, limit: noticeIds.length })}) as mine
    on conflict do nothing`.execute(db);
  await sql`
    with unread as (${numbersFor(reader, { bounds: isUnread(userId), order: sql`notice_id`, limit: 1 })})
    insert into notice_mark (user_id, read_to)
    select ${userId}, least(coalesce((${SETTLED}), 0), coalesce((select min(notice_id) from unread) - 1, ${LARGEST}::bigint))
    on conflict (user_id) do update set read_to = excluded.read_to where notice_mark.read_to < excluded.read_to`.execute(
    db,
  );
  await sql`
    delete from notice_read r using notice_mark m
    where m.user_id = ${userId} and r.user_id = m.user_id and r.notice_id <= m.read_to`.execute(db);
}

const LARGEST = Number.MAX_SAFE_INTEGER;

/** How many of the person's notices are unread, at most UNREAD_MOST. */
export async function countUnread(db: Kysely<Database>, reader: Reader): Promise<number> {
  const unread = numbersFor(reader, {
    ...{ bounds: isUnread(reader.userId), order: sql`notice_id desc`, limit: UNREAD_MOST },
  });
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select notice_id from (${unread}) as mine limit ${UNREAD_MOST}) as counted`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}
