import { randomUUID } from 'node:crypto';
import { type Desk, deriveKey, openReference, readSecret } from '@wanmi/cases';
import { connect } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import { openStore, type StoreConfig } from '@wanmi/media';
import { makeAddressGuard, openMailer } from '@wanmi/notices';
import { openQueues, type Queues } from '@wanmi/queue';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { ClosingOrder } from './closing-order.ts';
import { type Config, readConfig } from './config.ts';
import type { Outlets } from './handlers/deliver.handler.ts';
import { buildHealthServer } from './health.ts';
import { makeLog } from './make-log.ts';
import { startDispatcher } from './start-dispatcher.ts';
import { stopOnSignal } from './stop-on-signal.ts';

/** Connections besides the workers': relay, timer pump, schedules, health. */
const SPARE_CONNECTIONS = 2;

async function main(config: Config, log: Logger): Promise<void> {
  const opened = new ClosingOrder();
  stopOnSignal({ log, parentPid: config.parentPid, stop: () => opened.close() });

  const auditKey = deriveKey(readSecret(config.secretFile), 'audit');
  const db = connect(config.databaseUrl, {
    max: config.concurrency + SPARE_CONNECTIONS,
    applicationName: 'wanmi dispatcher',
    onIdleError: (error) => log.warn({ err: error }, 'a database connection broke'),
  });
  await opened.defer(() => db.destroy());
  const now = () => Date.now() as Instant;
  const reference = await openReference(db, {
    now,
    onError: (error) => log.error({ err: error }, 'reading reference data failed, keeping the last'),
  });
  await opened.defer(() => reference.close());
  const desk: Desk = { db, now, newId: randomUUID, reference: reference.current, auditKey };

  const queues = await openQueues({
    databaseUrl: config.databaseUrl,
    redisUrl: config.redisUrl,
    onError: (error) => log.warn({ err: error }, 'the queue had a problem'),
  });
  await opened.defer(() => queues.close());
  const store = openStore(storeOf(config));
  await opened.defer(() => store.close());
  const outlets = outletsOf(config);
  await opened.defer(() => outlets.mailer?.close());
  for (const remark of remarksOf(config)) log.info(remark);
  const dispatcher = await startDispatcher({ desk, queues, store, outlets, log, concurrency: config.concurrency });
  await opened.defer(() => dispatcher.stop());

  if (config.health === null) return;
  const health = buildHealthServer({
    problems: () => findProblems(desk, queues),
    remarks: remarksOf(config),
    registry: dispatcher.metrics.registry,
  });
  await opened.defer(() => health.close());
  log.info(`health and metrics on ${await health.listen(config.health)}`);
}

const storeOf = ({ s3, dataFolder }: Config): StoreConfig =>
  s3 ? { kind: 's3', ...s3 } : { kind: 'folder', folder: `${dataFolder}/media` };

const outletsOf = ({ mail, webhookNetworks, secretFile, publicUrl }: Config): Outlets => ({
  mailer: mail && openMailer(mail),
  guard: makeAddressGuard(webhookNetworks),
  webhookKey: deriveKey(readSecret(secretFile), 'webhook'),
  publicUrl,
});

/** What is switched off by configuration; the process works all the same. */
const remarksOf = ({ mail, publicUrl }: Config): readonly string[] => [
  ...(mail === null ? ['e-mail is off: SMTP_URL and SMTP_FROM are not set'] : []),
  ...(publicUrl === null ? ['messages carry no links: WANMI_PUBLIC_URL is not set'] : []),
];

/** Why no case can be dispatched now. */
async function findProblems(desk: Desk, queues: Queues): Promise<readonly string[]> {
  const problem = (what: string) => (error: unknown) => [
    `${what}: ${error instanceof Error ? error.message : String(error)}`,
  ];
  const found = await Promise.all([
    sql`select 1`.execute(desk.db).then(() => [], problem('the database does not answer')),
    queues.counts('route').then(() => [], problem('the queues do not answer')),
  ]);
  return found.flat();
}

try {
  const config = readConfig(process.env);
  const log = makeLog(config.logLevel);
  await main(config, log);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
