import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { type Instant, instantOf } from '@wanmi/kernel';
import * as ExifReader from 'exifreader';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { PHOTO_LIMITS } from './limits.ts';
import { type Photo, processPhoto } from './process-photo.ts';

const red = { r: 220, g: 20, b: 20 };
const blue = { r: 20, g: 20, b: 220 };

/** 400 × 200 pixels, the left half red, the right half blue. */
const picture = () =>
  sharp({ create: { width: 400, height: 200, channels: 3, background: red } }).composite([
    { input: { create: { width: 200, height: 200, channels: 3, background: blue } }, left: 200, top: 0 },
  ]);

const gps = { GPSLatitudeRef: 'N', GPSLatitude: '39/1 54/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '116/1 24/1 0/1' };
const serial = 'SERIAL-7731';
const camera = { IFD0: { Make: 'Maker', Copyright: 'Somebody' } };

async function processed(bytes: Uint8Array): Promise<Photo> {
  const result = await processPhoto(bytes);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const refusalOf = async (bytes: Uint8Array) => {
  const result = await processPhoto(bytes);
  return result.ok ? 'taken' : result.error.reason;
};

/** A few hundred bytes of PNG that claim any size: the header is honest in form, the pixels are missing. */
function pngClaiming(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = chunk('IDAT', deflateSync(Buffer.alloc(1000)));
  return Buffer.concat([signature, chunk('IHDR', header), pixels, chunk('IEND', Buffer.alloc(0))]);
}

describe('a photo that is taken', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('a %s becomes a JPEG with a thumbnail and its hash', async (format) => {
    const photo = await processed(await picture().toFormat(format).toBuffer());
    expect(photo).toMatchObject({ width: 400, height: 200, mime: 'image/jpeg' });
    expect(photo.sha256).toEqual(new Uint8Array(createHash('sha256').update(photo.full).digest()));
    expect(await sharp(photo.full).metadata()).toMatchObject({ format: 'jpeg', width: 400, height: 200 });
    expect(await sharp(photo.thumbnail).metadata()).toMatchObject({ format: 'jpeg', width: 400, height: 200 });
  });

  test('a large one is shrunk to the longest edge, its thumbnail further', async () => {
    const photo = await processed(
      await picture()
        .jpeg()
        .toBuffer()
        .then((small) => sharp(small).resize(5000).jpeg().toBuffer()),
    );
    expect(photo).toMatchObject({ width: PHOTO_LIMITS.fullEdge, height: PHOTO_LIMITS.fullEdge / 2 });
    expect(await sharp(photo.thumbnail).metadata()).toMatchObject({ width: PHOTO_LIMITS.thumbnailEdge });
  });

  // Where the red half lies once the picture is upright; EXIF orientation 3 is upside down, 6 and 8 lie on their sides.
  test.each([
    { orientation: 1, width: 400, height: 200, redAt: [50, 100] },
    { orientation: 3, width: 400, height: 200, redAt: [350, 100] },
    { orientation: 6, width: 200, height: 400, redAt: [100, 50] },
    { orientation: 8, width: 200, height: 400, redAt: [100, 350] },
  ])(
    'orientation $orientation is turned upright',
    async ({ orientation, width, height, redAt: [left = 0, top = 0] }) => {
      const photo = await processed(await picture().jpeg().withMetadata({ orientation }).toBuffer());
      expect(photo).toMatchObject({ width, height });
      const pixel = await sharp(photo.full).extract({ left, top, width: 1, height: 1 }).raw().toBuffer();
      expect(pixel[0]).toBeGreaterThan(150);
    },
  );

  test('place and time become data, and no metadata is left in either picture', async () => {
    const taken = { DateTimeOriginal: '2026:11:21 09:30:00', OffsetTimeOriginal: '+08:00', BodySerialNumber: serial };
    const source = await picture()
      .jpeg()
      .withExif({ ...camera, IFD2: taken, IFD3: gps })
      .toBuffer();
    expect(source.includes(serial)).toBe(true);
    const photo = await processed(source);
    expect(photo.takenAt).toBe(instantOf('2026-11-21T09:30:00+08:00'));
    expect(photo.lngLat?.[0]).toBeCloseTo(116.4, 6);
    expect(photo.lngLat?.[1]).toBeCloseTo(39.9, 6);
    for (const bytes of [photo.full, photo.thumbnail]) {
      expect(Buffer.from(bytes).includes(serial)).toBe(false);
      expect(ExifReader.load(Buffer.from(bytes), { expanded: true })).not.toHaveProperty('exif');
      const { exif, xmp, icc, iptc } = await sharp(bytes).metadata();
      expect({ exif, xmp, icc, iptc }).toEqual({ exif: undefined, xmp: undefined, icc: undefined, iptc: undefined });
    }
  });
});

describe('the time of taking', () => {
  const local = { DateTimeOriginal: '2026:11:21 09:30:00' };
  const satellite = { GPSDateStamp: '2026:11:21', GPSTimeStamp: '1/1 30/1 5/1' };
  test.each([
    {
      title: 'its own offset',
      IFD2: { ...local, OffsetTimeOriginal: '+09:00' },
      IFD3: satellite,
      at: '2026-11-21T09:30:00+09:00',
    },
    { title: 'satellite time where it has no offset', IFD2: local, IFD3: satellite, at: '2026-11-21T01:30:05Z' },
    { title: 'the given offset where it has neither', IFD2: local, IFD3: {}, at: '2026-11-21T09:30:00+08:00' },
    {
      title: 'nothing for a clock never set',
      IFD2: { DateTimeOriginal: '0000:00:00 00:00:00' },
      IFD3: {},
      at: undefined,
    },
    { title: 'nothing for a photo without metadata', IFD2: {}, IFD3: {}, at: undefined },
  ])('is read with $title', async ({ IFD2, IFD3, at }) => {
    const photo = await processed(await picture().jpeg().withExif({ IFD2, IFD3 }).toBuffer());
    const expected: Instant | undefined = at === undefined ? undefined : instantOf(at);
    expect(photo.takenAt).toBe(expected);
  });

  test('a position of exactly 0, 0 counts as no position', async () => {
    const nowhere = { ...gps, GPSLatitude: '0/1 0/1 0/1', GPSLongitude: '0/1 0/1 0/1' };
    const photo = await processed(await picture().jpeg().withExif({ IFD3: nowhere }).toBuffer());
    expect(photo.lngLat).toBeUndefined();
  });
});

describe('a photo that is refused', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>';
  test.each([
    { title: 'nothing', make: () => new Uint8Array(0), reason: 'empty' },
    { title: 'one byte over the size', make: () => new Uint8Array(PHOTO_LIMITS.bytes + 1), reason: 'too-large' },
    { title: 'zeros of exactly the size', make: () => new Uint8Array(PHOTO_LIMITS.bytes), reason: 'unsupported-type' },
    { title: 'SVG', make: () => Buffer.from(svg), reason: 'unsupported-type' },
    {
      title: 'SVG behind an XML line',
      make: () => Buffer.from(`<?xml version="1.0"?>${svg}`),
      reason: 'unsupported-type',
    },
    { title: 'GIF', make: () => picture().gif().toBuffer(), reason: 'unsupported-type' },
    { title: 'TIFF', make: () => picture().tiff().toBuffer(), reason: 'unsupported-type' },
    { title: 'AVIF', make: () => picture().avif({ effort: 0 }).toBuffer(), reason: 'unsupported-type' },
    { title: 'a script', make: () => Buffer.from('#!/bin/sh\nexit 0\n'), reason: 'unsupported-type' },
    {
      title: 'a small PNG that claims 50,000 × 50,000',
      make: () => pngClaiming(50_000, 50_000),
      reason: 'too-many-pixels',
    },
    { title: 'one row over the pixels', make: () => pngClaiming(8000, 8001), reason: 'too-many-pixels' },
    { title: 'a PNG whose pixels are missing', make: () => pngClaiming(8000, 8000), reason: 'undecodable' },
    {
      title: 'a JPEG cut in half',
      make: () =>
        picture()
          .jpeg()
          .toBuffer()
          .then((all) => all.subarray(0, all.length / 2)),
      reason: 'undecodable',
    },
    { title: 'a JPEG of a signature alone', make: () => Buffer.from([0xff, 0xd8, 0xff, 0xe0]), reason: 'undecodable' },
    {
      title: 'HEIC of a signature alone',
      make: () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'),
      reason: 'undecodable',
    },
  ])('$title: $reason', async ({ make, reason }) => {
    expect(await refusalOf(await make())).toBe(reason);
  });

  test('says what it found and what it needs', async () => {
    expect(await processPhoto(pngClaiming(50_000, 50_000))).toMatchObject({
      error: { message: 'cannot take the photo: it claims 50000 × 50000 pixels, needs at most 64000000 pixels' },
    });
  });
});
