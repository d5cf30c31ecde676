import { buildPages, PAGES } from './tools/build-pages.ts';

const failed = await buildPages(PAGES, (text) => void process.stdout.write(`${text}\n`));
process.exitCode = failed.length === 0 ? 0 : 1;
