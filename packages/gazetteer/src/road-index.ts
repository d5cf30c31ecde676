import { type LngLat, localScale } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';
import Flatbush from 'flatbush';

/** 示范, 达标, 一般 */
export type RoadClass = 'model' | 'standard' | 'ordinary';

/** A section of a road between two crossings, as its middle line. */
export type RoadSection = {
  readonly code: string;
  readonly roadName: string;
  readonly name: string;
  readonly roadClass: RoadClass;
  /** One line or several; `[lng, lat]`, WGS 84. */
  readonly lines: readonly (readonly LngLat[])[];
  /** Drawn for the purpose, not surveyed. */
  readonly drawn: boolean;
  readonly validFrom: Instant;
  readonly validTo: Instant | null;
};

/** Segments of all sections in flat arrays with a packed R-tree over their boxes. About 70 bytes a segment. */
export type RoadIndex = {
  /** In the order of their codes. */
  readonly sections: readonly RoadSection[];
  /** Four numbers a segment: from and to, longitude and latitude. */
  readonly ends: Float64Array;
  readonly owner: Uint32Array;
  readonly boxes: Flatbush | undefined;
};

/** Builds the index once; it is never changed. Order of the input is irrelevant. */
export function buildRoadIndex(given: Iterable<RoadSection>): RoadIndex {
  const sections = [...given].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.validFrom - b.validFrom));
  const segments = sections.flatMap(({ lines }, section) =>
    lines.flatMap((line) => line.slice(1).map((to, i) => ({ section, from: line[i] ?? to, to }))),
  );
  const boxes = segments.length === 0 ? undefined : new Flatbush(segments.length);
  const ends = new Float64Array(4 * segments.length);
  const owner = new Uint32Array(segments.length);
  for (const [i, { section, from, to }] of segments.entries()) {
    ends.set([...from, ...to], 4 * i);
    owner[i] = section;
    boxes?.add(Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1]));
  }
  boxes?.finish();
  return { sections, ends, owner, boxes };
}

/** A section and how far its middle line is, in metres. */
export type NearSection = { readonly section: RoadSection; readonly distanceM: number };

/**
 * The section valid at `at` that is nearest to a position, not farther than `withinM` metres (the limit included).
 * Metres are flat at the latitude of the position. Of equally near ones the lowest code wins.
 */
export function nearestSection(
  { sections, ends, owner, boxes }: RoadIndex,
  [lng, lat]: LngLat,
  { withinM, at }: { readonly withinM: number; readonly at: Instant },
): NearSection | undefined {
  if (boxes === undefined || !Number.isFinite(lng) || !Number.isFinite(lat)) return undefined;
  const { lngM, latM } = localScale(lat);
  const [x, y] = [withinM / lngM, withinM / latM];
  let best: { item: number; distanceM: number } | undefined;
  boxes.search(lng - x, lat - y, lng + x, lat + y, (segment) => {
    const item = owner[segment] ?? 0;
    const section = sections[item];
    if (section === undefined || !isValidAt(section, at)) return false;
    const [ax, ay] = [((ends[4 * segment] ?? 0) - lng) * lngM, ((ends[4 * segment + 1] ?? 0) - lat) * latM];
    const [bx, by] = [((ends[4 * segment + 2] ?? 0) - lng) * lngM, ((ends[4 * segment + 3] ?? 0) - lat) * latM];
    const distanceM = distanceFromOrigin(ax, ay, bx - ax, by - ay);
    const nearer =
      best === undefined || distanceM < best.distanceM || (distanceM === best.distanceM && item < best.item);
    if (distanceM <= withinM && nearer) best = { item, distanceM };
    return false;
  });
  const section = best && sections[best.item];
  return best && section && { section, distanceM: best.distanceM };
}

const isValidAt = ({ validFrom, validTo }: RoadSection, at: Instant): boolean =>
  validFrom <= at && (validTo === null || at < validTo);

/** Distance of the origin to the segment from (ax, ay) by (dx, dy). */
function distanceFromOrigin(ax: number, ay: number, dx: number, dy: number): number {
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / squared));
  return Math.hypot(ax + along * dx, ay + along * dy);
}
