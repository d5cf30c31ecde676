import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';

/** How to run a child process that is kept alive. */
export type SupervisedOptions = {
  readonly name: string;
  /** A script for the Node that runs us. */
  readonly script: string;
  readonly cwd: string;
  /** Asked at each start: the database may have moved to another port meanwhile. */
  readonly env: () => NodeJS.ProcessEnv;
  /** Its output is appended here. */
  readonly logFile: string;
  readonly say: (text: string) => void;
};

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** One that has lived this long starts again without a pause. */
const STEADY_MS = 60_000;
const LOG_CAP_BYTES = 20 * 1024 * 1024;
const LOG_CHECK_MS = 60_000;
const PRELOAD = new URL('../follow-parent.mjs', import.meta.url).href;

/** A child process that is started again whenever it dies, after a pause that doubles from death to death. */
export class SupervisedProcess {
  readonly name: string;
  readonly #options: SupervisedOptions;
  readonly #trim: NodeJS.Timeout;
  #child: ChildProcess | undefined;
  #pause: NodeJS.Timeout | undefined;
  #deaths = 0;
  #startedAt = 0;
  /** Why its end is expected, when it is. */
  #ending: 'stop' | 'restart' | undefined;

  constructor(options: SupervisedOptions) {
    this.name = options.name;
    this.#options = options;
    this.#trim = setInterval(() => trimLog(options.logFile), LOG_CHECK_MS);
    this.#trim.unref();
    this.#start();
  }

  /** How often it died unexpectedly in a row. */
  get deaths(): number {
    return this.#deaths;
  }

  /** The end of its log. */
  lastWords(): string {
    return tailOf(this.#options.logFile);
  }

  /** Ends it in order to start it anew, with a fresh environment. */
  restart(): void {
    if (this.#child === undefined || this.#ending) return;
    this.#ending = 'restart';
    this.#child.kill('SIGTERM');
  }

  /** Drains it with SIGTERM, kills it after `patienceMs`; it is not started again. */
  async stop(patienceMs: number): Promise<void> {
    this.#ending = 'stop';
    clearTimeout(this.#pause);
    clearInterval(this.#trim);
    if (this.#child) await end(this.#child, patienceMs);
  }

  #start(): void {
    this.#startedAt = Date.now();
    const child = launch(this.#options);
    this.#child = child;
    child.once('exit', (code, signal) => this.#died(signal ?? `exit code ${code}`));
    child.once('error', (error) => this.#died(error.message));
  }

  #died(how: string): void {
    const livedMs = this.#child === undefined ? 0 : Date.now() - this.#startedAt;
    this.#child = undefined;
    if (this.#ending === 'stop') return;
    if (this.#ending === 'restart') {
      this.#ending = undefined;
      this.#start();
      return;
    }
    this.#deaths = livedMs > STEADY_MS ? 1 : this.#deaths + 1;
    const waitMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#deaths - 1));
    const { say, logFile } = this.#options;
    say(`${this.name} ended unexpectedly (${how}), starting it again in ${waitMs / 1000} s; its log: ${logFile}`);
    this.#pause = setTimeout(() => this.#start(), waitMs);
  }
}

function launch({ script, cwd, env, logFile }: SupervisedOptions): ChildProcess {
  const sink = openSync(logFile, 'a', 0o600);
  try {
    // A session of its own: Ctrl+C reaches only the supervisor, which ends its services before the database.
    return spawn(process.execPath, ['--import', PRELOAD, script], {
      cwd,
      env: env(),
      detached: true,
      stdio: ['ignore', sink, sink],
    });
  } finally {
    closeSync(sink);
  }
}

async function end(child: ChildProcess, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await gone;
  clearTimeout(patience);
}

// The child writes in append mode, so emptying the file under its hands is safe.
function trimLog(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < LOG_CAP_BYTES) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
}

function tailOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  } catch {
    return '';
  }
}
