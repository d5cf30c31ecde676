import { type BenchOptions, figuresOf, type Measurement, type Round } from './support/measurement.ts';
import { openWorld, startServer, type World } from './support/open-world.ts';
import { type Clients, LINES, openClients, reportRequests } from './support/send-requests.ts';
import { emptyCases, insertCases, readCases } from './support/stored-rows.ts';

/** One round: reports over HTTP on empty tables, then their rows again on empty tables, nothing but inserted. */
async function measure({ url, client }: World, clients: Clients, ms: number): Promise<Round & { cases: number }> {
  await emptyCases(client);
  const sent = await clients.sendFor(ms, reportRequests(clients));
  const cases = await readCases(client);
  if (cases.length !== sent.count) {
    throw new Error(`cannot trust the rate: ${sent.count} reports were accepted, ${cases.length} are stored`);
  }
  await emptyCases(client);
  const inserted = await insertCases(url, LINES, cases);
  return { rate: sent.count / sent.seconds, limit: inserted.count / inserted.seconds, cases: cases.length };
}

/** Reports accepted a second over HTTP, against the rows that they become inserted by prepared statements alone. */
export const bench = {
  name: 'intake',
  async run({ quick }: BenchOptions): Promise<Measurement> {
    const server = await startServer(quick);
    try {
      const world = await openWorld({ server });
      const clients = await openClients(world.port, 'inspector');
      try {
        await clients.sendFor(quick ? 200 : 4000, reportRequests(clients)); // plans are made, code is compiled
        const rounds = [];
        for (let round = 0; round < (quick ? 1 : 3); round += 1) {
          rounds.push(await measure(world, clients, quick ? 300 : 6000));
        }
        return {
          ...figuresOf(rounds),
          ...{
            unit: 'reports',
            aim: 0.35,
            connections: LINES,
            reports: rounds.reduce((sum, { cases }) => sum + cases, 0),
          },
          against: 'the same rows inserted by one prepared statement a case, on as many connections',
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
