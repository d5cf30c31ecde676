import { describe, expect, test } from 'vitest';
import { readFeatureStream } from './feature-stream.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function readAll(text: string, size = 7): Promise<unknown[]> {
  const features: unknown[] = [];
  for await (const feature of readFeatureStream(inPieces(text, size), 'x.geojson')) features.push(feature);
  return features;
}

const features = [
  { type: 'Feature', properties: { name: '灯 "}]" \\', features: [{ a: 1 }] }, geometry: { coordinates: [1, 2] } },
  { type: 'Feature', properties: null, geometry: null },
];

describe('features one by one', () => {
  test.each([1, 2, 3, 7, 1_000])('are those of the whole, in pieces of %d characters', async (size) => {
    const members = { crs: { features: [{}] }, 'not "features': [{}], features, after: [{}] };
    expect(await readAll(JSON.stringify({ type: 'FeatureCollection', ...members }, null, 1), size)).toEqual(features);
  });

  test('none are none', async () => {
    expect(await readAll('{"features": [ ]}')).toEqual([]);
  });

  test.each([
    { text: '', message: /"features" is missing/ },
    { text: '[{"a":1}]', message: /"features" is missing/ },
    { text: '{"type":"Feature","properties":{"features":[{}]}}', message: /"features" is missing/ },
    { text: '{"features":[{"a":1},{"b":', message: /ends inside or behind feature 1/ },
    { text: '{"features":[{"a":1}', message: /ends inside or behind feature 1/ },
    { text: '{"features":[{"a":1},{b:2}]}', message: /feature 1 of x.geojson: .* is not JSON/ },
  ])('$text is refused', async ({ text, message }) => {
    await expect(readAll(text)).rejects.toThrow(message);
  });
});
