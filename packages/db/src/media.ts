import type { Instant, UserId } from '@wanmi/kernel';
import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** A photo that is about to be kept. `lng` and `lat` are degrees, WGS 84, where the camera told them. */
export type NewMedia = {
  readonly mediaId: string;
  readonly uploadedBy: UserId;
  readonly sha256: Uint8Array;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly mime: string;
  readonly takenAt: Instant | null;
  readonly lng: number | null;
  readonly lat: number | null;
  readonly createdAt: Instant;
};

/** Keeps the row of a photo whose objects are stored already. */
export async function record(db: Kysely<Database>, photo: NewMedia): Promise<void> {
  await db
    .insertInto('media')
    .values({
      media_id: photo.mediaId,
      uploaded_by: photo.uploadedBy,
      sha256: Buffer.from(photo.sha256),
      bytes: photo.bytes,
      width: photo.width,
      height: photo.height,
      mime: photo.mime,
      taken_at: photo.takenAt === null ? null : new Date(photo.takenAt),
      lng: photo.lng,
      lat: photo.lat,
      created_at: new Date(photo.createdAt),
    })
    .execute();
}

/** Whose a photo is and which case took it. */
export type MediaOwner = { readonly uploadedBy: UserId; readonly caseId: string | null };

/** The owner of a photo; undefined when there is no such photo. */
export async function find(db: Kysely<Database>, mediaId: string): Promise<MediaOwner | undefined> {
  const row = await db
    .selectFrom('media')
    .select(['uploaded_by', 'case_id'])
    .where('media_id', '=', mediaId)
    .executeTakeFirst();
  return row && { uploadedBy: row.uploaded_by as UserId, caseId: row.case_id };
}
