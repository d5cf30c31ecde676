import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { polygon } from '@turf/helpers';
import { common, type Piece, uncovered } from '../check/clip.ts';
import { pointInside } from '../check/inner-point.ts';
import { boxesOf, boxOf, crosses, type Segment, segmentsOf } from '../check/shape-faults.ts';
import type { LngLat, MultiPolygonRings } from '../geometry.ts';
import { areaOfAllM2 } from '../metric.ts';

type Box = readonly [west: number, south: number, east: number, north: number];

/**
 * Square metres of one shape that lie outside another, slivers of rounding included.
 *
 * Shapes that share their borders vertex by vertex, as drawn and cleaned ones do, are seen to nest without clipping.
 * Throws Error where the clipper gives up, as it may on rings that cross themselves.
 */
export const outsideM2 = (inner: MultiPolygonRings, outer: MultiPolygonRings): number =>
  nestsPlainly(inner, outer) ? 0 : sumOf(uncovered(inner, [outer]));

/** Square metres that two shapes have in common. Throws as `outsideM2` does. */
export function commonM2(a: MultiPolygonRings, b: MultiPolygonRings): number {
  if (!meet(boundsOf(a), boundsOf(b))) return 0;
  return nestsPlainly(a, b) ? areaOfAllM2(a) : sumOf(common(a, b));
}

const sumOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { areaM2 }) => sum + areaM2, 0);

/** What of a shape is asked again and again while many are held against it. */
type Frame = {
  readonly corners: ReadonlySet<string>;
  readonly segments: readonly Segment[];
  readonly boxes: ReturnType<typeof boxesOf>;
  /** Whether a position lies inside, the border included. */
  readonly holds: (at: LngLat) => boolean;
};

/** An area has hundreds of children, and a city's border tens of thousands of corners: its frame is made once. */
const frames = new WeakMap<MultiPolygonRings, Frame>();

function frameOf(shape: MultiPolygonRings): Frame {
  const known = frames.get(shape);
  if (known !== undefined) return known;
  const segments = shape.flatMap(segmentsOf);
  const parts = shape.map((rings) => polygon(rings.map((ring) => ring.map(([lng, lat]) => [lng, lat]))));
  const inPart = (at: LngLat): boolean => parts.some((part) => booleanPointInPolygon([at[0], at[1]], part));
  const frame = { corners: new Set(shape.flat(2).map(keyOf)), segments, boxes: boxesOf(segments), holds: inPart };
  frames.set(shape, frame);
  return frame;
}

/**
 * True when it is plain that `inner` lies in `outer`: no corner of it and no sample of its inside is outside, no borders
 * cross, and no border of `outer` runs through it, as that of a bay or a hole would. False says nothing.
 */
function nestsPlainly(inner: MultiPolygonRings, outer: MultiPolygonRings): boolean {
  const frame = frameOf(outer);
  const isHeld = (at: LngLat): boolean => frame.corners.has(keyOf(at)) || frame.holds(at);
  return (
    inner.every((rings) => isHeld(pointInside(rings)) && rings.every((ring) => ring.every(isHeld))) &&
    !runsThrough(outer, inner) &&
    !bordersCross(inner, outer)
  );
}

/** True when an edge of `outer` that is none of `inner` has an end or its middle in `inner`. */
function runsThrough(outer: MultiPolygonRings, inner: MultiPolygonRings): boolean {
  const { segments, boxes } = frameOf(outer);
  const box = boundsOf(inner);
  const own = frameOf(inner);
  const edges = new Set(own.segments.map(edgeOf));
  const isIn = (at: LngLat): boolean => holds(box, at) && own.holds(at);
  return boxes.search(...box).some((i) => {
    const segment = segments[i];
    if (segment === undefined || edges.has(edgeOf(segment))) return false;
    const { a, b } = segment;
    return (!own.corners.has(keyOf(a)) && isIn(a)) || isIn([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
  });
}

function bordersCross(inner: MultiPolygonRings, outer: MultiPolygonRings): boolean {
  const { segments, boxes } = frameOf(outer);
  return frameOf(inner).segments.some((segment) =>
    boxes.search(...boxOf(segment)).some((i) => {
      const other = segments[i];
      return other !== undefined && crosses(segment, other);
    }),
  );
}

const keyOf = ([lng, lat]: LngLat): string => `${lng},${lat}`;
const edgeOf = ({ a, b }: Segment): string => [keyOf(a), keyOf(b)].sort().join(' ');
const holds = ([west, south, east, north]: Box, [lng, lat]: LngLat): boolean =>
  west <= lng && lng <= east && south <= lat && lat <= north;
const meet = (a: Box, b: Box): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

function boundsOf(polygons: MultiPolygonRings): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lng, lat] of polygons.flat(2)) {
    [west, south, east, north] = [Math.min(west, lng), Math.min(south, lat), Math.max(east, lng), Math.max(north, lat)];
  }
  return [west, south, east, north];
}
