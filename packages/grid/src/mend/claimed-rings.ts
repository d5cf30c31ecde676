import { dissolve } from '../cut/dissolve.ts';
import type { VertexRing } from '../cut/edge-store.ts';
import { type Face, type PointOf, twiceArea } from '../cut/loops.ts';
import { exclusive, type Owners, type Segment } from './snap-segments.ts';

/** One side of a segment, with the ring of the plane that it belongs to. */
type Side = { readonly from: number; readonly to: number; readonly owners: Owners; ring: number };

/** A piece of the plane that no segment parts, and the shapes around it, ascending. */
export type LabelledFace = { readonly ring: VertexRing; readonly owners: Owners };

/**
 * The pieces into which segments divide the plane: each lies inside the shapes whose borders are crossed an odd number
 * of times on the way to it. What holds a hole comes with the hole as a ring of its own, clockwise.
 */
export function labelFaces(pointOf: PointOf, segments: readonly Segment[]): LabelledFace[] {
  const sides = segments.flatMap(({ a, b, owners }): Side[] => [
    { from: a, to: b, owners, ring: -1 },
    { from: b, to: a, owners, ring: -1 },
  ]);
  const rings = traceRings(pointOf, sides);
  const inside = labelRings(pointOf, sides, rings);
  return rings.map((ring, i) => ({ ring, owners: inside[i] ?? [] }));
}

/** Who gets which ground: every piece goes to the first of the areas around it. Gives the faces of each area, by index. */
export function claimFaces(
  pointOf: PointOf,
  segments: readonly Segment[],
  areas: number,
): readonly (readonly Face[])[] {
  const held: Face[][] = Array.from({ length: areas }, () => []);
  for (const { ring, owners } of labelFaces(pointOf, segments)) {
    const [winner] = owners;
    if (winner !== undefined) held[winner]?.push({ outer: ring, holes: [] });
  }
  return held.map((faces) => dissolve(pointOf, faces));
}

/** The other side of the segment: sides come in pairs. */
const twinOf = (side: number): number => side ^ 1;

/** Walks around every piece of the plane, the piece to the left. */
function traceRings(pointOf: PointOf, sides: readonly Side[]): VertexRing[] {
  const leaving = Map.groupBy(sides.keys(), (i) => sides[i]?.from ?? -1);
  const places = new Map<number, number>();
  for (const [vertex, fan] of leaving) {
    fan.sort((i, j) => bearing(pointOf, sides[i], vertex) - bearing(pointOf, sides[j], vertex));
    for (const [place, i] of fan.entries()) places.set(i, place);
  }
  // clockwise of the way back comes the next side of the same piece
  const after = (i: number): number => {
    const fan = leaving.get(sides[i]?.to ?? -1) ?? [];
    return fan[((places.get(twinOf(i)) ?? 0) + fan.length - 1) % fan.length] ?? i;
  };
  const rings: VertexRing[] = [];
  for (const [start, side] of sides.entries()) {
    if (side.ring >= 0) continue;
    const walk: number[] = [];
    for (let i = start, at = sides[i]; at !== undefined && at.ring < 0; i = after(i), at = sides[i]) {
      at.ring = rings.length;
      walk.push(at.from);
    }
    rings.push(walk);
  }
  return rings;
}

function bearing(pointOf: PointOf, side: Side | undefined, vertex: number): number {
  const [from, to] = [pointOf(vertex), pointOf(side?.to ?? vertex)];
  return Math.atan2(to.y - from.y, to.x - from.x);
}

/** The areas around the piece that each ring walks along. */
function labelRings(pointOf: PointOf, sides: readonly Side[], rings: readonly VertexRing[]): readonly Owners[] {
  const labels: (Owners | undefined)[] = rings.map(() => undefined);
  const sidesOf = Map.groupBy(sides.keys(), (i) => sides[i]?.ring ?? -1);
  for (const [start, ring] of rings.entries()) {
    // Of each connected part only its outer ring runs clockwise; from there everything in the part is reached.
    if (twiceArea(pointOf, ring) > 0) continue;
    labels[start] = aroundVertex(pointOf, sides, ring);
    const waiting = [start];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const i of sidesOf.get(next) ?? []) {
        const [side, twin] = [sides[i], sides[twinOf(i)]];
        if (side === undefined || twin === undefined || labels[twin.ring] !== undefined) continue;
        labels[twin.ring] = exclusive(labels[next] ?? [], side.owners);
        waiting.push(twin.ring);
      }
    }
  }
  return labels.map((label) => label ?? []);
}

/** The areas that hold the ground just west of the westernmost vertex of a connected part, by the parity of borders. */
function aroundVertex(pointOf: PointOf, sides: readonly Side[], ring: VertexRing): Owners {
  const own = ring.map(pointOf).reduce((west, at) => (at.x < west.x || (at.x === west.x && at.y < west.y) ? at : west));
  let label: Owners = [];
  for (let i = 0; i < sides.length; i += 2) {
    const side = sides[i];
    if (side === undefined) continue;
    const [a, b] = [pointOf(side.from), pointOf(side.to)];
    if (a.y > own.y === b.y > own.y) continue;
    const x = a.x + ((own.y - a.y) / (b.y - a.y)) * (b.x - a.x);
    if (x < own.x) label = exclusive(label, side.owners);
  }
  return label;
}
