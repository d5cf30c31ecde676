import { fileURLToPath } from 'node:url';
import { connect, type Database, imports } from '@wanmi/db';
import { instantOf } from '@wanmi/kernel';
import type { Kysely } from 'kysely';
import { importAddresses } from '../import/addresses/import-addresses.ts';
import { hashPassword, isPasswordOf } from '../import/hash-password.ts';
import { importAreas } from '../import/import-areas.ts';
import { importCatalogue } from '../import/import-catalogue.ts';
import { PATIENT } from '../import/import-command.ts';
import { importGrids } from '../import/import-grids.ts';
import { importOrganisation } from '../import/import-organisation.ts';
import { importRules } from '../import/import-rules.ts';
import { importCalendar, importPolicy } from '../import/import-settings.ts';
import { describeOutcome, describeRejection, type ImportOutcome, type SourceFile } from '../import/outcome.ts';
import type { RejectedRecord } from '../import/records/raw-record.ts';
import { readRecords } from '../import/records/read-records.ts';
import { importRoads } from '../import/roads/import-roads.ts';
import { catalogueFolder, sourceFile } from '../import/source-file.ts';
import { groupGrids } from '../responsibility/group-grids.ts';
import { applyGroups, readStoredGrids } from '../responsibility/stored-groups.ts';
import { demoPeople } from './demo-people.ts';

const DATA = new URL('../../data/', import.meta.url);
const AREA_SOURCE =
  'drawn for the demo: real codes, names and centre points, no surveyed borders (data/demo/dongcheng)';
/** The demo's grids hold and are managed from here on; earlier than any case of the demo. */
const GRIDS_FROM = instantOf('2026-01-01T00:00:00+08:00');
/** Said of addresses and roads. */
const PLACES_SOURCE = 'drawn for the demo (data/demo/dongcheng)';

export type DemoOptions = {
  /** Of every demo account. */
  readonly password: string;
  /** Told each step as it is done. */
  readonly onStep?: (text: string) => void;
};

/**
 * Loads the demo district into a migrated database: areas, grids, roads, addresses, catalogue, organisation, rules, calendars, policy and
 * accounts. What is there already stays, so a second run changes nothing; another password replaces that of all demo
 * accounts and ends their sessions. Throws when a file is rejected: the files are part of the product.
 */
export async function loadDemo(
  databaseUrl: string,
  options: DemoOptions,
): Promise<{ readonly accounts: readonly string[] }> {
  const onStep = options.onStep ?? (() => undefined);
  const db = connect(databaseUrl, { ...PATIENT, max: 2, applicationName: 'wanmi demo' });
  try {
    const step = async (importing: Promise<ImportOutcome>): Promise<void> => onStep(accepted(await importing));
    await step(importAreas(db, { files: [await demoFile('areas.geojson')], source: AREA_SOURCE }));
    await step(importGrids(db, { files: [await demoFile('grids.geojson')], at: GRIDS_FROM }));
    await step(
      importRoads(db, { file: await demoFile('roads.geojson'), source: PLACES_SOURCE, at: new Date(GRIDS_FROM) }),
    );
    onStep(await loadAddresses(db));
    await step(importCatalogue(db, await catalogueFolder(fileURLToPath(new URL('catalogue', DATA)))));
    const accounts = await loadPeople(db, options.password, onStep);
    onStep(await loadResponsibility(db));
    await step(importRules(db, [await demoFile('rules.csv')]));
    await step(importCalendar(db, 'city', await dataFile('calendar/cn-mainland.json')));
    await step(importCalendar(db, 'duty', await demoFile('duty-calendar.json')));
    await step(importPolicy(db, await demoFile('policy.json')));
    return { accounts };
  } finally {
    await db.destroy();
  }
}

const dataFile = (path: string): Promise<SourceFile> => sourceFile(fileURLToPath(new URL(path, DATA)));
const demoFile = (name: string): Promise<SourceFile> => dataFile(`demo/dongcheng/${name}`);

/** Throws when a row is rejected: the file is part of the product. */
async function loadAddresses(db: Kysely<Database>): Promise<string> {
  const name = 'addresses.csv';
  const records = readRecords({ path: fileURLToPath(new URL(`demo/dongcheng/${name}`, DATA)), name });
  const onRejected = ({ record, reasons }: RejectedRecord): never => {
    throw new Error(`cannot load the demo: ${name}, ${record.place}: ${reasons.join('; ')}`);
  };
  const order = { records, source: PLACES_SOURCE, at: new Date(GRIDS_FROM), onRejected };
  const { accepted: all, added, changed } = await importAddresses(db, order);
  if (added + changed === 0) return `nothing changed: all ${all} addresses are there already`;
  return `addresses: ${all} read, ${added} added, ${changed} changed`;
}

/** Groups the demo's grids where none are yet, and gives each shift's inspectors their responsibility grids in turns. */
async function loadResponsibility(db: Kysely<Database>): Promise<string> {
  const stored = await readStoredGrids(db, { within: '110101', weight: 'equal', at: GRIDS_FROM });
  if (stored.groups.length > 0)
    return `nothing changed: ${stored.groups.length} responsibility grids are there already`;
  const order = { ...stored, within: 'street', old: [], tolerance: null } as const;
  const { groups } = groupGrids(order);
  const { added } = await applyGroups(db, groups, { at: GRIDS_FROM, areas: ['110101'], assignFrom: '2026-01-01' });
  return `responsibility grids: ${added} added, with inspectors by shift`;
}

function accepted(outcome: ImportOutcome): string {
  if (outcome.rejected.length === 0) return describeOutcome(outcome);
  const lines = outcome.rejected.map((rejection) => `  ${describeRejection(rejection)}`);
  throw new Error(`cannot load the demo: ${describeOutcome(outcome)}\n${lines.join('\n')}`);
}

async function loadPeople(
  db: Kysely<Database>,
  password: string,
  onStep: (text: string) => void,
): Promise<readonly string[]> {
  const [departments, users, posts] = [demoFile('departments.csv'), demoFile('users.csv'), demoFile('posts.csv')];
  const people = demoPeople(await departments, await users, await posts);
  const tables = { departments: await departments, shifts: await demoFile('shifts.csv'), ...people };
  onStep(accepted(await importOrganisation(db, tables)));
  const renewed = await setPasswords(db, people.usernames, password);
  if (renewed > 0) onStep(`passwords: set for ${renewed} accounts`);
  return people.usernames;
}

/**
 * Gives every account whose password is another one a hash and salt of its own, and ends its sessions. All have been
 * set together, so one that matches stands for those that have a hash: checking a hundred would take as long as hashing.
 */
async function setPasswords(db: Kysely<Database>, usernames: readonly string[], password: string): Promise<number> {
  const people = await imports.listPeople(db, usernames);
  const sample = people.find(({ username }) => username === 'admin');
  const isCurrent = sample !== undefined && (await isPasswordOf(sample.password_hash, password));
  const stale = people.filter(({ password_hash }) => !isCurrent || !password_hash.startsWith('$argon2'));
  const rows = await Promise.all(
    stale.map(async (person) => ({ ...person, password_hash: await hashPassword(password) })),
  );
  await db.transaction().execute(async (trx) => {
    await imports.savePeople(trx, rows);
    await imports.endSessions(
      trx,
      rows.map(({ user_id }) => user_id),
      new Date(),
    );
  });
  return rows.length;
}
