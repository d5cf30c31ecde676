/**
 * A coarse raster of tiles over all boxes; each tile is cut into `side` × `side` buckets, so that buckets are about as
 * large as the items there, in a dense centre as in wide suburbs.
 */
type Layout = {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** Tiles in a degree, the same both ways. */
  readonly perDegree: number;
  readonly columns: number;
  readonly rows: number;
  readonly side: Uint16Array;
  /** The first bucket of each tile; one more at the end. */
  readonly firstBucket: Uint32Array;
};

/**
 * Which items may hold a position: each bucket lists, ascending, the items whose boxes meet it. The bucket of a
 * coordinate never decreases with the coordinate, so a position inside a box always falls into a bucket that lists the
 * item, however the arithmetic rounds.
 */
export type Raster = Layout & {
  /** The place of each bucket's first item in `items`; one more at the end. */
  readonly bucketStart: Uint32Array;
  readonly items: Uint32Array;
};

/** Boxes by item: west, south, east, north in turn, rounded outwards. */
export type Boxes = Float32Array;

/** Found by trying: 3 candidates a position, 25 bytes an item. */
const ITEMS_A_TILE = 64;
const BUCKETS_AN_ITEM = 1;
/** Entries an item at most: boxes that overlap without reason get larger buckets, not more memory. */
const MOST_ENTRIES = 16;
const MOST_SIDE = 1024;
/** Items between two stops: a few milliseconds. */
const STEP = 20_000;

/** Writes the box of positions, longitude and latitude in turn in a range of `xy`, rounded outwards. */
export function writeBox(
  boxes: Boxes,
  item: number,
  xy: ArrayLike<number>,
  [from, to]: readonly [number, number],
): void {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = from; i < to; i += 2) {
    const x = xy[i] ?? 0;
    const y = xy[i + 1] ?? 0;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  boxes[4 * item] = west - slack(west);
  boxes[4 * item + 1] = south - slack(south);
  boxes[4 * item + 2] = east + slack(east);
  boxes[4 * item + 3] = north + slack(north);
}

/** More than single precision can take away: half a step is 2^-24 of the value. */
const slack = (value: number): number => Math.abs(value) * 1.2e-7 + 1e-12;

/** Builds the raster over `size` boxes. Stops every few milliseconds, so that others may work meanwhile. */
export function* rasterSteps(boxes: Boxes, size: number): Generator<undefined, Raster> {
  for (let coarser = 1; ; coarser *= 4) {
    const tiles = tilesOver(boxes, size, coarser);
    const inTile = new Uint32Array(tiles.columns * tiles.rows);
    yield* inSteps(size, (item) =>
      eachBucket(tiles, boxes, item, (tile) => {
        inTile[tile] = (inTile[tile] ?? 0) + 1;
      }),
    );
    const layout = cut(tiles, inTile, BUCKETS_AN_ITEM / coarser);
    const bucketStart = new Uint32Array(bucketsOf(layout) + 1);
    yield* inSteps(size, (item) =>
      eachBucket(layout, boxes, item, (bucket) => {
        bucketStart[bucket] = (bucketStart[bucket] ?? 0) + 1;
      }),
    );
    sumUp(bucketStart);
    const entries = bucketStart[bucketStart.length - 1] ?? 0;
    if (entries > MOST_ENTRIES * size && coarser < size) continue;
    const items = new Uint32Array(entries);
    // Filled from the back, each bucket's end moves down to its start: the last item comes first.
    yield* inSteps(size, (step) => {
      const item = size - 1 - step;
      eachBucket(layout, boxes, item, (bucket) => {
        const at = (bucketStart[bucket] ?? 0) - 1;
        bucketStart[bucket] = at;
        items[at] = item;
      });
    });
    return { ...layout, bucketStart, items };
  }
}

function* inSteps(size: number, work: (item: number) => void): Generator<undefined, void> {
  for (let from = 0; from < size; from += STEP) {
    const to = Math.min(size, from + STEP);
    for (let item = from; item < to; item++) work(item);
    yield;
  }
}

/** Turns counts into ends: what lies in buckets up to and including each. */
function sumUp(counts: Uint32Array): void {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    sum += counts[i] ?? 0;
    counts[i] = sum;
  }
}

/** Tiles of one bucket each over the extent of all boxes. */
function tilesOver(boxes: Boxes, size: number, coarser: number): Layout {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < 4 * size; i += 4) {
    west = Math.min(west, boxes[i] ?? 0);
    south = Math.min(south, boxes[i + 1] ?? 0);
    east = Math.max(east, boxes[i + 2] ?? 0);
    north = Math.max(north, boxes[i + 3] ?? 0);
  }
  const wanted = Math.max(1, size / (ITEMS_A_TILE * coarser));
  const [width, height] = [Math.max(east - west, 1e-9), Math.max(north - south, 1e-9)];
  // A long thin extent gets tiles along it, not thousands across.
  const perDegree = Math.min(Math.sqrt(wanted / (width * height)), wanted / Math.max(width, height));
  const columns = Math.floor(width * perDegree) + 1;
  const rows = Math.floor(height * perDegree) + 1;
  const side = new Uint16Array(columns * rows).fill(1);
  const firstBucket = Uint32Array.from({ length: columns * rows + 1 }, (_, tile) => tile);
  return { west, south, east, north, perDegree, columns, rows, side, firstBucket };
}

/** The same tiles, each cut into about as many buckets as it has items. */
function cut(tiles: Layout, inTile: Uint32Array, bucketsAnItem: number): Layout {
  const side = Uint16Array.from(inTile, (count) =>
    Math.min(MOST_SIDE, Math.max(1, Math.round(Math.sqrt(count * bucketsAnItem)))),
  );
  const firstBucket = new Uint32Array(side.length + 1);
  for (let tile = 0; tile < side.length; tile++) {
    firstBucket[tile + 1] = (firstBucket[tile] ?? 0) + (side[tile] ?? 0) ** 2;
  }
  return { ...tiles, side, firstBucket };
}

const bucketsOf = ({ firstBucket }: Layout): number => firstBucket[firstBucket.length - 1] ?? 0;

/** The whole number below `value`, kept within 0 and `end - 1`. */
const clamped = (value: number, end: number): number => (value < 0 ? 0 : value >= end ? end - 1 : Math.floor(value));

/** The bucket of a position; -1 outside of everything, and for what is no number. */
export function bucketAt(layout: Layout, lng: number, lat: number): number {
  const { west, south, east, north, perDegree, columns, rows } = layout;
  if (!(lng >= west && lng <= east && lat >= south && lat <= north)) return -1;
  const x = (lng - west) * perDegree;
  const y = (lat - south) * perDegree;
  const column = clamped(x, columns);
  const row = clamped(y, rows);
  const tile = row * columns + column;
  const side = layout.side[tile] ?? 1;
  return (layout.firstBucket[tile] ?? 0) + clamped((y - row) * side, side) * side + clamped((x - column) * side, side);
}

/** Visits every bucket that a box meets, row by row within each tile. */
export function eachBucket(layout: Layout, boxes: Boxes, item: number, visit: (bucket: number) => void): void {
  const { west, south, perDegree, columns, rows } = layout;
  const left = ((boxes[4 * item] ?? 0) - west) * perDegree;
  const bottom = ((boxes[4 * item + 1] ?? 0) - south) * perDegree;
  const right = ((boxes[4 * item + 2] ?? 0) - west) * perDegree;
  const top = ((boxes[4 * item + 3] ?? 0) - south) * perDegree;
  const [lastColumn, lastRow] = [clamped(right, columns), clamped(top, rows)];
  for (let row = clamped(bottom, rows); row <= lastRow; row++) {
    for (let column = clamped(left, columns); column <= lastColumn; column++) {
      const side = layout.side[row * columns + column] ?? 1;
      const first = layout.firstBucket[row * columns + column] ?? 0;
      const [toY, toX] = [clamped((top - row) * side, side), clamped((right - column) * side, side)];
      for (let y = clamped((bottom - row) * side, side); y <= toY; y++) {
        for (let x = clamped((left - column) * side, side); x <= toX; x++) visit(first + y * side + x);
      }
    }
  }
}
