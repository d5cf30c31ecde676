/**
 * Numbers in [0, 1) that look scattered and are the same for the same seed, so that a search that tries many ways gives
 * the same answer every time: mulberry32 by Tommy Ettinger (public domain).
 */
export function noiseFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
