import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readOrMakeSecret } from '../instance/secrets.ts';
import { freePort } from '../postgres/free-port.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const READY_MS = 180_000;
const DRAIN_MS = 12_000;

/** An api and a dispatcher of the product, as processes of their own. */
export type ServicePair = { readonly address: string; readonly stop: () => Promise<void> };

/**
 * Starts api and dispatcher on a database, on free ports, with their files and logs in `folder`, and waits until both
 * are ready. Their queues lie in the database, whatever REDIS_URL says: a replay shares nothing. Throws with the end of
 * the log when one does not start.
 */
export async function startPair(databaseUrl: string, folder: string): Promise<ServicePair> {
  const secretFile = path.join(folder, 'signing-key');
  readOrMakeSecret(secretFile);
  const [apiPort, dispatcherPort] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    ...{ DATABASE_URL: databaseUrl, REDIS_URL: '', WANMI_DATA_DIR: folder, WANMI_SECRET_FILE: secretFile },
    ...{ WANMI_HOST: '127.0.0.1', WANMI_PORT: String(apiPort), WANMI_LOG_LEVEL: 'warn' },
    ...{ WANMI_DISPATCHER_HOST: '127.0.0.1', WANMI_DISPATCHER_PORT: String(dispatcherPort) },
    ...{ WANMI_PARENT_PID: String(process.pid), S3_ENDPOINT: '', S3_BUCKET: '', S3_ACCESS_KEY: '', S3_SECRET_KEY: '' },
  };
  const address = `http://127.0.0.1:${apiPort}`;
  const services = ['api', 'dispatcher'].map((name) => launch(name, env, folder));
  const stop = async (): Promise<void> => {
    await Promise.all(services.map(({ child }) => end(child)));
  };
  try {
    await Promise.all(
      services.map((one, i) => untilReady(one, i === 0 ? address : `http://127.0.0.1:${dispatcherPort}`)),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, stop };
}

type Launched = { readonly name: string; readonly child: ChildProcess; readonly logFile: string };

function launch(name: string, env: NodeJS.ProcessEnv, folder: string): Launched {
  const logFile = path.join(folder, `${name}.log`);
  const log = openSync(logFile, 'w', 0o600);
  try {
    const script = path.join(ROOT, 'services', name, 'src/main.ts');
    return { name, logFile, child: spawn(process.execPath, [script], { cwd: ROOT, env, stdio: ['ignore', log, log] }) };
  } finally {
    closeSync(log);
  }
}

async function untilReady({ name, child, logFile }: Launched, address: string): Promise<void> {
  for (const deadline = Date.now() + READY_MS; Date.now() < deadline && child.exitCode === null; await sleep(100)) {
    const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    if (answer?.ok) return;
  }
  const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-10).join('\n');
  throw new Error(`cannot start the ${name} of the replay: it did not get ready, its log says\n${tail}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), DRAIN_MS);
  await gone;
  clearTimeout(patience);
}
