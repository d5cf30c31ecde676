import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hash } from '@node-rs/argon2';
import { connect, type Database } from '@wanmi/db';
import { instantOf } from '@wanmi/kernel';
import type { WorkflowPolicy } from '@wanmi/workflow';
import type { Kysely } from 'kysely';
import { importAreas } from '../../scripts/import/import-areas.ts';
import { importCatalogue } from '../../scripts/import/import-catalogue.ts';
import { importGrids } from '../../scripts/import/import-grids.ts';
import { importOrganisation } from '../../scripts/import/import-organisation.ts';
import { importRules } from '../../scripts/import/import-rules.ts';
import { importCalendar, importPolicy } from '../../scripts/import/import-settings.ts';
import { describeRejection, type ImportOutcome, type SourceFile } from '../../scripts/import/outcome.ts';

/** One street, one community, four grids of about 100 m: small enough for any test, by the same imports as the product. */
export const DISTRICT = '110101';
const STREET = `${DISTRICT}001`;
const COMMUNITY = `${STREET}001`;
/** South-west corner of the first grid; degrees, WGS 84. */
const ORIGIN = { lng: 116.41, lat: 39.92 };
const STEP = { lng: 0.0012, lat: 0.0009 };

/** A point inside the grid of that number, 0 to 3. */
export const pointIn = (grid: number): { lng: number; lat: number } => ({
  lng: ORIGIN.lng + (grid + 0.5) * STEP.lng,
  lat: ORIGIN.lat + 0.5 * STEP.lat,
});

const minutes = (value: number) => ({ value, unit: 'natural_minute' }) as const;

/** The levels after red: one; an important case has two, and sooner. */
const AFTER_LIMIT = [{ after: { value: 1, unit: 'limit' }, to: 'supervisor' }] as const;
const SOONER = [
  { after: { value: 1, unit: 'working_hour' }, to: 'leader' },
  { after: { value: 4, unit: 'working_hour' }, to: 'supervisor' },
] as const;

/** Inspectors' reports are filed at once; every stage has an hour, and every clock runs day and night. */
export const FIXTURE_POLICY: WorkflowPolicy = {
  stageLimits: {
    accept: minutes(60),
    verify: minutes(60),
    file: minutes(60),
    dispatch: minutes(60),
    sign: minutes(60),
    'decide-return': minutes(60),
    'confirm-feedback': minutes(60),
    'request-check': minutes(60),
    check: minutes(60),
    close: minutes(60),
    supervision: minutes(60),
    arbitrate: minutes(60),
    upper: minutes(60),
    'decide-extension': minutes(60),
    'decide-suspension': minutes(60),
    'decide-void': minutes(60),
    recheck: minutes(60),
    reply: minutes(60),
    'follow-referral': minutes(60),
    reopen: minutes(600),
  },
  defaultHandlingLimit: { value: 2, unit: 'working_day' },
  dayMode: 'close-of-business',
  rework: 'resume',
  trustedChannels: ['inspector', 'video', 'sensor'],
  autoFileChannels: ['inspector'],
  autoRequestCheck: true,
  returnWindow: { value: 2, unit: 'working_hour' },
  unableTries: 3,
  arbitrationAfter: 2,
  mostExtensions: 2,
  leaderFromExtension: 2,
  mostSuspensions: 1,
  longestSuspension: { value: 365, unit: 'natural_day' },
  ladder: { simple: AFTER_LIMIT, ordinary: AFTER_LIMIT, important: SOONER, complex: AFTER_LIMIT },
  voidReasons: [{ code: 'gone', zh: '问题已自行消失', en: 'gone by itself' }],
  recheckPercent: 10,
  sameTimeMinutes: 60,
  duplicateMetres: 50,
  duplicateHours: 24,
};

/** One person a role, by role name; `handler` and `head` belong to the sanitation department. */
const PEOPLE = [
  ...['inspector', 'acceptor', 'leader', 'dispatcher', 'supervisor', 'admin'].map((role) => ({ role, department: '' })),
  ...['handler', 'head'].map((role) => ({ role, department: 'sanitation' })),
];

export type FixtureOptions = {
  readonly policy?: WorkflowPolicy;
  /** Of everyone; nobody can sign in without it. */
  readonly password?: string;
};

/** Loads the fixture into a migrated database. Throws with every problem of its files. */
export async function loadReferenceFixture(databaseUrl: string, options: FixtureOptions = {}): Promise<void> {
  const db = connect(databaseUrl);
  try {
    await importPlaces(db);
    await accepted(importCatalogue(db, catalogueFiles()));
    await importPeople(db, options.password);
    await accepted(importRules(db, [dataFile('demo/dongcheng/rules.csv')]));
    const calendar = dataFile('calendar/cn-mainland.json');
    await accepted(importCalendar(db, 'city', calendar));
    await accepted(importCalendar(db, 'duty', calendar));
    const policy = JSON.stringify(options.policy ?? FIXTURE_POLICY);
    await accepted(importPolicy(db, { name: 'policy.json', text: policy }));
  } finally {
    await db.destroy();
  }
}

async function importPlaces(db: Kysely<Database>): Promise<void> {
  const whole = boxOf(0, 4);
  const areas = [
    { code: DISTRICT, name: '试验区' },
    { code: STREET, name: '试验街道' },
    { code: COMMUNITY, name: '试验社区' },
  ];
  const areaFile = featuresOf(areas.map((area) => ({ properties: { ...area, drawn: true }, geometry: whole })));
  await accepted(importAreas(db, { files: [{ name: 'areas.json', text: areaFile }], source: 'test fixture' }));
  const grids = [0, 1, 2, 3].map((index) => ({
    properties: { code: `${COMMUNITY}00${index + 1}`, communityCode: COMMUNITY },
    geometry: boxOf(index, index + 1),
  }));
  const at = instantOf('2026-01-01T00:00:00+08:00');
  await accepted(importGrids(db, { files: [{ name: 'grids.json', text: featuresOf(grids) }], at }));
}

async function importPeople(db: Kysely<Database>, password: string | undefined): Promise<void> {
  const usernames = PEOPLE.map(({ role }) => role);
  const passwordHash = password === undefined ? undefined : await hash(password, { memoryCost: 1024, timeCost: 1 });
  const users = ['username,display_name', ...usernames.map((name) => `${name},${name}`)];
  const posts = [
    'username,role,area,department',
    ...PEOPLE.map(({ role, department }) => `${role},${role},${DISTRICT},${department}`),
  ];
  const organisation = {
    departments: dataFile('demo/dongcheng/departments.csv'),
    users: { name: 'users.csv', text: users.join('\n') },
    posts: { name: 'posts.csv', text: posts.join('\n') },
    passwordHashes: new Map(passwordHash ? usernames.map((name) => [name, passwordHash]) : []),
  };
  await accepted(importOrganisation(db, organisation));
}

const DATA = path.join(import.meta.dirname, '../../data');
const dataFile = (name: string): SourceFile => ({ name, text: readFileSync(path.join(DATA, name), 'utf8') });

function catalogueFiles() {
  const classes = ['cjt-214-2007.csv', 'gbt-47678.5-2026.csv'];
  return {
    editions: dataFile('catalogue/editions.csv'),
    classes: new Map(classes.map((name) => [name, dataFile(`catalogue/${name}`)])),
    conditions: ['conditions-defaults.csv', ...classes.map((name) => `conditions-${name}`)].map((name) =>
      dataFile(`catalogue/${name}`),
    ),
  };
}

/** The rectangle over grids `from` up to and without `to`. */
function boxOf(from: number, to: number) {
  const [west, east] = [ORIGIN.lng + from * STEP.lng, ORIGIN.lng + to * STEP.lng];
  const [south, north] = [ORIGIN.lat, ORIGIN.lat + STEP.lat];
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}

const featuresOf = (features: readonly object[]): string =>
  JSON.stringify({ type: 'FeatureCollection', features: features.map((one) => ({ type: 'Feature', ...one })) });

async function accepted(running: Promise<ImportOutcome>): Promise<void> {
  const { kind, rejected } = await running;
  if (rejected.length > 0) throw new Error(`cannot load ${kind}:\n${rejected.map(describeRejection).join('\n')}`);
}
