import Flatbush from 'flatbush';
import type { MultiPolygonRings } from '../geometry.ts';
import { boundsOf } from './bounds.ts';
import { fillsExactly } from './chains.ts';
import { common, type Piece, uncovered } from './clip.ts';
import type { Fault, FaultKind } from './report.ts';

/**
 * Pieces of less mean width are counted but are no faults. One step of the seventh decimal is 1.1 cm: grids that were
 * rounded each for itself overlap by less. Borders of areas as given differ from those that the grids fit by up to
 * two steps more, where vertices were brought together.
 */
const SLIVER_M = { overlap: 0.0112, border: 0.025 };

/** A shape under the name by which faults speak of it. */
export type Named = { readonly name: string; readonly polygons: MultiPolygonRings };

/** Square metres by kind, slivers included, and the faults among them. */
export type CoverFaults = {
  readonly faults: readonly Fault[];
  readonly gapM2: number;
  readonly overlapM2: number;
  readonly outsideM2: number;
  readonly sliverM2: number;
};

/** Finds where grids leave a community bare, reach beyond it, or cover a place twice. */
export function coverFaults(community: Named, grids: readonly Named[]): CoverFaults {
  if (
    fillsExactly(
      community.polygons,
      grids.map(({ polygons }) => polygons),
    )
  ) {
    return { faults: [], gapM2: 0, overlapM2: 0, outsideM2: 0, sliverM2: 0 };
  }
  const gaps = judge('gap', `community ${community.name}`, () => gapsIn(community, grids), 'no grid covers');
  const outside = grids.map((grid) =>
    judge(
      'outside',
      grid.name,
      () => uncovered(grid.polygons, [community.polygons]),
      `outside community ${community.name}:`,
    ),
  );
  const overlaps = overlappingPairs(grids).map(([a, b]) =>
    judge('overlap', a.name, () => common(a.polygons, b.polygons), `shared with grid ${b.name}:`),
  );
  return {
    faults: [gaps, ...outside, ...overlaps].flatMap(({ faults }) => faults),
    gapM2: gaps.areaM2,
    overlapM2: sumOf(overlaps, ({ areaM2 }) => areaM2),
    outsideM2: sumOf(outside, ({ areaM2 }) => areaM2),
    sliverM2: sumOf([gaps, ...outside, ...overlaps], ({ sliverM2 }) => sliverM2),
  };
}

const sumOf = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((sum, item) => sum + value(item), 0);

const gapsIn = (community: Named, grids: readonly Named[]): Piece[] =>
  uncovered(
    community.polygons,
    grids.map(({ polygons }) => polygons),
  );

type Judged = { readonly faults: readonly Fault[]; readonly areaM2: number; readonly sliverM2: number };

/** Words the pieces that the clipper finds; what it cannot work out is a fault as well. */
export function judge(kind: FaultKind, subject: string, find: () => Piece[], what: string): Judged {
  let pieces: Piece[];
  try {
    pieces = find();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { faults: [{ kind, subject, text: `${what} cannot be measured (${reason})` }], areaM2: 0, sliverM2: 0 };
  }
  const sliverM = kind === 'overlap' ? SLIVER_M.overlap : SLIVER_M.border;
  const faults = pieces
    .filter(({ widthM }) => widthM >= sliverM)
    .map(({ areaM2, at }): Fault => ({ kind, subject, text: `${what} ${areaM2.toFixed(2)} m²`, at, areaM2 }));
  const areaM2 = sumOf(pieces, (piece) => piece.areaM2);
  return { faults, areaM2, sliverM2: sumOf(pieces, (piece) => (piece.widthM < sliverM ? piece.areaM2 : 0)) };
}

/** Pairs of shapes whose boxes have an area in common. */
export function overlappingPairs(shapes: readonly Named[]): (readonly [Named, Named])[] {
  if (shapes.length < 2) return [];
  const boxes = new Flatbush(shapes.length);
  const bounds = shapes.map(({ polygons }) => boundsOf(polygons));
  for (const box of bounds) boxes.add(...box);
  boxes.finish();
  return shapes.flatMap((shape, i) =>
    boxes.search(...(bounds[i] ?? [0, 0, 0, 0])).flatMap((j) => {
      const other = shapes[j];
      return j > i && other !== undefined ? [[shape, other] as const] : [];
    }),
  );
}
