import { migrate } from '@wanmi/db';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type ScratchServer, startScratchServer } from '../../scripts/postgres/scratch-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Maintenance database of the test server and the name of the migrated template. */
    testPostgres: { readonly url: string; readonly template: string };
  }
}

type Shared = { readonly server: Promise<ScratchServer>; readonly template: Promise<string>; users: number };

// Each project loads this file anew, and all of them share one server in the main process.
declare global {
  var wanmiTestPostgres: Shared | undefined;
}

/** Starts one server for the whole run (or takes TEST_POSTGRES_URL), and migrates the template that tests clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  globalThis.wanmiTestPostgres ??= share();
  const shared = globalThis.wanmiTestPostgres;
  shared.users++;
  const server = await shared.server;
  const template = await shared.template;
  project.provide('testPostgres', { url: server.url, template });
  return async () => {
    shared.users--;
    if (shared.users > 0) return;
    globalThis.wanmiTestPostgres = undefined;
    await runOn(server.url, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
}

function share(): Shared {
  const given = process.env.TEST_POSTGRES_URL;
  const server = given ? Promise.resolve({ url: given, stop: async () => undefined }) : startScratchServer();
  return { server, template: server.then(({ url }) => makeTemplate(url)), users: 0 };
}

async function makeTemplate(url: string): Promise<string> {
  const template = `wanmi_template_${process.pid}`;
  await runOn(url, `drop database if exists ${template} with (force)`);
  await runOn(url, `create database ${template} template template0`);
  const templateUrl = new URL(url);
  templateUrl.pathname = `/${template}`;
  await migrate(templateUrl.href);
  return template;
}

async function runOn(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
