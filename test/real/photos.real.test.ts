import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { instantOf } from '@wanmi/kernel';
import { processPhoto } from '@wanmi/media';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';

const folder = resolve(process.env.WANMI_REAL_DATA ?? '../shared/data', 'photos');

async function processed(name: string) {
  const result = await processPhoto(readFileSync(resolve(folder, name)));
  if (!result.ok) throw new Error(`${name}: ${result.error.message}`);
  return result.value;
}

/** Mean brightness of the top and bottom fifth, 0–255: a sky is above, the ground below. */
async function brightness(bytes: Uint8Array): Promise<{ readonly top: number; readonly bottom: number }> {
  const { data, info } = await sharp(bytes)
    .greyscale()
    .resize(100, 100, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const mean = (from: number, to: number): number =>
    data.subarray(from * info.width, to * info.width).reduce((sum, value) => sum + value, 0) /
    ((to - from) * info.width);
  return { top: mean(0, 20), bottom: mean(80, 100) };
}

describe('photos of real phones and cameras', () => {
  beforeAll(() => {
    if (!existsSync(folder)) throw new Error(`no photos in ${folder}: set WANMI_REAL_DATA to the folder of real data`);
  });

  test.each([
    { name: 'jpg__orientation__portrait_3.jpg', shape: 'portrait' },
    { name: 'jpg__orientation__landscape_6.jpg', shape: 'landscape' },
  ])('$name stands upright without its tag', async ({ name, shape }) => {
    const photo = await processed(name);
    expect(photo.width > photo.height ? 'landscape' : 'portrait').toBe(shape);
    expect((await sharp(photo.full).metadata()).orientation).toBeUndefined();
    const { top, bottom } = await brightness(photo.full);
    expect(top).toBeGreaterThan(bottom);
  });

  test('a camera with a receiver gives place and satellite time, and keeps neither in the picture', async () => {
    const photo = await processed('jpg__gps__DSCN0010.jpg');
    expect(photo.lngLat?.map((degrees) => degrees.toFixed(4))).toEqual(['11.8851', '43.4674']);
    expect(photo.takenAt).toBe(instantOf('2008-10-23T14:27:07Z'));
    expect((await sharp(photo.full).metadata()).exif).toBeUndefined();
    expect(Buffer.from(photo.full).includes('NIKON')).toBe(false);
  });

  test('a camera without offset or receiver gives its local time', async () => {
    const photo = await processed('jpg__Canon_40D.jpg');
    expect(photo.takenAt).toBe(instantOf('2008-05-30T15:56:01+08:00'));
    expect(photo.lngLat).toBeUndefined();
  });

  test('a HEIF photo becomes a JPEG', async () => {
    const photo = await processed('heic__samplefilehub.heif');
    expect(photo).toMatchObject({ width: 640, height: 426, mime: 'image/jpeg' });
    const { channels } = await sharp(photo.full).stats();
    expect(channels.every(({ stdev }) => stdev > 10)).toBe(true);
  });
});
