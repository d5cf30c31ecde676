import { type Instant, instantOf } from '@wanmi/kernel';
import * as ExifReader from 'exifreader';

/** Where and when a photo was taken, as its camera wrote it. A camera can be wrong: both are hints, never proof. */
export type PhotoOrigin = {
  readonly takenAt?: Instant;
  /** Degrees, WGS 84, the frame that EXIF prescribes. */
  readonly lngLat?: readonly [lng: number, lat: number];
};

/**
 * Reads place and time of taking from a photo's EXIF.
 *
 * - Time: the local time with its own offset; else the satellite time, which is UTC; else the local time at `localOffset`
 *   (`+08:00`), since most cameras write no offset.
 * - Place: latitude and longitude; exactly 0, 0 is what devices without a fix write, and counts as none.
 *
 * Unreadable metadata gives an empty origin: a damaged tag must not cost the citizen the photo.
 */
export function readOrigin(bytes: Uint8Array, localOffset: string): PhotoOrigin {
  const tags = readTags(bytes);
  const takenAt = takenAtOf(tags, localOffset);
  const lngLat = lngLatOf(tags);
  return { ...(takenAt === undefined ? {} : { takenAt }), ...(lngLat === undefined ? {} : { lngLat }) };
}

function readTags(bytes: Uint8Array): ExifReader.ExpandedTags {
  try {
    return ExifReader.load(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { expanded: true });
  } catch {
    return {}; // no metadata, or none that can be read
  }
}

function lngLatOf({ gps }: ExifReader.ExpandedTags): readonly [number, number] | undefined {
  const { Longitude: lng = Number.NaN, Latitude: lat = Number.NaN } = gps ?? {};
  const onEarth = Math.abs(lng) <= 180 && Math.abs(lat) <= 90;
  return onEarth && (lng !== 0 || lat !== 0) ? [lng, lat] : undefined;
}

function takenAtOf({ exif = {} }: ExifReader.ExpandedTags, localOffset: string): Instant | undefined {
  const local = exif.DateTimeOriginal?.description;
  const offset = exif.OffsetTimeOriginal?.description;
  return (
    (offset === undefined ? undefined : instantFrom(local, offset)) ??
    instantFrom(`${exif.GPSDateStamp?.description} ${exif.GPSTimeStamp?.description}`, 'Z') ??
    instantFrom(local, localOffset)
  );
}

/** EXIF writes `2026:11:21 09:30:00`; fractions of seconds are dropped. */
function instantFrom(text: string | undefined, offset: string): Instant | undefined {
  const parts = /^(\d{4}):(\d{2}):(\d{2}) (\d{2}:\d{2}:\d{2})/.exec(text ?? '');
  if (parts === null) return undefined;
  const [, year, month, day, clock] = parts;
  try {
    return instantOf(`${year}-${month}-${day}T${clock}${offset.trim()}`);
  } catch {
    return undefined; // 0000:00:00, a thirteenth month, or an offset that is none
  }
}
