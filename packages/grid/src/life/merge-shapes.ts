import { dissolve } from '../cut/dissolve.ts';
import type { Face, facesOf } from '../cut/loops.ts';
import type { LngLat, MultiPolygonRings, PolygonRings, Ring } from '../geometry.ts';
import { ringAreaM2 } from '../metric.ts';

const SEVENTH = 1e7;

/**
 * The union of shapes that share their borders vertex by vertex, as those of one building round do. Where they share
 * none, or a border was drawn twice, the parts stay apart.
 */
export function mergeShapes(shapes: readonly MultiPolygonRings[]): PolygonRings[] {
  const places: LngLat[] = [];
  const vertexOf = new Map<string, number>();
  const vertex = (at: LngLat): number => {
    const key = `${Math.round(at[0] * SEVENTH)},${Math.round(at[1] * SEVENTH)}`;
    const known = vertexOf.get(key) ?? places.push(at) - 1;
    vertexOf.set(key, known);
    return known;
  };
  const turned = (ring: Ring, counterClockwise: boolean): number[] => {
    const open = ring.slice(0, -1).map(vertex);
    return ringAreaM2(ring) > 0 === counterClockwise ? open : open.reverse();
  };
  const faces = shapes.flat().map(
    ([outer = [], ...holes]): Face => ({
      outer: turned(outer, true),
      holes: holes.map((hole) => turned(hole, false)),
    }),
  );
  const pointOf = (at: number) => ({ x: places[at]?.[0] ?? 0, y: places[at]?.[1] ?? 0 });
  const ringOf = (ring: readonly number[]): Ring => [...ring, ...ring.slice(0, 1)].map((at) => places[at] ?? [0, 0]);
  return withoutSpurs(pointOf, faces).map(({ outer, holes }) => [outer, ...holes].map(ringOf));
}

/** Shapes that do not share their edges leave borders that do not close: then each stays as it is. */
function withoutSpurs(pointOf: Parameters<typeof facesOf>[0], faces: readonly Face[]): readonly Face[] {
  try {
    return dissolve(pointOf, faces);
  } catch {
    return faces;
  }
}
