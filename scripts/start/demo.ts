import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { InstanceFolders } from '../instance/folders.ts';
import { readOrMakeSecret } from '../instance/secrets.ts';

const Loaded = Type.Object({ accounts: Type.Array(Type.String()), passwordDigest: Type.String() });

/** The accounts a visitor may log in with. `passwordHint` is the password itself unless the person chose it. */
export type DemoAccounts = { readonly accounts: readonly string[]; readonly passwordHint: string };

/** Loads the demo district into a database: idempotent, sets the password of its accounts. */
export type DemoLoader = (
  databaseUrl: string,
  options: { readonly password: string; readonly onStep: (text: string) => void },
) => Promise<{ readonly accounts: readonly string[] }>;

/** The database to fill, and the password if the person chose one. */
export type DemoTarget = {
  readonly databaseUrl: string;
  readonly embedded: boolean;
  readonly password: string | undefined;
};

/**
 * Loads the demo the first time a database is used, and again when another password is asked for.
 * A marker beside the data tells; it goes with the data on `--reset`.
 */
export async function ensureDemo(
  folders: InstanceFolders,
  target: DemoTarget,
  load: DemoLoader,
  onStep: (text: string) => void,
): Promise<DemoAccounts> {
  const marker = markerOf(folders, target);
  const known = readMarker(marker);
  const password = target.password ?? readOrMakeSecret(path.join(folders.home, 'demo-password'), 9);
  const passwordHint = target.password === undefined ? password : 'the one in WANMI_DEMO_PASSWORD';
  const passwordDigest = digestOf(password);
  if (known?.passwordDigest === passwordDigest) return { accounts: known.accounts, passwordHint };
  onStep('loading the demo district (the first time this takes up to a minute)');
  const { accounts } = await load(target.databaseUrl, { password, onStep });
  writeFileSync(marker, JSON.stringify({ accounts, passwordDigest }), { mode: 0o600 });
  return { accounts, passwordHint };
}

/** The name of the marker for the embedded database lies beside its data, for any other in `.wanmi/` under its digest. */
function markerOf(folders: InstanceFolders, { embedded, databaseUrl }: DemoTarget): string {
  if (embedded) return path.join(folders.data, 'postgres', 'demo.json');
  return path.join(folders.home, `demo-${digestOf(databaseUrl).slice(0, 16)}.json`);
}

function readMarker(file: string): Static<typeof Loaded> | undefined {
  try {
    return Value.Parse(Loaded, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // none, or one cut short by a kill: loading again does no harm
  }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
