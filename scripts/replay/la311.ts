import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { demoPeople } from '../demo/demo-people.ts';
import type { SourceFile } from '../import/outcome.ts';
import { catalogueFolder, sourceFile } from '../import/source-file.ts';
import { areaFinder } from './area-finder.ts';
import { buildDistrict, LA_DISTRICT, readCouncils } from './la311-areas.ts';
import { readRequests } from './la311-requests.ts';
import { loadReference, type ReferenceFiles } from './load-reference.ts';
import type { ReplayPlan } from './replay-plan.ts';

const DATA = fileURLToPath(new URL('../../data/', import.meta.url));
const COUNCILS = 'la_neighborhood_councils_99.geojson.gz';
const REQUESTS = 'la311_2018-12_10000.csv.gz';

/** How much of the source is taken: the first requests in their order, the councils with the lowest codes. */
export type LaLimits = { readonly requests?: number; readonly councils?: number };

/** Los Angeles, December 2018: 99 councils as streets, 10,000 requests. Throws when the folder lacks a file. */
export async function planLa311(folder: string, limits: LaLimits = {}): Promise<ReplayPlan> {
  const [councilText, requestText] = [await unpacked(folder, COUNCILS), await unpacked(folder, REQUESTS)];
  const [classes, channels, owners] = await Promise.all(
    ['classes', 'channels', 'owners'].map((name) => table(`${name}.csv`)),
  );
  const files = await readReference();
  const { autoFileChannels } = JSON.parse(files.policy.text) as { readonly autoFileChannels: readonly string[] };
  const tables = { classes: classes?.text ?? '', channels: channels?.text ?? '', owners: owners?.text ?? '' };
  const councils = readCouncils(councilText, COUNCILS, limits.councils);
  return {
    name: 'la311',
    fingerprint: digestOf([councilText, JSON.stringify(limits.councils ?? null), JSON.stringify(files)]),
    load: async (databaseUrl, say) => {
      const { areas, grids } = buildDistrict(councils, say);
      const drawn = { areas: { name: 'areas.geojson', text: areas }, grids: { name: 'grids.geojson', text: grids } };
      const catalogue = await localCatalogue();
      await loadReference(databaseUrl, { ...files, ...drawn, catalogue, source: `replay of ${COUNCILS}` }, say);
    },
    areaAt: areaFinder(councils),
    requests: readRequests(requestText, tables, new Set(autoFileChannels)).slice(0, limits.requests),
  };
}

async function unpacked(folder: string, name: string): Promise<string> {
  const file = path.join(folder, name);
  try {
    return gunzipSync(await readFile(file)).toString('utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`cannot read ${file}: ${reason}, needs the folder of the data (--data DIR)`, { cause });
  }
}

const table = (name: string): Promise<SourceFile> => sourceFile(path.join(DATA, 'replay/la311', name));

type PlainFiles = Omit<ReferenceFiles, 'areas' | 'grids' | 'source' | 'catalogue'>;

async function readReference(): Promise<PlainFiles> {
  const departments = await table('departments.csv');
  const { users, posts } = demoPeople(
    departments,
    await table('users.csv'),
    await table('posts.csv'),
    LA_DISTRICT.code,
  );
  const duty = await sourceFile(path.join(DATA, 'demo/dongcheng/duty-calendar.json'));
  return {
    ...{ departments, users, posts },
    rules: await table('rules.csv'),
    calendars: { city: await sourceFile(path.join(DATA, 'calendar/cn-mainland.json')), duty },
    policy: await table('policy.json'),
  };
}

/** The catalogue of the product with the classes that the replay adds. */
async function localCatalogue(): Promise<ReferenceFiles['catalogue']> {
  const catalogue = await catalogueFolder(path.join(DATA, 'catalogue'));
  const own = (await table('local-classes.csv')).text.split('\n').slice(1).join('\n');
  const name = 'gbt-47678.5-2026.csv';
  const standard = catalogue.classes.get(name)?.text.trimEnd() ?? '';
  return { ...catalogue, classes: new Map([...catalogue.classes, [name, { name, text: `${standard}\n${own}` }]]) };
}

const digestOf = (texts: readonly string[]): string => createHash('sha256').update(texts.join('\n')).digest('hex');
