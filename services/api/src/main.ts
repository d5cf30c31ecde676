import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Desk, deriveKey, openReference, readSecret } from '@wanmi/cases';
import { connect } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import { openStore, type StoreConfig } from '@wanmi/media';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { buildApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { followParent } from './follow-parent.ts';

/** The longest that stopping may take, in milliseconds. */
const STOP_MS = 10_000;
const CONSOLE_FOLDER = fileURLToPath(new URL('../../console/dist/', import.meta.url));

const config = start();
const logger = pino({ level: config.logLevel, base: { service: 'api' }, redact: ['req.headers.authorization'] });
const db = connect(config.databaseUrl, {
  max: config.poolSize,
  applicationName: 'wanmi api',
  onIdleError: (error) => logger.warn({ err: error }, 'an idle database connection broke'),
});
const reference = await openReference(db, {
  onError: (error) => logger.error({ err: error }, 'cannot read the reference data; the last version stays'),
});
const secret = readSecret(config.secretFile);
const desk: Desk = {
  db,
  now: () => Date.now() as Instant,
  newId: () => crypto.randomUUID(),
  reference: reference.current,
  auditKey: deriveKey(secret, 'audit'),
};
const media = openStore(storeOf(config));
const app = await buildApp(desk, {
  keys: { access: deriveKey(secret, 'access-token'), link: deriveKey(secret, 'media-link') },
  media,
  consoleFolder: CONSOLE_FOLDER,
  version: readVersion(),
  allowedOrigins: config.allowedOrigins,
  trustedProxies: config.trustedProxies,
  logger,
});

let stopping = false;

/** Ends what runs, then the process; a second call only waits. Gives up after ten seconds. */
async function stop(reason: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  logger.info({ reason }, 'stopping');
  setTimeout(() => {
    logger.error('did not stop in time');
    process.exit(1);
  }, STOP_MS).unref();
  await app.close();
  await reference.close();
  media.close();
  await db.destroy();
  process.exit(0);
}

process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));
if (config.parentPid !== null) followParent(config.parentPid, () => void stop('the parent process ended'));

await listen(app, config);

function start(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

async function listen(server: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    logger.fatal({ err: error }, `cannot listen on ${host}:${port}`);
    process.exit(3);
  }
}

function storeOf({ s3, dataFolder }: Config): StoreConfig {
  return s3 === null ? { kind: 'folder', folder: join(dataFolder, 'media') } : { kind: 's3', ...s3 };
}

function readVersion(): string {
  const file = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return file.version;
}
