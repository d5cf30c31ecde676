import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readAreaFile, readCsvFile } from '@wanmi/formats';
import { type Area, buildGrids, drawCommunities, type LngLat, mendAreas, planarCentroid } from '@wanmi/grid';
import { areasText, gridsText } from '../areas/write-areas.ts';
import { demoPeople } from '../demo/demo-people.ts';
import type { SourceFile } from '../import/outcome.ts';
import { catalogueFolder, sourceFile } from '../import/source-file.ts';
import { areaFinder } from './area-finder.ts';
import { loadReference, type ReferenceFiles } from './load-reference.ts';
import type { ReplayPlan, ReplayRequest, Step } from './replay-plan.ts';
import {
  DONE,
  FILED,
  NOT_FOUND,
  REJECTED_AT_ONCE,
  RETURNED,
  SIGNED,
  sentTo,
  VERIFIED_AND_FILED,
  WAYS,
} from './steps.ts';

const DATA = fileURLToPath(new URL('../../data/', import.meta.url));
const STREETS = 'dongcheng-all.geojson';
const DISTRICT = { code: '110101', name: '东城区' };
const TARGET_M2 = 10_000;

/** Reports that are made up when nobody says how many. */
const REPORTS = 85;

/** Dongcheng's 17 real streets, its communities drawn inside them, and made-up reports all over it. */
export async function planDongcheng(folder: string, limits: { readonly requests?: number } = {}): Promise<ReplayPlan> {
  const text = await readStreets(folder);
  const streets = readAreaFile(text, STREETS, { nameField: 'Name' });
  const communities = await readCommunities();
  const { areas, mendings } = mendAreas(streets);
  const drawn = drawCommunities(DISTRICT, areas, { communities });
  const files = await readReference();
  return {
    name: 'dongcheng',
    fingerprint: createHash('sha256')
      .update([text, JSON.stringify(communities), JSON.stringify(files)].join())
      .digest('hex'),
    load: async (databaseUrl, say) => {
      const most = mendings.reduce((sum, { beforeM2, afterM2 }) => Math.max(sum, Math.abs(beforeM2 - afterM2)), 0);
      say(`parted ${areas.length} streets: none changed by more than ${Math.ceil(most)} m²`);
      const built = buildGrids(drawn, { targetM2: TARGET_M2 });
      say(`built ${built.grids.length} unit grids in ${communities.length} communities`);
      const made = {
        areas: { name: 'areas.geojson', text: areasText(built.areas) },
        grids: { name: 'grids.geojson', text: gridsText(built.grids, TARGET_M2) },
      };
      const catalogue = await catalogueFolder(path.join(DATA, 'catalogue'));
      await loadReference(databaseUrl, { ...files, ...made, catalogue, source: `${STREETS}; communities drawn` }, say);
    },
    areaAt: areaFinder(streets),
    requests: madeUpRequests(drawn, limits.requests ?? REPORTS),
  };
}

async function readStreets(folder: string): Promise<string> {
  const file = path.join(folder, STREETS);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`cannot read ${file}: ${reason}, needs the folder of the data (--data DIR)`, { cause });
  }
}

const demoFile = (name: string): Promise<SourceFile> => sourceFile(path.join(DATA, 'demo/dongcheng', name));

async function readCommunities(): Promise<readonly { readonly code: string; readonly name: string }[]> {
  const { name, text } = await demoFile('communities.csv');
  return readCsvFile(text, name, ['community_code', 'name']).map((row) => ({
    code: row.community_code,
    name: row.name,
  }));
}

async function readReference(): Promise<Omit<ReferenceFiles, 'areas' | 'grids' | 'source' | 'catalogue'>> {
  const departments = await demoFile('departments.csv');
  const { users, posts } = demoPeople(departments, await demoFile('users.csv'), await demoFile('posts.csv'));
  return {
    ...{ departments, users, posts },
    shifts: await demoFile('shifts.csv'),
    rules: await demoFile('rules.csv'),
    calendars: {
      city: await sourceFile(path.join(DATA, 'calendar/cn-mainland.json')),
      duty: await demoFile('duty-calendar.json'),
    },
    policy: await demoFile('policy.json'),
  };
}

/** What is reported: exposed rubbish, a broken lamp, small advertisements, things piled up, a stray cable nobody owns. */
const CLASSES = ['06010', '01037', '07001', '06036', '10002', '06013', '09010'];
const UNROUTED = '10002';
/** Whoever gets what the router leaves to people, or what was returned. */
const OTHER_DEPARTMENT = 'urban-management';

/** Reports in the middle of every street's communities in turn, of different classes, by hotline and inspectors. */
function madeUpRequests(drawn: readonly Area[], count: number): readonly ReplayRequest[] {
  const byStreet = [
    ...Map.groupBy(
      drawn.filter(({ code }) => code.length === 12),
      ({ code }) => code.slice(0, 9),
    ),
  ];
  return Array.from({ length: count }, (_, i) => {
    const [street, communities] = byStreet[i % byStreet.length] ?? ['', []];
    const community = communities[Math.floor(i / byStreet.length) % communities.length];
    const at = pointIn(community);
    const classCode = CLASSES[i % CLASSES.length] ?? '';
    const isFiled = i % 3 === 2;
    return {
      ...{ id: `report-${i + 1}`, as: isFiled ? 'inspector' : 'acceptor', at, assigned: street, owner: undefined },
      body: {
        ...{ channel: isFiled ? 'inspector' : 'hotline', kind: 'matter', classCode, text: `回放第 ${i + 1} 件` },
        position: { lng: at[0], lat: at[1], datum: 'wgs84' },
      },
      steps: stepsOf(i, isFiled, classCode),
    };
  });
}

/** A point inside a community: the middle of its first grid, for its own middle may lie outside of it. */
function pointIn(community: Area | undefined): LngLat {
  if (community === undefined) throw new Error('a street without communities');
  const [grid] = buildGrids([community], { targetM2: TARGET_M2 }).grids;
  return planarCentroid(grid?.rings ?? community.polygons[0] ?? []);
}

/** All but a few cases are closed; the demo sends check tasks by itself. */
function stepsOf(place: number, isFiled: boolean, classCode: string): readonly Step[] {
  if (!isFiled && place % 21 === 7) return REJECTED_AT_ONCE;
  if (!isFiled && place % 21 === 10) return NOT_FOUND;
  const filing = isFiled ? [] : place % 2 === 0 ? VERIFIED_AND_FILED : FILED;
  const byPerson = classCode === UNROUTED ? sentTo(OTHER_DEPARTMENT) : [];
  const work =
    place % 10 === 9
      ? [...RETURNED, ...sentTo(OTHER_DEPARTMENT), ...SIGNED, ...DONE]
      : (WAYS[place % WAYS.length] ?? []);
  return [...filing, ...byPerson, ...work].filter(({ command }) => command !== 'request-check');
}
