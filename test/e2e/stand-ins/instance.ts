// `node instance.ts ROOT PORT [broken]`: an instance on stand-in services, as scripts/start.ts runs one on the real ones.
import path from 'node:path';
import { runUntilStopped } from '../../../scripts/start/run-until-stopped.ts';

const [root = '', port = '', broken] = process.argv.slice(2);
const here = import.meta.dirname;
process.exit(
  await runUntilStopped({
    root,
    port: Number(port),
    reset: process.argv.includes('--reset'),
    databaseUrl: undefined,
    demoPassword: process.env.WANMI_DEMO_PASSWORD,
    migrate: async () => undefined,
    loadDemo: async () => ({ accounts: ['inspector', 'admin', 'handler.water'] }),
    buildPages: async () => undefined,
    services: {
      dispatcher: path.join(here, broken === 'broken' ? 'missing.ts' : 'dispatcher.ts'),
      api: path.join(here, 'api.ts'),
    },
    say: (text) => void process.stdout.write(`${text}\n`),
  }),
);
