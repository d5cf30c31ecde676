import path from 'node:path';
import { migrate } from '@wanmi/db';
import { loadDemo } from './demo/load-demo.ts';
import { parseStartOptions, START_USAGE } from './start/options.ts';
import { runUntilStopped } from './start/run-until-stopped.ts';
import { buildPages, stalePages } from './tools/build-pages.ts';

const root = path.dirname(import.meta.dirname);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(args: readonly string[]): Promise<number> {
  const options = parseStartOptions(args);
  if (options.help) {
    say(START_USAGE);
    return 0;
  }
  return runUntilStopped({
    root,
    port: options.port,
    reset: options.reset,
    databaseUrl: process.env.DATABASE_URL || undefined,
    demoPassword: process.env.WANMI_DEMO_PASSWORD || undefined,
    migrate,
    loadDemo,
    buildPages: (onStep) => buildPages(stalePages(), onStep),
    services: {
      dispatcher: path.join(root, 'services/dispatcher/src/main.ts'),
      api: path.join(root, 'services/api/src/main.ts'),
    },
    say,
  });
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
}
