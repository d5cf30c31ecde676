/** What a photo may be at most. The sizes are those of the field handbook; pixels bound the memory of one decoding. */
export const PHOTO_LIMITS = {
  bytes: 10 * 1024 * 1024,
  /** A 50-megapixel phone fits. Decoded, this many pixels take about 256 MB. */
  pixels: 64_000_000,
  /** Longest edge of the stored picture and of its thumbnail, in pixels. Smaller photos are never enlarged. */
  fullEdge: 2560,
  thumbnailEdge: 480,
  /** Decoding that takes longer is given up, in seconds. */
  decodeSeconds: 30,
} as const;
