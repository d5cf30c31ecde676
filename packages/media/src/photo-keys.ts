/** Where the upright picture of a photo lies in the store. */
export const fullKey = (mediaId: string): string => `${mediaId}.jpg`;

/** Where its small picture lies. */
export const thumbnailKey = (mediaId: string): string => `${mediaId}.thumbnail.jpg`;
