import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { startPostgres } from '../postgres/start-postgres.ts';
import { type InstanceFolders, SYSTEM_FOLDER } from './folders.ts';
import { readOrMakeSecret } from './secrets.ts';

/** The product's own database server, ready for migrations. */
export type EmbeddedDatabase = {
  /** For the role `wanmi`, which owns the database `wanmi` and may make others, and is no superuser. */
  readonly url: string;
  readonly port: number;
  readonly stop: () => Promise<void>;
  /** Resolves when the server ends, for whatever reason. */
  readonly ended: Promise<void>;
};

/**
 * Starts PostgreSQL on the instance's data, on the port of last time if it is free. The caller holds the lock.
 * `signal` ends the start early: it rejects and nothing runs.
 */
export async function startEmbeddedDatabase(
  folders: InstanceFolders,
  onStep: (text: string) => void,
  signal?: AbortSignal,
): Promise<EmbeddedDatabase> {
  const password = readOrMakeSecret(path.join(folders.home, 'secret'));
  const portFile = path.join(folders.home, 'postgres-port');
  const server = await startPostgres({
    folder: path.join(folders.data, 'postgres'),
    password,
    copyFolder: process.getuid?.() === 0 ? SYSTEM_FOLDER : folders.home,
    port: rememberedPort(portFile),
    onStep,
    signal,
  });
  writeFileSync(portFile, `${server.port}\n`);
  try {
    await ensureOwnDatabase(server.urlOf('postgres'), password);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const url = server.urlOf('wanmi').replace('//postgres:', '//wanmi:');
  return { url, port: server.port, stop: server.stop, ended: server.ended };
}

function rememberedPort(file: string): number | undefined {
  try {
    const port = Number(readFileSync(file, 'utf8'));
    return port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}

async function ensureOwnDatabase(url: string, password: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query(
      `select exists (select from pg_roles where rolname = 'wanmi') as role,
              exists (select from pg_database where datname = 'wanmi') as database`,
    );
    if (!rows[0].role) await client.query(`create role wanmi login createdb password '${password}'`);
    if (!rows[0].database) await client.query('create database wanmi owner wanmi');
  } catch (cause) {
    throw new Error(`cannot log in to the embedded PostgreSQL: is .wanmi/secret the one its data was made with?`, {
      cause,
    });
  } finally {
    await client.end();
  }
}
