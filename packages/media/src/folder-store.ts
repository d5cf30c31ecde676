import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkedKey, type MediaStore } from './media-store.ts';

/** A write that was cut off leaves its file in `incoming`; after this long nobody is still writing it. */
const ABANDONED_MS = 60 * 60 * 1000;

/**
 * Keeps objects in a local folder: `objects/<2 hex>/<2 hex>/<key>`, spread by the key's hash, so that folders stay small
 * at 10^7 photos. A write goes to `incoming`, is flushed to disk and renamed into place: whole or not at all.
 */
export function openFolderStore(folder: string): MediaStore {
  const incoming = join(folder, 'incoming');
  const pathOf = (key: string): string => {
    const hash = createHash('sha256').update(checkedKey(key)).digest('hex');
    return join(folder, 'objects', hash.slice(0, 2), hash.slice(2, 4), key);
  };
  let cleaned: Promise<void> | undefined;

  return {
    put: async (key, bytes) => {
      const target = pathOf(key);
      await mkdir(incoming, { recursive: true });
      cleaned ??= removeAbandoned(incoming);
      await cleaned;
      const draft = join(incoming, randomUUID());
      try {
        await writeFlushed(draft, bytes);
        await mkdir(dirname(target), { recursive: true });
        await rename(draft, target);
      } catch (cause) {
        await rm(draft, { force: true });
        throw new Error(`cannot store ${key} in ${folder}: ${messageOf(cause)}`, { cause });
      }
    },
    get: (key) => unlessMissing(readFile(pathOf(key)), undefined),
    has: (key) =>
      unlessMissing(
        access(pathOf(key)).then(() => true),
        false,
      ),
    delete: (key) => rm(pathOf(key), { force: true }),
    close: () => undefined,
  };
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function removeAbandoned(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const changed = await unlessMissing(
      stat(path).then(({ mtimeMs }) => mtimeMs),
      undefined,
    );
    if (changed !== undefined && Date.now() - changed > ABANDONED_MS) await rm(path, { force: true });
  }
}

async function unlessMissing<T, M>(reading: Promise<T>, missing: M): Promise<T | M> {
  try {
    return await reading;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return missing;
    throw cause;
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
