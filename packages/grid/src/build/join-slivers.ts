import { dissolve } from '../cut/dissolve.ts';
import type { Face, PointOf } from '../cut/loops.ts';
import { type Net, ringsOf } from '../cut/rings.ts';
import { areaM2, ringLengthM } from '../metric.ts';

/** Where a planning unit's border runs within this of a community's, in metres, both are meant to be one. */
const SLIVER_M = 0.75;
/** No part smaller than this is a grid of its own where it can join another, in m². */
const SPECK_M2 = 25;

/**
 * Joins slivers and specks between a community's border and that of a planning unit to the part of the community with
 * which they share the longest border. What touches no other part stays.
 */
export function joinSlivers(net: Net, faces: readonly Face[]): Face[] {
  const pointOf: PointOf = (vertex) => net.store.point(vertex);
  const kept: Face[] = [];
  const waiting = [...faces];
  for (let face = waiting.shift(); face !== undefined; face = waiting.shift()) {
    const host = isSliver(net, face) ? hostOf(net, [...waiting, ...kept], face) : undefined;
    if (host === undefined) {
      kept.push(face);
      continue;
    }
    for (const list of [waiting, kept]) if (list.includes(host)) list.splice(list.indexOf(host), 1);
    waiting.push(...dissolve(pointOf, [host, face]));
  }
  return kept;
}

/** Another sliver first: two of them side by side may be wide enough to be a part. */
function hostOf(net: Net, faces: readonly Face[], sliver: Face): Face | undefined {
  const pointOf: PointOf = (vertex) => net.store.point(vertex);
  const slivers = faces.filter((face) => isSliver(net, face));
  return longestNeighbour(pointOf, slivers, sliver) ?? longestNeighbour(pointOf, faces, sliver);
}

function isSliver(net: Net, face: Face): boolean {
  const rings = ringsOf(net, face);
  const area = areaM2(rings);
  return area < SPECK_M2 || (2 * area) / rings.reduce((sum, ring) => sum + ringLengthM(ring), 0) < SLIVER_M;
}

function longestNeighbour(pointOf: PointOf, faces: readonly Face[], sliver: Face): Face | undefined {
  const own = new Map<string, number>();
  for (const [from, to] of edgesOf(sliver)) {
    const [a, b] = [pointOf(from), pointOf(to)];
    own.set(`${to} ${from}`, Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2));
  }
  let best: { readonly face: Face; readonly length: number } | undefined;
  for (const face of faces) {
    let length = 0;
    for (const [from, to] of edgesOf(face)) length += own.get(`${from} ${to}`) ?? 0;
    if (length > (best?.length ?? 0)) best = { face, length };
  }
  return best?.face;
}

function* edgesOf({ outer, holes }: Face): Generator<readonly [number, number]> {
  for (const ring of [outer, ...holes]) {
    for (const [i, from] of ring.entries()) yield [from, ring[(i + 1) % ring.length] ?? from];
  }
}
