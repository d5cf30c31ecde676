import { expect, test } from 'vitest';
import { keepRecentTiles } from './recent-tiles.ts';

/** Asks for a tile of so many bytes; tells whether it had to be made. */
function asker(mostBytes: number) {
  const recent = keepRecentTiles(mostBytes);
  return async (name: string, bytes: number): Promise<boolean> => {
    let made = false;
    const tile = await recent(name, async () => {
      made = true;
      return new Uint8Array(bytes);
    });
    expect(tile.byteLength).toBe(bytes);
    return made;
  };
}

test('a tile is made once', async () => {
  const ask = asker(10_000);
  expect(await ask('a', 100)).toBe(true);
  expect(await ask('a', 100)).toBe(false);
});
test('those not asked for longest go first when there are too many bytes', async () => {
  const ask = asker(3000);
  await ask('a', 1000);
  await ask('b', 1000);
  await ask('a', 1000);
  await ask('c', 1000);
  expect(await ask('a', 1000)).toBe(false);
  expect(await ask('b', 1000)).toBe(true);
});
test('two at once share one making', async () => {
  const recent = keepRecentTiles(1000);
  let made = 0;
  const make = async () => new Uint8Array(++made);
  const [first, second] = await Promise.all([recent('a', make), recent('a', make)]);
  expect(made).toBe(1);
  expect(first).toBe(second);
});
test('what failed is tried again', async () => {
  const recent = keepRecentTiles(1000);
  await expect(recent('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await recent('a', async () => new Uint8Array(3))).toHaveLength(3);
});
