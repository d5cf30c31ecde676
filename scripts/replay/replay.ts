import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { connect, imports } from '@wanmi/db';
import { hashPassword } from '../import/hash-password.ts';
import { readOrMakeSecret } from '../instance/secrets.ts';
import { ApiClient } from './api-client.ts';
import { openReplayDatabase } from './replay-database.ts';
import type { ReplayPlan } from './replay-plan.ts';
import { type ReplayResult, resultOf } from './replay-result.ts';
import { countStates, firstDecisions, type ReplayRun, sendAll, walkAll } from './run-replay.ts';
import { startPair } from './start-pair.ts';

/** Where a replay runs. */
export type ReplayPlace = {
  /** A PostgreSQL whose role may make databases. */
  readonly serverUrl: string;
  /** For the services' secret, files and logs; kept, so that a broken run can go on. */
  readonly folder: string;
  readonly say: (text: string) => void;
  /** Leaves the run open, as a process that is killed before its end does. */
  readonly unfinished?: boolean;
};

const CONNECTIONS = 8;

/**
 * Sends the requests of a plan through a running product of its own, lets people work on the cases, and counts. A run
 * that was broken off goes on where it stopped; one that came to its end begins anew.
 */
export async function replay(plan: ReplayPlan, place: ReplayPlace): Promise<ReplayResult> {
  const began = performance.now();
  const { serverUrl, folder, say, unfinished = false } = place;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secret = readOrMakeSecret(path.join(folder, 'signing-key'));
  const database = await openReplayDatabase(serverUrl, plan, secret, say);
  if (database.resumed) say('going on with a run that was broken off');
  const password = await setPasswords(database.url);
  say('starting api and dispatcher');
  const services = await startPair(database.url, folder);
  try {
    const { run, resumed } = database;
    const client = new ApiClient(services.address, password);
    const way: ReplayRun = { client, run, resumed, connections: CONNECTIONS, say };
    const ready = performance.now();
    const sent = await sendAll(plan, way);
    const allSent = performance.now();
    await walkAll(sent, way);
    const walked = performance.now();
    const decisions = await firstDecisions(sent, way);
    const states = await countStates(client);
    if (!unfinished) await database.finish();
    const phases = {
      prepare: (ready - began) / 1000,
      send: (allSent - ready) / 1000,
      walk: (walked - allSent) / 1000,
    };
    const seconds = (performance.now() - began) / 1000;
    return resultOf({ plan, sent, decisions, states, phases, seconds, run, resumed });
  } finally {
    await services.stop();
  }
}

/** Gives every account one new password, which nobody needs to remember. */
async function setPasswords(databaseUrl: string): Promise<string> {
  const password = randomBytes(18).toString('base64url');
  const db = connect(databaseUrl, { max: 1, applicationName: 'wanmi replay' });
  try {
    const hash = await hashPassword(password);
    await db.transaction().execute(async (trx) => {
      const people = await imports.listPeople(trx);
      await imports.savePeople(
        trx,
        people.map((person) => ({ ...person, password_hash: hash })),
      );
    });
    return password;
  } finally {
    await db.destroy();
  }
}
