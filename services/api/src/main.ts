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

const config = readOrExit(() => readConfig(process.env));
const logger = pino({ level: config.logLevel, base: { service: 'api' }, redact: ['req.headers.authorization'] });
await run(config).catch((error: unknown) => {
  logger.fatal({ reason: error instanceof Error ? error.message : String(error) }, 'cannot start the API');
  process.exit(1);
});

/** Opens everything, listens, and arranges for the end. */
async function run(settings: Config): Promise<void> {
  const secret = readSecret(settings.secretFile);
  const db = connect(settings.databaseUrl, {
    max: settings.poolSize,
    applicationName: 'wanmi api',
    onIdleError: (error) => logger.warn({ err: error }, 'an idle database connection broke'),
  });
  const reference = await openReference(db, {
    onError: (error) => logger.error({ err: error }, 'cannot read the reference data; the last version stays'),
  });
  const desk: Desk = {
    db,
    now: () => Date.now() as Instant,
    newId: () => crypto.randomUUID(),
    reference: reference.current,
    auditKey: deriveKey(secret, 'audit'),
  };
  const media = openStore(storeOf(settings));
  const app = await buildApp(desk, {
    keys: {
      access: deriveKey(secret, 'access-token'),
      link: deriveKey(secret, 'media-link'),
      webhook: deriveKey(secret, 'webhook'),
    },
    media,
    consoleFolder: CONSOLE_FOLDER,
    version: readVersion(),
    allowedOrigins: settings.allowedOrigins,
    trustedProxies: settings.trustedProxies,
    logger,
  });
  stopInOrder(settings, async () => {
    await app.close();
    await reference.close();
    media.close();
    await db.destroy();
  });
  await listen(app, settings);
}

/** On a signal, or when the parent is gone: finishes what runs, then ends. Gives up after ten seconds. */
function stopInOrder({ parentPid }: Config, close: () => Promise<void>): void {
  let stopping = false;
  const stop = async (reason: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    logger.info({ reason }, 'stopping');
    setTimeout(() => {
      logger.error('did not stop in time');
      process.exit(1);
    }, STOP_MS).unref();
    await close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  if (parentPid !== null) followParent(parentPid, () => void stop('the parent process ended'));
}

/** Before there is a logger, a problem goes to stderr as it is. */
function readOrExit(read: () => Config): Config {
  try {
    return read();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

async function listen(server: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (cause) {
    throw new Error(`cannot listen on ${host}:${port}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

function storeOf({ s3, dataFolder }: Config): StoreConfig {
  return s3 === null ? { kind: 'folder', folder: join(dataFolder, 'media') } : { kind: 's3', ...s3 };
}

function readVersion(): string {
  const file = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return file.version;
}
