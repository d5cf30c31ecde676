import { parseCalendar } from '@wanmi/calendar';
import { type Database, imports } from '@wanmi/db';
import { accept, type Result, refuse } from '@wanmi/kernel';
import { parsePolicy } from '@wanmi/workflow';
import type { Kysely } from 'kysely';
import type { ImportOutcome, SourceFile } from './outcome.ts';
import { runImport } from './run-import.ts';

/** Imports a calendar: the city's, by which handling counts, or the duty calendar of the centre's own stages. */
export function importCalendar(db: Kysely<Database>, name: 'city' | 'duty', file: SourceFile): Promise<ImportOutcome> {
  return runImport(db, 'calendar', async (trx) => {
    const calendar = readSetting(file, parseCalendar);
    return {
      read: 1,
      rejected: rejectedOf(file, calendar),
      write: () => imports.saveCalendar(trx, name, calendar.ok ? calendar.value : undefined),
    };
  });
}

/** Imports the workflow policy. */
export function importPolicy(db: Kysely<Database>, file: SourceFile): Promise<ImportOutcome> {
  return runImport(db, 'policy', async (trx) => {
    const policy = readSetting(file, parsePolicy);
    return {
      read: 1,
      rejected: rejectedOf(file, policy),
      write: () => imports.savePolicy(trx, policy.ok ? policy.value : undefined),
    };
  });
}

type Checked<T> = Result<T, readonly string[]>;

function readSetting<T>({ text }: SourceFile, parse: (json: unknown) => Checked<T>): Checked<T> {
  const json = parseJson(text);
  return json.ok ? parse(json.value) : json;
}

function parseJson(text: string): Checked<unknown> {
  try {
    return accept(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch (cause) {
    return refuse([`it is not JSON (${cause instanceof Error ? cause.message : String(cause)})`]);
  }
}

const rejectedOf = (file: SourceFile, setting: Checked<unknown>) =>
  setting.ok ? [] : setting.error.map((reason) => ({ file: file.name, place: 'file', reason }));
