import { MAX_ZOOM, mercatorX, mercatorY } from './tile-address.ts';

/** Places gone through between two stops. */
const STEP = 20_000;
/** The zoom at which places are counted; what is denser even there counts as that dense. */
const FINEST = 16;

/**
 * The least zoom at which no tile of the map holds more than `most` of the places: from there on all of them can be
 * drawn, on every tile alike. Stops every few milliseconds, so that others may work meanwhile.
 */
export function* leastZoom(
  count: number,
  placeOf: (item: number) => readonly [lng: number, lat: number],
  most: number,
): Generator<undefined, number> {
  const side = 2 ** FINEST;
  let inTile = new Map<number, number>();
  for (let item = 0; item < count; item++) {
    const [lng, lat] = placeOf(item);
    const key = Math.floor(mercatorY(lat) * side) * side + Math.floor(mercatorX(lng) * side);
    inTile.set(key, (inTile.get(key) ?? 0) + 1);
    if (item % STEP === STEP - 1) yield;
  }
  for (let z = FINEST; z >= 0; z--) {
    for (const held of inTile.values()) if (held > most) return Math.min(MAX_ZOOM, z + 1);
    inTile = mergedBy4(inTile, 2 ** z);
    yield;
  }
  return 0;
}

/** Counts of the tiles one zoom above, of tiles numbered row by row with `side` to a row. */
function mergedBy4(inTile: ReadonlyMap<number, number>, side: number): Map<number, number> {
  const merged = new Map<number, number>();
  for (const [key, held] of inTile) {
    const parent = Math.floor(Math.floor(key / side) / 2) * (side / 2) + Math.floor((key % side) / 2);
    merged.set(parent, (merged.get(parent) ?? 0) + held);
  }
  return merged;
}
