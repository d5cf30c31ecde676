import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT, runTool } from './run-tool.ts';

/** Web applications that the api serves as static files once they are built. */
export const PAGES = ['services/console', 'services/handheld'].filter((folder) =>
  existsSync(path.join(ROOT, folder, 'vite.config.ts')),
);

/** Builds these applications one after the other. Returns those that failed. */
export async function buildPages(folders: readonly string[], say: (text: string) => void): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const folder of folders) {
    say(`building ${folder}`);
    const code = await runTool(`${folder}/node_modules/vite/bin/vite.js`, ['build', '--logLevel', 'warn'], {
      cwd: path.join(ROOT, folder),
      // Whoever builds, a test included: what is served is the same.
      env: { NODE_ENV: 'production' },
    });
    if (code === 0) continue;
    say(`cannot build ${folder}: vite ended with ${code}, its messages are above`);
    failed.push(folder);
  }
  return failed;
}

/** Those whose sources, or the packages they may use, are newer than what was built of them. */
export function stalePages(): readonly string[] {
  return PAGES.filter((folder) => {
    const built = statSync(path.join(ROOT, folder, 'dist/index.html'), { throwIfNoEntry: false });
    return built === undefined || newestSource(folder) > built.mtimeMs;
  });
}

function newestSource(folder: string): number {
  const packages = readdirSync(path.join(ROOT, 'packages')).map((name) => `packages/${name}/src`);
  const files = [`${folder}/src`, ...packages]
    .filter((source) => existsSync(path.join(ROOT, source)))
    .flatMap((source) =>
      readdirSync(path.join(ROOT, source), { recursive: true, encoding: 'utf8' }).map((name) => `${source}/${name}`),
    );
  const own = ['index.html', 'vite.config.ts', 'package.json'].map((name) => `${folder}/${name}`);
  return Math.max(
    ...[...files, ...own].map((file) => statSync(path.join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs ?? 0),
  );
}
