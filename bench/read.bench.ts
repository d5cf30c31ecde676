import pg from 'pg';
import { seededRandom } from '../packages/grid/src/testing/seeded-random.ts';
import { copyCases } from './support/copy-cases.ts';
import { requestText } from './support/http-line.ts';
import { type BenchOptions, type Figures, figuresOf, type Measurement } from './support/measurement.ts';
import { openWorld, startServer, type World } from './support/open-world.ts';
import { type Clients, LINES, openClients, reportRequests, type Sent } from './support/send-requests.ts';

const CASES = 100_000;
const PAGE = 100;

/** One way of reading: over HTTP, and by the bare statement that gets the same from the database. */
type Reading = {
  readonly path: () => string;
  readonly statement: string;
  readonly values: () => readonly (string | number)[];
};

/** The whole row with its texts, by its key: what `GET /cases/{caseId}` needs. */
const ONE = `
  select c.data, array(select k.body from case_content k where k.district = c.district and k.case_month = c.case_month
    and k.case_id = c.case_id) as texts
  from urban_case c where c.district = $1 and c.case_month = $2::integer and c.case_id = $3`;

/** A hundred of them in the order of the list, with the words for their places. */
const MANY = `
  select c.data, k.body as address
  from urban_case c left join case_content k on k.district = c.district and k.case_month = c.case_month
    and k.case_id = c.case_id and k.content_id = c.data -> 'address' ->> 'contentId'
  where c.reported_at < $1::timestamptz order by c.reported_at desc, c.case_id desc limit ${PAGE}`;

async function measure({ url }: World, clients: Clients, reading: Reading, quick: boolean): Promise<Figures> {
  const { authorization } = clients;
  const ms = quick ? 200 : 4000;
  const request = () => requestText('GET', reading.path(), { authorization });
  await clients.sendFor(ms / 2, request);
  const rounds = [];
  for (let round = 0; round < (quick ? 1 : 3); round += 1) {
    const sent = await clients.sendFor(ms, request);
    const asked = await askFor(url, ms, reading);
    rounds.push({ rate: sent.count / sent.seconds, limit: asked.count / asked.seconds });
  }
  return figuresOf(rounds);
}

/** Runs the bare statement over as many connections, prepared. */
async function askFor(url: string, ms: number, { statement, values }: Reading): Promise<Sent> {
  let count = 0;
  const began = performance.now();
  const work = async (): Promise<void> => {
    const client = new pg.Client(url);
    await client.connect();
    while (performance.now() - began < ms) {
      await client.query({ name: 'read', text: statement, values: [...values()] });
      count += 1;
    }
    await client.end();
  };
  await Promise.all(Array.from({ length: LINES }, work));
  return { count, seconds: (performance.now() - began) / 1000 };
}

/** Some of each state that the product itself brings about, then copies of them. */
async function fill({ port, client, settle }: World, count: number): Promise<void> {
  const inspector = await openClients(port, 'inspector');
  await inspector.sendFor(200, reportRequests(inspector));
  inspector.close();
  await settle();
  await copyCases(client, count);
}

async function readings({ client }: World): Promise<{ one: Reading; many: Reading }> {
  const { rows } = await client.query<{ district: string; month: number; id: string; at: Date }>(
    'select district, case_month as month, case_id as id, reported_at as at from urban_case order by md5(case_id) limit 20000',
  );
  const random = seededRandom(7);
  const any = () => {
    const row = rows[Math.floor(random() * rows.length)];
    if (row === undefined) throw new Error('cannot measure reading: there is no case, the tables were not filled');
    return row;
  };
  const keyOf = ({ district, month, id }: ReturnType<typeof any>) => [district, month, id];
  return {
    one: { path: () => `/api/v1/cases/${any().id}`, statement: ONE, values: () => keyOf(any()) },
    many: {
      path: () => `/api/v1/cases?limit=${PAGE}&reportedTo=${any().at.toISOString()}`,
      statement: MANY,
      values: () => [any().at.toISOString()],
    },
  };
}

/** Cases read a second over HTTP, against the bare statements that fetch the same rows. */
export const bench = {
  name: 'read',
  async run({ quick }: BenchOptions): Promise<Measurement> {
    const server = await startServer(quick);
    try {
      const world = await openWorld({ server, dispatcher: true });
      const clients = await openClients(world.port, 'admin');
      try {
        const cases = quick ? 500 : CASES;
        await fill(world, cases);
        const { one, many } = await readings(world);
        const single = await measure(world, clients, one, quick);
        const page = await measure(world, clients, many, quick);
        const { rate, limit, ratio } = single;
        return {
          ...{ rate, limit, ratio, unit: 'requests', cases, connections: LINES },
          against: 'the same rows fetched by one prepared statement, on as many connections',
          parts: { 'one case': single, [`a page of ${PAGE}`]: page },
        };
      } finally {
        clients.close();
        await world.close();
      }
    } finally {
      await server.stop();
    }
  },
};
