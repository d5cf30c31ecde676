import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findLockHolder, startMarkOf, takeLock } from './process-lock.mjs';

describe('a process lock', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'wanmi-lock-'));
    file = path.join(folder, 'lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is taken once and names its holder to the second', () => {
    const first = takeLock(file, { what: 'first' });
    const second = takeLock(file);
    expect(first.taken).toBe(true);
    expect(second).toMatchObject({ taken: false, holder: { pid: process.pid, what: 'first' } });
  });

  test('is free after its release', () => {
    const first = takeLock(file);
    if (first.taken) first.release();
    expect(findLockHolder(file)).toBeUndefined();
    expect(takeLock(file).taken).toBe(true);
  });

  test('is broken when its holder is gone', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const { pid } = child;
    const mark = startMarkOf(pid ?? 0);
    await once(child, 'exit');
    writeFileSync(file, JSON.stringify({ pid, mark }));
    expect(takeLock(file).taken).toBe(true);
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  test('is broken when its number belongs to another process by now', () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, mark: 'an earlier life' }));
    expect(takeLock(file).taken).toBe(true);
  });

  test.each(['', '{"pid":', '{"pid":"no"}'])('is broken when it holds %j, cut short by a kill', (text) => {
    writeFileSync(file, text);
    expect(takeLock(file).taken).toBe(true);
    expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(process.pid);
  });
});
