import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../instance/embedded-database.ts';
import { type InstanceFolders, openInstanceFolders } from '../instance/folders.ts';
import { findRunning, forgetRunning, lockFileOf, recordRunning, wasKilled } from '../instance/running.ts';
import { readOrMakeSecret } from '../instance/secrets.ts';
import { freePort } from '../postgres/free-port.ts';
import { takeLock } from '../process-lock.mjs';
import { type DemoAccounts, type DemoLoader, ensureDemo } from './demo.ts';
import { SupervisedProcess } from './supervised-process.ts';

/** What an instance is made of; tests give stand-ins. */
export type InstancePlan = {
  /** The repository: `.wanmi/` lies in it. */
  readonly root: string;
  readonly port: number;
  readonly reset: boolean;
  readonly databaseUrl: string | undefined;
  readonly demoPassword: string | undefined;
  readonly migrate: (databaseUrl: string, onStep: (text: string) => void) => Promise<unknown>;
  readonly loadDemo: DemoLoader;
  /** Makes what the api serves at `/`; a failure is said and does not keep the instance from starting. */
  readonly buildPages: (say: (text: string) => void) => Promise<unknown>;
  /** Scripts by service name; each answers GET /readyz at the port it is given. Started in this order, stopped together. */
  readonly services: Readonly<Record<'api' | 'dispatcher', string>>;
  readonly say: (text: string) => void;
};

/** An instance that is up. */
export type Instance = { readonly address: string; readonly demo: DemoAccounts; readonly logFolder: string };

const READY_MS = 120_000;
/** A service that dies this often before it is ready will not get better by itself. */
const DEATHS_BEFORE_READY = 4;
/** With the fast stop of PostgreSQL (4 s at most) this stays below the promised 15 s. */
const DRAIN_MS = 8000;
const STEP_MS = 2000;
const KILLED_RUN_MS = 12_000;

/**
 * Brings an instance up part by part and takes down whatever is up, in the reverse order.
 * `stop` may come at any moment, also while `start` is under way.
 */
export class Supervisor {
  readonly #plan: InstancePlan;
  #release: (() => void) | undefined;
  #folders: InstanceFolders | undefined;
  #database: EmbeddedDatabase | undefined;
  #services: SupervisedProcess[] = [];
  readonly #stop = new AbortController();
  #starting: Promise<unknown> = Promise.resolve();

  constructor(plan: InstancePlan) {
    this.#plan = plan;
  }

  /** Resolves when every service says that it is ready. Throws with what to do otherwise; `stop` is needed then, too. */
  start(): Promise<Instance> {
    const starting = this.#start();
    this.#starting = starting.catch(() => undefined);
    return starting;
  }

  async #start(): Promise<Instance> {
    const { root, port, say } = this.#plan;
    const folders = openInstanceFolders(root);
    this.#folders = folders;
    this.#lock(folders);
    await assertPortFree(port, wasKilled(folders.home) ? KILLED_RUN_MS : 0);
    if (this.#plan.reset) this.#reset(folders);
    await this.#plan.buildPages(say);
    this.#assertWanted();
    const databaseUrl = this.#plan.databaseUrl ?? (await this.#startDatabase(folders));
    this.#assertWanted();
    say('migrating the database');
    await this.#plan.migrate(databaseUrl, say);
    this.#assertWanted();
    const address = `http://127.0.0.1:${port}`;
    recordRunning(folders.home, { address, databaseUrl });
    const target = { databaseUrl, embedded: this.#plan.databaseUrl === undefined, password: this.#plan.demoPassword };
    const demo = await ensureDemo(folders, target, this.#plan.loadDemo, say);
    this.#assertWanted();
    const dispatcherPort = await freePort();
    this.#startServices(folders, dispatcherPort);
    await this.#untilReady([`http://127.0.0.1:${dispatcherPort}`, address]);
    return { address, demo, logFolder: folders.log };
  }

  /** Drains the services, then stops PostgreSQL. Afterwards nothing of ours runs. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#services.map((service) => service.stop(DRAIN_MS)));
    await this.#database?.stop();
    // A step under way notices within moments, at the latest when its database is gone; it may have started one meanwhile.
    await Promise.race([this.#starting, sleep(STEP_MS, undefined, { ref: false })]);
    await this.#database?.stop();
    if (this.#folders && this.#release) forgetRunning(this.#folders.home);
    this.#release?.();
  }

  #lock(folders: InstanceFolders): void {
    const attempt = takeLock(lockFileOf(folders.home));
    if (attempt.taken) {
      this.#release = attempt.release;
      return;
    }
    const running = findRunning(folders.home);
    const where = running ? `, it answers on ${running.address}` : '';
    throw new Error(
      `cannot start on ${folders.data}: process ${attempt.holder.pid} is using this data${where}; use that one or stop it first`,
    );
  }

  #reset(folders: InstanceFolders): void {
    if (this.#plan.databaseUrl !== undefined) {
      throw new Error('cannot reset: DATABASE_URL names a database of your own, empty it yourself');
    }
    this.#plan.say(`emptying the data in ${folders.data}: the database and the photos`);
    for (const part of ['postgres', 'media']) rmSync(path.join(folders.data, part), { recursive: true, force: true });
  }

  async #startDatabase(folders: InstanceFolders): Promise<string> {
    this.#plan.say('starting PostgreSQL');
    const database = await startEmbeddedDatabase(folders, this.#plan.say, this.#stop.signal);
    this.#database = database;
    void database.ended.then(() => this.#revive(folders, database));
    return database.url;
  }

  // The server died under us (a kill, the system short of memory): the services wait in their pools meanwhile.
  async #revive(folders: InstanceFolders, dead: EmbeddedDatabase): Promise<void> {
    for (let pauseMs = 500; !this.#stop.signal.aborted; pauseMs = Math.min(30_000, pauseMs * 2)) {
      this.#plan.say(
        `PostgreSQL ended unexpectedly, starting it again; its log: ${folders.data}/postgres/postgres.log`,
      );
      try {
        const url = await this.#startDatabase(folders);
        if (this.#stop.signal.aborted) await this.#database?.stop();
        else if (url !== dead.url) this.#follow(folders, url);
        return;
      } catch (error) {
        this.#plan.say(error instanceof Error ? error.message : String(error));
        await sleep(pauseMs);
      }
    }
  }

  #follow(folders: InstanceFolders, databaseUrl: string): void {
    recordRunning(folders.home, { address: `http://127.0.0.1:${this.#plan.port}`, databaseUrl });
    for (const service of this.#services) service.restart();
  }

  #startServices(folders: InstanceFolders, dispatcherPort: number): void {
    const { root, services, say } = this.#plan;
    const signingKey = path.join(folders.home, 'signing-key');
    readOrMakeSecret(signingKey);
    const env = (): NodeJS.ProcessEnv => ({
      ...process.env,
      DATABASE_URL: this.#plan.databaseUrl ?? this.#database?.url,
      WANMI_HOST: '127.0.0.1',
      WANMI_PORT: String(this.#plan.port),
      WANMI_DISPATCHER_HOST: '127.0.0.1',
      WANMI_DISPATCHER_PORT: String(dispatcherPort),
      WANMI_DATA_DIR: folders.data,
      WANMI_SECRET_FILE: signingKey,
    });
    for (const [name, script] of Object.entries(services)) {
      say(`starting ${name}`);
      this.#services.push(
        new SupervisedProcess({ name, script, cwd: root, env, logFile: path.join(folders.log, `${name}.log`), say }),
      );
    }
  }

  async #untilReady(addresses: readonly string[]): Promise<void> {
    let reasons: readonly string[] = [];
    for (const deadline = Date.now() + READY_MS; Date.now() < deadline; await sleep(100)) {
      this.#assertWanted();
      const dying = this.#services.find((service) => service.deaths >= DEATHS_BEFORE_READY);
      if (dying)
        throw new Error(
          `cannot start ${dying.name}: it ended ${dying.deaths} times, its log says\n${dying.lastWords()}`,
        );
      reasons = (await Promise.all(addresses.map(whyNotReady))).flat();
      if (reasons.length === 0) return;
    }
    throw new Error(`cannot start: not ready within ${READY_MS / 1000} s: ${reasons.join('; ')}`);
  }

  #assertWanted(): void {
    if (this.#stop.signal.aborted) throw new Error('stopped while starting');
  }
}

// Services of a killed run notice within half a second that they are alone, and drain: give them that time.
async function assertPortFree(port: number, patienceMs: number): Promise<void> {
  for (const deadline = Date.now() + patienceMs; ; await sleep(200)) {
    if ((await freePort(port)) === port) return;
    if (Date.now() >= deadline) break;
  }
  throw new Error(
    `cannot listen on 127.0.0.1:${port}: another program does; choose another with npm start -- --port ${port + 1}`,
  );
}

async function whyNotReady(address: string): Promise<readonly string[]> {
  try {
    const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5000) });
    return answer.ok ? [] : [`${address}/readyz: ${(await answer.text()).slice(0, 500)}`];
  } catch {
    return [`${address}/readyz does not answer`];
  }
}
