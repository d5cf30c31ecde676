import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT, runTool } from './tools/run-tool.ts';
import { summaryOf } from './tools/run-vitest.ts';

type Step = { readonly name: string; readonly tool: string; readonly args: readonly string[] };

const TSC = 'node_modules/typescript/bin/tsc';

/** Every check, in the order of how soon they answer. */
function steps(): readonly Step[] {
  const pages = ['services/console', 'services/handheld'].filter((folder) =>
    existsSync(path.join(ROOT, folder, 'tsconfig.json')),
  );
  return [
    { name: 'format and lint', tool: 'node_modules/@biomejs/biome/bin/biome', args: ['check'] },
    { name: 'types', tool: TSC, args: ['-p', '.'] },
    ...pages.map((folder) => ({ name: `types of ${folder}`, tool: TSC, args: ['-p', folder] })),
    { name: 'dead code', tool: 'node_modules/knip/bin/knip.js', args: [] },
    { name: 'architecture and docs', tool: 'node_modules/vitest/vitest.mjs', args: ['run', '--project=unit', 'test/'] },
  ];
}

async function main(): Promise<number> {
  const lines: string[] = [];
  let failed = 0;
  const all = steps();
  for (const { name, tool, args } of all) {
    const startedAt = Date.now();
    process.stderr.write(`\n== ${name}\n`);
    const code = await runTool(tool, args);
    if (code > 128) return code; // a signal: the person wants us to end
    if (code !== 0) failed += 1;
    lines.push(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  }
  process.stdout.write(`\n${lines.join('\n')}\n${summaryOf({ passed: all.length - failed, failed })}\n`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
