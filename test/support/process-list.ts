import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that mentions a text in its arguments or its environment. */
export type Found = { readonly pid: number; readonly command: string };

/** Lists processes other than ours that mention `text`, from /proc (Linux). Those of other users show their arguments only. */
export function listProcesses(text: string): readonly Found[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ pid: Number(name), command: read(`/proc/${name}/cmdline`), env: read(`/proc/${name}/environ`) }))
    .filter(({ command, env }) => command !== '' && (command.includes(text) || env.includes(text)))
    .map(({ pid, command }) => ({ pid, command }));
}

/** Waits until nothing mentions `text` any more; answers what is still there after `patienceMs`. */
export async function whenGone(text: string, patienceMs: number): Promise<readonly Found[]> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(100)) {
    if (listProcesses(text).length === 0) return [];
  }
  return listProcesses(text);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // it ended meanwhile, or is not ours to look into
  }
}
