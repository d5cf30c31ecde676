import { accept, type Result, refuse } from '@wanmi/kernel';
import { fileTypeFromBuffer } from 'file-type';
import { type PhotoRefusal, photoRefusal } from './photo-refusal.ts';

export type PhotoType = 'jpeg' | 'png' | 'webp' | 'heif';

const TYPES: ReadonlyMap<string, PhotoType> = new Map([
  ['image/jpeg', 'jpeg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
  ['image/heic', 'heif'],
  ['image/heif', 'heif'],
]);

/**
 * Tells the type of a photo by its content; its name and declared type are not asked.
 * Everything else is refused, SVG above all: it is a program that a decoder would run.
 */
export async function detectPhotoType(bytes: Uint8Array): Promise<Result<PhotoType, PhotoRefusal>> {
  const mime = (await fileTypeFromBuffer(bytes))?.mime ?? 'no known file type';
  const type = TYPES.get(mime);
  return type === undefined
    ? refuse(photoRefusal('unsupported-type', `its content is ${mime}`, 'needs JPEG, PNG, WebP or HEIF'))
    : accept(type);
}
