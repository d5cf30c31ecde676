import { Clipper, FillRule, type Path64 } from 'clipper2-ts';
import { dissolve } from '../cut/dissolve.ts';
import type { EdgeStore, VertexRing } from '../cut/edge-store.ts';
import { type Lattice, type StepScale, stepScaleAt, toSteps } from '../cut/lattice.ts';
import { type Face, facesOf, twiceArea } from '../cut/loops.ts';
import type { Point } from '../cut/segments.ts';
import type { LngLat, MultiPolygonRings } from '../geometry.ts';
import { powerCells, type Site } from './power-cells.ts';

/** What is known of a street whose border is not public. */
export type StreetClaim = { readonly code: string; readonly centre: LngLat; readonly areaKm2: number };

/** An outline on the lattice with the scale at its middle. */
export type Sheet = { readonly lattice: Lattice; readonly scale: StepScale; readonly outline: readonly Path64[] };

const WEIGHT_ROUNDS = 600;
/** Areas are brought within this share of what a street claims. */
const CLOSE_ENOUGH = 1e-3;
/** Share of the missing area that a weight gains in a round; more makes neighbours swing. */
const GAIN = 0.4;

/** Puts an outline on the lattice. */
export function sheetOf(lattice: Lattice, polygons: MultiPolygonRings): Sheet {
  const outline = polygons.flatMap((rings) =>
    rings.map((ring) =>
      ring.slice(0, -1).map((at) => {
        const [x, y] = toSteps(lattice, at);
        return { x, y };
      }),
    ),
  );
  const ys = outline.flat().map(({ y }) => y);
  const middle = (ys.reduce((a, b) => Math.min(a, b)) + ys.reduce((a, b) => Math.max(a, b))) / 2;
  return { lattice, scale: stepScaleAt(lattice, middle), outline };
}

/**
 * Divides the outline into one region a street, with areas in proportion to what they claim: the cells of a power
 * diagram around the centres, whose weights are moved until the areas fit. Regions are lists of rings on the lattice.
 */
export function balanceStreets(sheet: Sheet, claims: readonly StreetClaim[]): (readonly Path64[])[] {
  const sites = claims.map(({ centre }) => siteAt(sheet, centre));
  const total = claims.reduce((sum, { areaKm2 }) => sum + areaKm2, 0);
  const outlineM2 = areaOf(sheet, sheet.outline);
  const wanted = claims.map(({ areaKm2 }) => (areaKm2 / total) * outlineM2);
  const weights = claims.map(() => 0);
  let regions: (readonly Path64[])[] = [];
  for (let round = 0; round < WEIGHT_ROUNDS; round++) {
    regions = regionsOf(
      sheet,
      sites.map((site, i) => ({ ...site, weight: weights[i] ?? 0 })),
    );
    let worst = 0;
    regions.forEach((region, i) => {
      const lack = (wanted[i] ?? 0) - areaOf(sheet, region);
      weights[i] = (weights[i] ?? 0) + GAIN * lack;
      worst = Math.max(worst, Math.abs(lack) / (wanted[i] ?? 1));
    });
    if (worst < CLOSE_ENOUGH) break;
  }
  return regions;
}

function siteAt({ lattice, scale }: Sheet, at: LngLat): Omit<Site, 'weight'> {
  const [x, y] = toSteps(lattice, at);
  return { x: x * scale.xM, y: y * scale.yM };
}

const areaOf = ({ scale }: Sheet, paths: readonly Path64[]): number =>
  Math.abs(paths.reduce((sum, path) => sum + Clipper.area(path), 0)) * scale.xM * scale.yM;

/** Far outside any outline, in metres: the lattice spans less than 750 km. */
const FAR_M = 2e6;

function regionsOf({ scale, outline }: Sheet, sites: readonly Site[]): Path64[][] {
  const frame = [
    [-FAR_M, -FAR_M],
    [FAR_M, -FAR_M],
    [FAR_M, FAR_M],
    [-FAR_M, FAR_M],
  ] as const;
  return powerCells(sites, frame).map((cell) => {
    const path = cell.map(([x, y]) => ({ x: Math.round(x / scale.xM), y: Math.round(y / scale.yM) }));
    return path.length < 3 ? [] : Clipper.intersect([...outline], [path], FillRule.EvenOdd);
  });
}

/** A street in parts: one face, unless the outline itself falls apart. */
export type StreetFaces = { readonly code: string; readonly faces: readonly Face[] };

/**
 * Gives every street one connected piece: a part cut off by a bend of the outline goes to the neighbour with which it
 * shares the longest border. A part without neighbours, an island of the outline, stays with its street.
 */
export function joinFragments(store: EdgeStore, streets: readonly StreetFaces[]): StreetFaces[] {
  const pointOf = (vertex: number): Point => store.point(vertex);
  const size = (face: Face): number => twiceArea(pointOf, face.outer);
  const parts = streets.map(({ faces }) => faces.toSorted((a, b) => size(b) - size(a)));
  const held = parts.map((faces) => faces.slice(0, 1));
  let fragments = parts.flatMap((faces, from) => faces.slice(1).map((face) => ({ face, from })));
  for (let moved = true; moved && fragments.length > 0; ) {
    moved = false;
    fragments = fragments.filter(({ face }) => {
      const host = longestNeighbour(pointOf, held, face);
      if (host === undefined) return true;
      held[host]?.push(face);
      moved = true;
      return false;
    });
  }
  for (const { face, from } of fragments) held[from]?.push(face);
  return streets.map(({ code }, i) => ({ code, faces: dissolve(pointOf, held[i] ?? []) }));
}

function longestNeighbour(
  pointOf: (vertex: number) => Point,
  held: readonly (readonly Face[])[],
  fragment: Face,
): number | undefined {
  const lengths = held.map((faces) => {
    const sides = new Set(faces.flatMap(({ outer, holes }) => [outer, ...holes].flatMap(sidesOf)));
    return fragment.outer.reduce((sum, from, i) => {
      const to = fragment.outer[(i + 1) % fragment.outer.length] ?? from;
      const [a, b] = [pointOf(from), pointOf(to)];
      return sides.has(`${to} ${from}`) ? sum + Math.hypot(b.x - a.x, b.y - a.y) : sum;
    }, 0);
  });
  const longest = Math.max(...lengths);
  return longest > 0 ? lengths.indexOf(longest) : undefined;
}

const sidesOf = (ring: VertexRing): string[] => ring.map((from, i) => `${from} ${ring[(i + 1) % ring.length] ?? from}`);

/** Lattice paths as faces, for `nodeBorders`. */
export function pathsToFaces(store: EdgeStore, paths: readonly Path64[]): Face[] {
  const rings = paths.map((path) => path.map(({ x, y }) => store.vertexAt({ x, y })));
  return facesOf((vertex) => store.point(vertex), rings);
}
