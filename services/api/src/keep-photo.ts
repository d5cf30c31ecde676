import { formatTime } from '@wanmi/calendar';
import type { Desk, Idempotency } from '@wanmi/cases';
import { keyReused, requestInProgress } from '@wanmi/cases';
import type { MediaView } from '@wanmi/contracts';
import { idempotency as answersGiven, media as mediaRows } from '@wanmi/db';
import type { UserId } from '@wanmi/kernel';
import { fullKey, type MediaStore, type Photo, processPhoto, thumbnailKey } from '@wanmi/media';
import { ApiError } from './errors.ts';

/** What the upload answers; `replayed`: it was given before, to the same key. */
export type PhotoAnswer = { readonly status: number; readonly body: unknown; readonly replayed: boolean };

/**
 * Checks and stores a photo once for a person's key. The objects are written first and removed again when the row is
 * not: a row never names a photo that is not there.
 */
export async function keepPhoto(
  { desk, media }: { readonly desk: Desk; readonly media: MediaStore },
  userId: UserId,
  bytes: Uint8Array,
  { key, requestHash }: Idempotency,
): Promise<PhotoAnswer> {
  const given = await answersGiven.find(desk.db, userId, key);
  if (given) return replay(key, requestHash, given);
  const processed = await processPhoto(bytes);
  if (!processed.ok) throw new ApiError('photo-refused', processed.error.message, { reason: processed.error.reason });
  const photo = processed.value;
  const mediaId = desk.newId();
  await media.put(fullKey(mediaId), photo.full, photo.mime);
  await media.put(thumbnailKey(mediaId), photo.thumbnail, photo.mime);
  const body = viewOf(desk, mediaId, photo);
  const answer = { userId, key, requestHash, status: 201, body: JSON.stringify(body) };
  const written = await record(desk, { mediaId, photo, userId }, answer).catch(async (cause: unknown) => {
    await dropObjects(media, mediaId);
    throw cause;
  });
  if (written === 'written') return { status: 201, body, replayed: false };
  await dropObjects(media, mediaId);
  if (written === 'in-progress') throw requestInProgress(key);
  return replay(key, requestHash, written);
}

type Given = { readonly requestHash: Uint8Array; readonly status: number; readonly body: unknown };

/** Row and answer in one transaction, under the lock of the key. */
function record(
  { db, now }: Desk,
  { mediaId, photo, userId }: { readonly mediaId: string; readonly photo: Photo; readonly userId: UserId },
  answer: Parameters<typeof answersGiven.record>[1],
): Promise<'written' | 'in-progress' | Given> {
  return db.transaction().execute(async (trx) => {
    if (!(await answersGiven.tryLock(trx, userId, answer.key))) return 'in-progress';
    const given = await answersGiven.find(trx, userId, answer.key);
    if (given) return given;
    await mediaRows.record(trx, {
      mediaId,
      uploadedBy: userId,
      sha256: photo.sha256,
      bytes: photo.full.length,
      width: photo.width,
      height: photo.height,
      mime: photo.mime,
      takenAt: photo.takenAt ?? null,
      lng: photo.lngLat?.[0] ?? null,
      lat: photo.lngLat?.[1] ?? null,
      createdAt: now(),
    });
    await answersGiven.record(trx, answer);
    return 'written';
  });
}

function replay(key: string, requestHash: Uint8Array, given: Given): PhotoAnswer {
  if (Buffer.compare(Buffer.from(given.requestHash), Buffer.from(requestHash)) !== 0) throw keyReused(key);
  return { status: given.status, body: given.body, replayed: true };
}

async function dropObjects(media: MediaStore, mediaId: string): Promise<void> {
  await media.delete(fullKey(mediaId));
  await media.delete(thumbnailKey(mediaId));
}

function viewOf(desk: Desk, mediaId: string, photo: Photo): MediaView {
  const { city } = desk.reference().calendars;
  return {
    mediaId,
    mime: photo.mime,
    bytes: photo.full.length,
    width: photo.width,
    height: photo.height,
    sha256: Buffer.from(photo.sha256).toString('hex'),
    ...(photo.takenAt === undefined ? {} : { takenAt: formatTime(city, photo.takenAt) }),
    ...(photo.lngLat === undefined
      ? {}
      : { position: { lng: photo.lngLat[0], lat: photo.lngLat[1], datum: 'wgs84' as const } }),
  };
}
