import { type GridIndex, polygonsAt } from '@wanmi/grid';
import type { FlatPolygon } from '@wanmi/tiles';

type Corner = { readonly key: string; readonly lng: number; readonly lat: number };

/**
 * The border around several unit grids: what two of them share falls out. Grids that share borders share their corners
 * (rule G10 on); where imported ones do not, lines between them stay.
 */
export function outlineOf(index: GridIndex, items: readonly number[]): readonly FlatPolygon[] {
  const edges = new Map<string, readonly [from: Corner, to: Corner]>();
  for (const item of items) {
    for (const starts of polygonsAt(index, item)) {
      for (let ring = 0; ring + 1 < starts.length; ring++) {
        const corners = cornersOf(index, starts[ring] ?? 0, starts[ring + 1] ?? 0);
        // Outer rings one way round and holes the other, so that a shared border is gone along once each way.
        const forward = turnOf(corners) > 0 === (ring === 0);
        for (const [from, to] of pairsOf(forward ? corners : corners.toReversed())) {
          if (!edges.delete(`${to.key}>${from.key}`)) edges.set(`${from.key}>${to.key}`, [from, to]);
        }
      }
    }
  }
  return polygonsOf(ringsOf([...edges.values()]));
}

function cornersOf({ xy }: GridIndex, from: number, to: number): readonly Corner[] {
  return Array.from({ length: to - from }, (_, i) => {
    const [lng, lat] = [xy[2 * (from + i)] ?? 0, xy[2 * (from + i) + 1] ?? 0];
    return { key: `${lng},${lat}`, lng, lat };
  });
}

const pairsOf = (ring: readonly Corner[]): readonly (readonly [Corner, Corner])[] =>
  ring.slice(1).flatMap((to, i) => {
    const from = ring[i];
    return from === undefined || from.key === to.key ? [] : [[from, to] as const];
  });

/** Positive counter-clockwise; measured from the first corner to keep the digits. */
function turnOf(ring: readonly Corner[]): number {
  const { lng, lat } = ring[0] ?? { lng: 0, lat: 0 };
  return pairsOf(ring).reduce((sum, [a, b]) => sum + (a.lng - lng) * (b.lat - lat) - (b.lng - lng) * (a.lat - lat), 0);
}

/** Joins edges to closed rings. */
function ringsOf(edges: readonly (readonly [Corner, Corner])[]): readonly (readonly Corner[])[] {
  const leaving = Map.groupBy(edges, ([from]) => from.key);
  const rings: Corner[][] = [];
  for (const [start] of edges) {
    const ring = [start];
    for (let next = leaving.get(start.key)?.pop(); next !== undefined; next = leaving.get(next[1].key)?.pop()) {
      ring.push(next[1]);
      if (next[1].key === start.key) break;
    }
    if (ring.length > 3) rings.push(ring);
  }
  return rings;
}

/** One polygon for each outer ring; holes go to the largest, since what hangs together has one. */
function polygonsOf(rings: readonly (readonly Corner[])[]): readonly FlatPolygon[] {
  const turned = rings.map((ring) => ({ ring, turn: turnOf(ring) })).toSorted((a, b) => b.turn - a.turn);
  const outer = turned.filter(({ turn }) => turn > 0).map(({ ring }) => [ring]);
  outer[0]?.push(...turned.filter(({ turn }) => turn < 0).map(({ ring }) => ring));
  return outer.map((polygon) => {
    const starts = [0];
    for (const ring of polygon) starts.push((starts.at(-1) ?? 0) + ring.length);
    return { xy: Float64Array.from(polygon.flat().flatMap(({ lng, lat }) => [lng, lat])), starts };
  });
}
