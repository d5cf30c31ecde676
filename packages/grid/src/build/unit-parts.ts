import { dissolve } from '../cut/dissolve.ts';
import { type Lattice, toLngLat, toSteps } from '../cut/lattice.ts';
import type { Face, PointOf } from '../cut/loops.ts';
import type { Point } from '../cut/segments.ts';
import type { Area, LngLat, MultiPolygonRings, Ring } from '../geometry.ts';
import { labelFaces } from '../mend/claimed-rings.ts';
import { SnapSegments } from '../mend/snap-segments.ts';

/** What of a community lies in one planning unit, or in none. */
export type UnitPart = { readonly source: Area; readonly polygons: MultiPolygonRings };

/**
 * Parts communities by planning units, all borders in one net, so that no ground is lost or counted twice. Where units
 * overlap, one has the ground, whatever their order in the file.
 */
export function partByUnits(
  lattice: Lattice,
  communities: readonly Area[],
  units: readonly MultiPolygonRings[],
): UnitPart[] {
  const snap = new SnapSegments();
  const shapes = [...communities.map(({ polygons }) => polygons), ...inOrder(units)];
  for (const [i, polygons] of shapes.entries())
    for (const ring of polygons.flat()) snap.addRing(stepsOf(lattice, ring), i);
  const segments = snap.settle();
  const pointOf: PointOf = (vertex) => snap.point(vertex);
  const parts = new Map<string, { readonly source: Area; readonly faces: Face[] }>();
  for (const { ring, owners } of labelFaces(pointOf, segments)) {
    const home = owners.find((owner) => owner < communities.length);
    const source = communities[home ?? -1];
    if (home === undefined || source === undefined) continue;
    const key = `${home} ${owners.find((owner) => owner >= communities.length) ?? 'none'}`;
    const part = parts.get(key) ?? { source, faces: [] };
    parts.set(key, part);
    part.faces.push({ outer: ring, holes: [] });
  }
  return [...parts.values()].map(({ source, faces }) => ({
    source,
    polygons: dissolve(pointOf, faces).map(({ outer, holes }) =>
      [outer, ...holes].map((ring) => closedRing(lattice, ring.map(pointOf))),
    ),
  }));
}

function inOrder(units: readonly MultiPolygonRings[]): MultiPolygonRings[] {
  const keyed = units.map((unit) => ({ unit, key: JSON.stringify(unit.flat(2).toSorted(eastwards)) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ unit }) => unit);
}

const eastwards = (a: LngLat, b: LngLat): number => a[0] - b[0] || a[1] - b[1];

const stepsOf = (lattice: Lattice, ring: Ring): Point[] =>
  ring.slice(0, -1).map((at) => {
    const [x, y] = toSteps(lattice, at);
    return { x, y };
  });

function closedRing(lattice: Lattice, points: readonly Point[]): Ring {
  const positions = points.map(({ x, y }): LngLat => toLngLat(lattice, x, y));
  return [...positions, ...positions.slice(0, 1)];
}
