// Writes THIRD-PARTY-NOTICES.md from the installed packages; with --check only compares, for `npm run check`.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { copyrightOf, type Library, noticesText } from './notices/notices-text.ts';

const ROOT = path.dirname(import.meta.dirname);
const FILE = path.join(ROOT, 'THIRD-PARTY-NOTICES.md');

const Listed = Type.Record(
  Type.String(),
  Type.Array(
    Type.Object({
      name: Type.String(),
      versions: Type.Array(Type.String()),
      paths: Type.Array(Type.String()),
      homepage: Type.Optional(Type.String()),
    }),
  ),
);

const { pnpm } = Value.Parse(
  Type.Object({ pnpm: Type.String() }),
  JSON.parse(readFileSync(path.join(ROOT, 'scripts/toolchain.json'), 'utf8')),
);
const args = ['--yes', `pnpm@${pnpm}`, '--recursive', 'licenses', 'list', '--prod', '--json'];
const listed = execFileSync('npx', args, {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
  stdio: ['ignore', 'pipe', 'ignore'],
});
const libraries = Object.entries(Value.Parse(Listed, JSON.parse(listed))).flatMap(([licence, group]) =>
  group.map(({ name, versions, paths, homepage = '' }): Library => {
    const [folder = ''] = paths;
    return { name, versions, licence, homepage, copyright: copyrightIn(folder) };
  }),
);
const text = noticesText(libraries);

if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
  process.stdout.write(`wrote ${path.basename(FILE)}: ${libraries.length} libraries\n`);
} else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write('THIRD-PARTY-NOTICES.md does not match the installed packages: run node scripts/notices.ts\n');
  process.exitCode = 1;
}

function copyrightIn(folder: string): readonly string[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^(licen[cs]e|copying)/i.test(name)) : [];
  const [name] = names.toSorted();
  return name === undefined ? [] : copyrightOf(readFileSync(path.join(folder, name), 'utf8'));
}
