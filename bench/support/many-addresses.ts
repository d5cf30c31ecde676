import { describeAddress } from '@wanmi/cases';
import type { Database } from '@wanmi/db';
import { type Kysely, sql } from 'kysely';
import { seededRandom } from '../../packages/grid/src/testing/seeded-random.ts';

/** Rows as a large district has them: two in a hundred are roads, eighteen other named things, the rest house numbers. */
export type ManyAddresses = {
  readonly roads: readonly string[];
  readonly sights: readonly string[];
  readonly doorsARoad: number;
};

const WORDS = [
  ...'安宁和平兴盛福寿永庆瑞祥文武德仁义礼智信东西南北中前后上下新旧长白黄红青绿金银玉石山水河湖海江桥塔寺庙',
  ...'门楼台亭园林花草木竹松柏梅兰菊桃李杏枣柳杨槐榆春夏秋冬日月星云风雨雷电光明清华英才学士农工商天地人心',
];
const ROADS = ['大街', '路', '街', '胡同', '巷'];
const SIGHTS = ['小学', '医院', '公园', '小区', '大厦', '市场', '饭店', '银行', '社区服务站', '停车场'];
const BATCH = 5000;

/** Fills the table with invented rows, its indexes built afterwards. Returns what there is to ask for. */
export async function fillAddresses(db: Kysely<Database>, count: number): Promise<ManyAddresses> {
  const random = seededRandom(20_261_122);
  const word = (length: number): string =>
    Array.from({ length }, () => WORDS[Math.floor(random() * WORDS.length)]).join('');
  const one = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? '';
  const doorsARoad = 40;
  const roads = Array.from({ length: Math.ceil(count * 0.02) }, () => word(2 + Math.floor(random() * 2)) + one(ROADS));
  const sights = Array.from(
    { length: Math.ceil(count * 0.18) },
    () => word(2 + Math.floor(random() * 3)) + one(SIGHTS),
  );
  const { rows: indexes } = await sql<{ name: string; text: string }>`
    select indexname as name, indexdef as text from pg_indexes
    where tablename = 'address' and indexname <> 'address_pkey'`.execute(db);
  for (const { name } of indexes) await sql`drop index ${sql.id(name)}`.execute(db);
  let batch: object[] = [];
  let id = 0;
  const add = async (kind: 'road' | 'poi' | 'address', name: string): Promise<void> => {
    const [lng, lat] = [116.2 + random() * 0.4, 39.8 + random() * 0.3];
    const address_id = (id++).toString(16).padStart(20, '0');
    batch.push({ address_id, kind, name, lng, lat, ...describeAddress({ kind, name, aliases: [] }) });
    if (batch.length === BATCH) await flush();
  };
  const flush = async (): Promise<void> => {
    await insert(db, batch);
    batch = [];
  };
  for (const road of roads) {
    await add('road', road);
    for (let door = 1; door <= doorsARoad; door += 1) await add('address', `${road}${door}号`);
  }
  for (const sight of sights) await add('poi', sight);
  await flush();
  for (const { text } of indexes) await sql.raw(text).execute(db);
  await sql`vacuum analyze address`.execute(db);
  return { roads, sights, doorsARoad };
}

async function insert(db: Kysely<Database>, rows: readonly object[]): Promise<void> {
  await sql`
    insert into address (address_id, valid_from, kind, name, lng, lat, drawn, source, name_key, pinyin, initials, tokens)
    select address_id, '2026-01-01', kind, name, lng, lat, true, 'bench', name_key, pinyin, initials, tokens
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (address_id text, kind text, name text, lng float8,
      lat float8, name_key text, pinyin text, initials text, tokens text[])`.execute(db);
}
