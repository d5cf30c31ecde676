import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Import, listSources, ROOT, readCode, readImports, readManifest, type Source } from './support/sources.ts';

type Row = {
  /** Folders below packages/ and services/ that it may import; one with `type ` only for its types. */
  readonly ours: readonly string[];
  /** Libraries it may import; left out: whatever its package.json lists. */
  readonly libraries?: readonly string[];
};

const PURE = ['calendar', 'catalogue', 'grid', 'gazetteer', 'routing', 'workflow', 'evaluation'];
const TURF = ['@turf/boolean-point-in-polygon', '@turf/helpers', 'geojson'];
const SHELL = ['kernel', ...PURE, 'contracts', 'db', 'queue', 'media', 'notices', 'formats', 'cases'];

/** Who may import whom. A new edge is a reviewed line here. */
const TABLE: Readonly<Record<string, Row>> = {
  'packages/kernel': { ours: [], libraries: [] },
  'packages/calendar': { ours: ['kernel'], libraries: ['luxon'] },
  'packages/catalogue': { ours: ['kernel'], libraries: ['csv-parse'] },
  'packages/grid': {
    ours: ['kernel'],
    libraries: [...TURF, 'flatbush', 'd3-delaunay', 'clipper2-ts', 'polyclip-ts', 'robust-predicates'],
  },
  'packages/gazetteer': { ours: ['kernel', 'grid'], libraries: ['flatbush', 'pinyin-pro'] },
  'packages/formats': { ours: ['kernel', 'contracts'] },
  'packages/tiles': { ours: [], libraries: ['@maplibre/vt-pbf'] },
  'packages/media': { ours: ['kernel', 'contracts'] },
  'packages/notices': { ours: ['kernel', 'contracts'] },
  'packages/routing': { ours: ['kernel', 'catalogue', 'grid'], libraries: TURF },
  'packages/workflow': { ours: ['kernel', 'calendar', 'catalogue'], libraries: [] },
  'packages/evaluation': { ours: ['kernel', 'calendar', 'catalogue', 'type workflow'], libraries: [] },
  'packages/contracts': { ours: ['type kernel'], libraries: ['typebox'] },
  'packages/queue': { ours: ['kernel', 'contracts'], libraries: ['bullmq', 'ioredis', 'pg'] },
  'packages/db': { ours: ['kernel', 'type workflow'], libraries: ['kysely', 'pg'] },
  'packages/cases': { ours: ['kernel', ...PURE, 'contracts', 'db', 'formats'] },
  'services/api': { ours: [...SHELL, 'tiles'] },
  'services/dispatcher': { ours: SHELL },
  'services/console': { ours: ['contracts', 'workflow', 'grid', 'calendar', 'catalogue', 'kernel'] },
  'services/handheld': { ours: ['contracts', 'workflow', 'grid', 'calendar', 'catalogue', 'kernel'] },
  scripts: { ours: SHELL },
};

/** What tests beside the source may use on top. */
const TEST_LIBRARIES = ['vitest', 'fast-check', '@turf/turf', '@mapbox/vector-tile', 'pbf'];

const isTest = (file: string): boolean => file.endsWith('.test.ts');
const folderOf = (file: string): string => {
  const [top = '', name = ''] = file.split('/');
  return top === 'packages' || top === 'services' ? `${top}/${name}` : top;
};
const sources = listSources(['packages', 'services', 'scripts']);
const isPure = ({ file }: Source): boolean =>
  PURE.some((name) => file.startsWith(`packages/${name}/src/`)) && !isTest(file);

/** Why `source` may not import this, or undefined. */
function objectionTo(source: Source, { specifier, typeOnly }: Import): string | undefined {
  const folder = folderOf(source.file);
  const row = TABLE[folder];
  if (row === undefined) return `${folder} has no row in the table`;
  if (specifier.startsWith('.')) return objectionToRelative(source, specifier);
  if (specifier.startsWith('@wanmi/')) {
    const name = specifier.slice('@wanmi/'.length);
    if (row.ours.includes(name) || (typeOnly && row.ours.includes(`type ${name}`))) return undefined;
    return row.ours.includes(`type ${name}`) ? `only types of ${name} may be used here` : `${name} is not in its row`;
  }
  if (specifier.startsWith('node:')) return isPure(source) ? 'a pure package has no IO' : undefined;
  const library = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (row.libraries === undefined || row.libraries.includes(library)) return undefined;
  return isTest(source.file) && TEST_LIBRARIES.includes(library) ? undefined : `library ${library} is not in its row`;
}

function objectionToRelative({ file }: Source, specifier: string): string | undefined {
  if (!/\.(ts|tsx|mjs|json|css)(\?\w+)?$/.test(specifier)) return 'a relative import carries its file ending';
  const target = path.posix.join(path.posix.dirname(file), specifier);
  if (folderOf(target) === folderOf(file) || isTest(file)) return undefined;
  return `it leaves ${folderOf(file)}, import the package by its name`;
}

describe('the import table', () => {
  test('has a row for every folder of packages and services, and all are packages of ours', () => {
    const folders = ['packages', 'services'].flatMap((top) =>
      readdirSync(path.join(ROOT, top)).map((name) => `${top}/${name}`),
    );
    expect(folders.filter((folder) => TABLE[folder] === undefined)).toEqual([]);
    const misnamed = folders.filter((folder) => readManifest(folder).name !== `@wanmi/${path.basename(folder)}`);
    expect(misnamed).toEqual([]);
  });

  test('is obeyed by every import', () => {
    const objections = sources.flatMap((source) =>
      readImports(source).flatMap((entry) => {
        const objection = objectionTo(source, entry);
        return objection === undefined ? [] : [`${source.file} imports ${entry.specifier}: ${objection}`];
      }),
    );
    expect(objections).toEqual([]);
  });

  test('is obeyed by every package.json', () => {
    const objections = Object.entries(TABLE).flatMap(([folder, row]) => {
      if (!existsSync(path.join(ROOT, folder, 'package.json'))) return [];
      const allowed = row.ours.map((name) => `@wanmi/${name.replace('type ', '')}`);
      const { dependencies } = readManifest(folder);
      return dependencies
        .filter((name) => name.startsWith('@wanmi/') && !allowed.includes(name))
        .map((name) => `${folder} lists ${name}`);
    });
    expect(objections).toEqual([]);
  });

  test('has no cycle', () => {
    const edges = new Map(
      Object.entries(TABLE).map(([folder, row]) => [
        path.basename(folder),
        row.ours.map((name) => name.replace('type ', '')),
      ]),
    );
    const cyclic = (name: string, above: readonly string[]): boolean =>
      above.includes(name) || (edges.get(name) ?? []).some((next) => cyclic(next, [...above, name]));
    expect([...edges.keys()].filter((name) => cyclic(name, []))).toEqual([]);
  });

  test('knows no second door into a package', () => {
    const packages = readdirSync(path.join(ROOT, 'packages'));
    expect(packages.filter((name) => readManifest(`packages/${name}`).exports !== './src/index.ts')).toEqual([]);
    const reexports = sources.filter(
      ({ file, text }) => file.endsWith('/index.ts') && /export [^;]* from '@wanmi\//.test(text),
    );
    expect(reexports.map(({ file }) => file)).toEqual([]);
  });
});

describe('a pure package', () => {
  const BANNED: Readonly<Record<string, RegExp>> = {
    'the clock': /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\b|\bTemporal\.Now\b|\bDateTime\.(now|local|utc)\(\s*\)/,
    chance: /\bMath\.random\b|\bcrypto\b|\brandomUUID\b/,
    waiting: /\bawait\b|\basync\b|\bPromise\b|\bsetTimeout\b|\bsetInterval\b/,
    'the process': /\bprocess\b\.|\bglobalThis\b|\bfetch\(/,
    'a logger': /\bconsole\./,
  };

  test.each(Object.entries(BANNED))('knows nothing of %s', (_what, pattern) => {
    const found = sources.filter(isPure).flatMap((source) =>
      readCode(source)
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${source.file}:${index + 1} ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });

  test.each(PURE)('%s writes its rules down', (name) => {
    expect(existsSync(path.join(ROOT, 'packages', name, 'SPEC.md'))).toBe(true);
  });
});

describe('every source file', () => {
  const all = [...sources, ...listSources(['test', 'bench'])];

  test('is named for what it holds', () => {
    const vague = /(^|-)(utils?|helpers?|commons?|managers?|services?)\./;
    expect(all.map(({ file }) => file).filter((file) => vague.test(path.basename(file)))).toEqual([]);
  });

  test('says nothing of itself in the environment: only config.ts and the scripts read it', () => {
    const readers = all.filter(
      ({ file, text }) =>
        /^(packages|services)\//.test(file) &&
        !isTest(file) &&
        !/\/(config|main|vite\.config)\.ts$/.test(file) &&
        /\bprocess\.env\b/.test(text),
    );
    expect(readers.map(({ file }) => file)).toEqual([]);
  });
});
