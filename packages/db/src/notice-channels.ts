import type { DepartmentCode, Instant, UserId } from '@wanmi/kernel';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';

/** Whose notices a channel takes: a person's, a department's, or those to a role in an area. */
export type ChannelOwner =
  | { readonly userId: UserId }
  | { readonly department: DepartmentCode }
  | { readonly role: string; readonly area: string };

/** What a channel's owner settles. */
export type ChannelSettings = {
  readonly name: string;
  readonly kind: 'webhook' | 'email';
  readonly address: string;
  /** Types of events; null for all. */
  readonly abouts: readonly string[] | null;
  readonly language: 'zh' | 'en';
  /** A person's channel also takes what goes to the person's department and posts. */
  readonly alsoPosts: boolean;
  readonly active: boolean;
};

/** A channel with what became of its last deliveries. */
export type Channel = ChannelSettings & {
  readonly owner: ChannelOwner;
  readonly waiting: number;
  readonly lastSentAt: Instant | null;
  /** Why the last try failed; null once one succeeds. */
  readonly lastError: string | null;
};

type Row = {
  user_id: UserId | null;
  department_code: DepartmentCode | null;
  role: string | null;
  area: string | null;
  name: string;
  kind: 'webhook' | 'email';
  address: string;
  abouts: string[] | null;
  language: 'zh' | 'en';
  also_posts: boolean;
  active: boolean;
  waiting: number;
  last_sent_at: Date | null;
  last_error: string | null;
};

/** Channels that one delivery after another is looked at for, newest first. */
const LOOKED_AT = 50;

const ofOwner = (owner: ChannelOwner): RawBuilder<boolean> => {
  if ('userId' in owner) return sql<boolean>`c.user_id = ${owner.userId}`;
  if ('department' in owner) return sql<boolean>`c.department_code = ${owner.department}`;
  return sql<boolean>`c.role = ${owner.role} and c.area = ${owner.area}`;
};

/** A person's channels by name. */
export const channelsOf = (db: Kysely<Database>, owner: ChannelOwner): Promise<readonly Channel[]> =>
  listWhere(db, sql`${ofOwner(owner)} order by c.name`);

/** One page of the channels of departments and roles, in the order of their making; `after` is the last one's place. */
export async function listShared(
  db: Kysely<Database>,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly (Channel & { readonly place: number })[]> {
  return listWhere(db, sql`c.user_id is null and c.channel_id > ${after} order by c.channel_id limit ${limit}`);
}

async function listWhere(
  db: Kysely<Database>,
  condition: RawBuilder<unknown>,
): Promise<readonly (Channel & { readonly place: number })[]> {
  const { rows } = await sql<Row & { channel_id: number }>`
    select c.channel_id, c.user_id, c.department_code, c.role, c.area, c.name, c.kind, c.address, c.abouts, c.language,
      c.also_posts, c.active, last.waiting, last.sent_at as last_sent_at,
      case when last.failed_id > coalesce(last.sent_id, 0) then last.error end as last_error
    from notice_channel c, lateral (
      select count(*) filter (where state = 'waiting') as waiting, max(sent_at) as sent_at,
        max(delivery_id) filter (where state = 'sent') as sent_id,
        max(delivery_id) filter (where last_error is not null and state <> 'sent') as failed_id,
        (array_agg(last_error order by delivery_id desc) filter (where last_error is not null and state <> 'sent'))[1] as error
      from (select * from notice_delivery d where d.channel_id = c.channel_id order by delivery_id desc limit ${LOOKED_AT}) as d
    ) as last
    where ${condition}`.execute(db);
  return rows.map((row) => ({ ...channelOf(row), place: row.channel_id }));
}

const channelOf = (row: Row): Channel => ({
  owner: ownerOf(row),
  name: row.name,
  kind: row.kind,
  address: row.address,
  abouts: row.abouts,
  language: row.language,
  alsoPosts: row.also_posts,
  active: row.active,
  waiting: row.waiting,
  lastSentAt: row.last_sent_at ? (row.last_sent_at.getTime() as Instant) : null,
  lastError: row.last_error,
});

function ownerOf({ user_id, department_code, role, area }: Row): ChannelOwner {
  if (user_id !== null) return { userId: user_id };
  if (department_code !== null) return { department: department_code };
  return { role: role ?? '', area: area ?? '' };
}

/** What became of a setting: the salt of its secret, and whether that is new. */
export type SavedChannel = { readonly salt: Buffer; readonly freshSalt: boolean };

/**
 * Makes a channel or changes it. The salt is kept unless there was none, the address is another one, or `renewSecret`.
 */
export async function saveChannel(
  db: Kysely<Database>,
  owner: ChannelOwner,
  settings: ChannelSettings & { readonly renewSecret: boolean },
  newSalt: Buffer,
): Promise<SavedChannel> {
  const { name, kind, address, abouts, language, alsoPosts, active, renewSecret } = settings;
  const [userId, department, role, area] = [
    'userId' in owner ? owner.userId : null,
    'department' in owner ? owner.department : null,
    'role' in owner ? owner.role : null,
    'role' in owner ? owner.area : null,
  ];
  const { rows } = await sql<{ salt: Buffer }>`
    insert into notice_channel as c
      (user_id, department_code, role, area, name, kind, address, abouts, language, also_posts, active, salt)
    values (${userId}, ${department}, ${role}, ${area}, ${name}, ${kind}, ${address}, ${abouts}::text[], ${language},
      ${alsoPosts}, ${active}, ${newSalt})
    on conflict (user_id, department_code, role, area, name) do update set kind = excluded.kind, address = excluded.address,
      abouts = excluded.abouts, language = excluded.language, also_posts = excluded.also_posts, active = excluded.active,
      changed_at = now(), salt = case when ${renewSecret}::boolean or (c.kind, c.address) <> (excluded.kind, excluded.address)
        then excluded.salt else c.salt end
    returning salt`.execute(db);
  const salt = rows[0]?.salt ?? newSalt;
  return { salt, freshSalt: salt.equals(newSalt) };
}

/** Ends a channel and what waits for it. False when there was none. */
export async function removeChannel(db: Kysely<Database>, owner: ChannelOwner, name: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from notice_channel c where ${ofOwner(owner)} and c.name = ${name}`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}
