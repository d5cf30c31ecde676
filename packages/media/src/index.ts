export { PHOTO_LIMITS } from './limits.ts';
export { checkedKey, type MediaStore } from './media-store.ts';
export { openStore, type StoreConfig } from './open-store.ts';
export { fullKey, thumbnailKey } from './photo-keys.ts';
export type { PhotoRefusal, PhotoRefusalReason } from './photo-refusal.ts';
export { type Photo, processPhoto } from './process-photo.ts';
