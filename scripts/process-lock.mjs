// Plain JavaScript without dependencies: the launcher uses it before any package is installed. Types: process-lock.d.mts.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A number that tells a process from a later one with the same id; undefined when there is no such process. */
export function startMarkOf(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return undefined;
  }
  try {
    if (process.platform === 'linux') {
      // Field 22 is the start time in ticks; the name in field 2 may hold spaces, so count after its bracket.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ');
      return fields[0] === 'Z' ? undefined : fields[19];
    }
    if (process.platform === 'win32') return 'running';
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** Who holds the lock: undefined when nobody does or the holder is gone. */
export function findLockHolder(file) {
  const holder = readHolder(file);
  if (!holder) return undefined;
  const mark = startMarkOf(holder.pid);
  return mark !== undefined && mark === holder.mark ? holder : undefined;
}

/** Takes the lock for this process, breaking one whose holder is gone. `taken` is false when a live process has it. */
export function takeLock(file, note = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  const own = `${JSON.stringify({ pid: process.pid, mark: startMarkOf(process.pid), ...note })}\n`;
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      writeFileSync(file, own, { flag: 'wx', mode: 0o600 });
      return { taken: true, release: () => release(file) };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = findLockHolder(file);
    if (holder) return { taken: false, holder };
    // An empty file is one being written this very moment: give it half a second before calling it stale.
    if (attempt < 5 && readHolder(file) === undefined) pause(100);
    else breakStale(file);
  }
  throw new Error(`cannot take the lock ${file}: it changes hands all the time, remove the file if nothing is running`);
}

function readHolder(file) {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isInteger(holder.pid) ? holder : undefined;
  } catch {
    return undefined;
  }
}

// Moving it aside first makes sure that only one of several waiting processes breaks the lock.
function breakStale(file) {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
    if (findLockHolder(aside)) renameSync(aside, file);
    else unlinkSync(aside);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function release(file) {
  if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
}

function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
