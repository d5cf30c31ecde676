import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Database } from '@wanmi/db';
import type { Kysely } from 'kysely';
import { vi } from 'vitest';
import { createTestDatabase } from './database.ts';
import { type CommandResult, runWanmi } from './run-wanmi.ts';

/** A folder and a database of a test file's own, on which commands run. */
export type WanmiFolder = {
  readonly folder: string;
  readonly url: string;
  readonly db: Kysely<Database>;
  readonly wanmi: (...line: string[]) => Promise<CommandResult>;
  /** Runs a command with `--json` and gives what it printed. Throws with its messages when it fails. */
  readonly wanmiJson: (...line: string[]) => Promise<Record<string, unknown>>;
  readonly write: (name: string, content: unknown) => Promise<void>;
  readonly read: (name: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

/** Opens them; DATABASE_URL points there until `close`. */
export async function openWanmiFolder(): Promise<WanmiFolder> {
  const own = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'wanmi-files-'));
  vi.stubEnv('DATABASE_URL', own.url);
  const db = connect(own.url);
  const wanmi = (...line: string[]) => runWanmi(folder, line);
  return {
    folder,
    url: own.url,
    db,
    wanmi,
    wanmiJson: async (...line) => {
      const { code, out, err } = await wanmi(...line, '--json');
      if (code === 0) return JSON.parse(out);
      throw new Error(`wanmi ${line.join(' ')} ended with ${code}: ${err}`);
    },
    write: (name, content) =>
      writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content)),
    read: (name) => readFile(join(folder, name), 'utf8'),
    close: async () => {
      vi.unstubAllEnvs();
      await db.destroy();
      await own.drop();
      await rm(folder, { recursive: true });
    },
  };
}
