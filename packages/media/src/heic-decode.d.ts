declare module 'heic-decode' {
  /** Decodes the primary picture, turned upright, to RGBA. Throws for what is no HEIC. */
  export default function decode(options: {
    readonly buffer: Uint8Array;
  }): Promise<{ readonly width: number; readonly height: number; readonly data: Uint8ClampedArray<ArrayBuffer> }>;
}
