type Pair = readonly [number, number];
type Ring = readonly Pair[];

/**
 * Rings of a Shapefile's polygon as polygons: outer ones run clockwise, and each other ring is a hole of the smallest
 * outer one around it. A hole without an outer ring is one itself: some programs write them the wrong way round.
 */
export function polygonsFromRings(rings: readonly Ring[]): Ring[][] {
  const sized = rings.map((ring) => ({ ring, twice: twiceArea(ring) }));
  const outers = sized
    .filter(({ twice }) => twice <= 0)
    .map(({ ring, twice }): Nest => ({ outer: ring, holes: [], size: -twice }));
  const bySize = outers.toSorted((a, b) => a.size - b.size);
  const strays: Ring[] = [];
  for (const { ring, twice } of sized) {
    if (twice <= 0) continue;
    const host = bySize.find(({ outer, size }) => size > twice && surrounds(outer, ring));
    if (host === undefined) strays.push(ring);
    else host.holes.push(ring);
  }
  return [...outers.map(({ outer, holes }) => [outer, ...holes]), ...strays.map((ring) => [ring])];
}

type Nest = { readonly outer: Ring; readonly holes: Ring[]; readonly size: number };

function twiceArea(ring: Ring): number {
  const [x0, y0] = ring[0] ?? [0, 0];
  return ring.reduce((sum, [ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length] ?? [ax, ay];
    return sum + (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }, 0);
}

/** By most corners of the inner ring: one may lie on the border. */
function surrounds(outer: Ring, inner: Ring): boolean {
  const inside = inner.filter((at) => contains(outer, at)).length;
  return 2 * inside > inner.length;
}

function contains(ring: Ring, [x, y]: Pair): boolean {
  let inside = false;
  for (const [i, [ax, ay]] of ring.entries()) {
    const [bx, by] = ring[(i + 1) % ring.length] ?? [ax, ay];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
