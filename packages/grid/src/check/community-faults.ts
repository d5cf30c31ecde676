import { common } from './clip.ts';
import { judge, type Named, overlappingPairs } from './cover-faults.ts';
import type { Fault } from './report.ts';
import { boxesOf, boxOf, crosses, isInside, type Segment, segmentsOf } from './shape-faults.ts';

/**
 * Finds communities that overlap. Two of them do when their borders cross, when one lies in the other, or when they are
 * alike; only such pairs are clipped.
 */
export function communityFaults(communities: readonly Named[]): Fault[] {
  const segments = new Map<Named, Segment[]>();
  for (const community of communities) segments.set(community, community.polygons.flatMap(segmentsOf));
  return overlappingPairs(communities)
    .filter(([a, b]) => bordersCross(segments.get(a) ?? [], segments.get(b) ?? []) || isNested(a, b) || isNested(b, a))
    .flatMap(([a, b]) => {
      const what = `shared with community ${b.name}:`;
      return judge('communities-overlap', a.name, () => common(a.polygons, b.polygons), what).faults;
    });
}

function bordersCross(a: readonly Segment[], b: readonly Segment[]): boolean {
  if (a.length === 0 || b.length === 0) return false;
  const boxes = boxesOf(b);
  return a.some((segment) =>
    boxes.search(...boxOf(segment)).some((j) => {
      const other = b[j];
      return other !== undefined && crosses(segment, other);
    }),
  );
}

/** True when no corner of a part of `inner` lies outside `host`: inside it, or along its border, where clipping decides. */
const isNested = (inner: Named, host: Named): boolean =>
  inner.polygons.some((rings) =>
    (rings[0] ?? []).every((at) => host.polygons.some((hostRings) => isInside(at, hostRings))),
  );
