import type { Reference, Scope } from '@wanmi/cases';
import { type Database, mapPoints } from '@wanmi/db';
import { codeAt, eachItemInBox } from '@wanmi/grid';
import {
  degreesOf,
  type Lattice,
  latticeOf,
  mercatorX,
  mercatorY,
  type TileAddress,
  type TileFeature,
  unitsOf,
} from '@wanmi/tiles';
import { END_STATES } from '@wanmi/workflow';
import type { Kysely } from 'kysely';

/** From this zoom on components stand where they are; below, each counts in the middle of its unit grid. */
const COMPONENTS_FROM = 14;
/** How long counts of components may be old, in milliseconds. */
const COUNTS_MS = 60_000;

/** The points of a tile. */
export type PointTiles = {
  readonly cases: (tile: TileAddress, scope: Scope | undefined) => Promise<readonly TileFeature[]>;
  /** Of these areas only; an empty prefix is everywhere. */
  readonly components: (
    reference: Reference,
    tile: TileAddress,
    areas: readonly string[],
  ) => Promise<readonly TileFeature[]>;
};

/** Points from the database, counted by cell of a lattice where several are near each other. */
export function openPointTiles(db: Kysely<Database>): PointTiles {
  let counted = -Infinity;
  let counts: Promise<ReadonlyMap<string, number>> = Promise.resolve(new Map());
  const countsNow = (): typeof counts => {
    if (performance.now() - counted < COUNTS_MS) return counts;
    counted = performance.now();
    counts = mapPoints.countComponentsByGrid(db);
    // A failed count is not remembered.
    counts.catch(() => {
      counted = -Infinity;
    });
    return counts;
  };
  return {
    cases: async (tile, scope) => {
      const points = await mapPoints.listCasePoints(db, cellsOf(tile), { scope, endStates: END_STATES });
      return points.map((point) => caseFeature(tile, point));
    },
    components: async (reference, tile, areas) => {
      if (areas.length === 0) return [];
      if (tile.z < COMPONENTS_FROM) return countFeatures(reference, tile, { areas, counts: await countsNow() });
      const points = await mapPoints.listComponentPoints(db, cellsOf(tile), areas);
      return points.map((point) => componentFeature(tile, point));
    },
  };
}

/** A little more ground than the cells have: which cell a point falls into is computed twice, by degrees and by cells. */
function cellsOf(tile: TileAddress): mapPoints.MapCells {
  return { ...latticeOf(tile), box: degreesOf(tile, 1) };
}

function caseFeature(tile: TileAddress, { lng, lat, count, red, yellow, ...one }: mapPoints.CasePoint): TileFeature {
  const light = red > 0 ? 'red' : yellow > 0 ? 'yellow' : 'green';
  const { caseId, caseNo, state, classCode, areaCode } = one;
  const properties =
    count === 1 ? { count, light, caseId, caseNo, state, classCode, code: areaCode } : { count, light, red, yellow };
  return { point: unitsOf(tile, lng, lat), properties };
}

function componentFeature(tile: TileAddress, point: mapPoints.ComponentPoint): TileFeature {
  const { lng, lat, count, componentId: code, classCode, name, state } = point;
  return {
    point: unitsOf(tile, lng, lat),
    properties: count === 1 ? { count, code, classCode, name, state } : { count },
  };
}

type Counted = { readonly areas: readonly string[]; readonly counts: ReadonlyMap<string, number> };

/** Counts by cell of the lattice from the counts by unit grid. */
function countFeatures(
  { gridIndex }: Reference,
  tile: TileAddress,
  { areas, counts }: Counted,
): readonly TileFeature[] {
  const lattice = latticeOf(tile);
  const cells = new Map<number, { count: number; lng: number; lat: number }>();
  eachItemInBox(gridIndex, degreesOf(tile, 1), (item) => {
    const code = codeAt(gridIndex, item);
    const count = counts.get(code);
    if (count === undefined || !areas.some((area) => code.startsWith(area))) return;
    const { boxes } = gridIndex;
    const lng = ((boxes[4 * item] ?? 0) + (boxes[4 * item + 2] ?? 0)) / 2;
    const lat = ((boxes[4 * item + 1] ?? 0) + (boxes[4 * item + 3] ?? 0)) / 2;
    const cell = cellOf(lattice, lng, lat);
    if (cell === undefined) return;
    const held = cells.get(cell) ?? { count: 0, lng: 0, lat: 0 };
    cells.set(cell, { count: held.count + count, lng: held.lng + count * lng, lat: held.lat + count * lat });
  });
  return Array.from(cells.values(), ({ count, lng, lat }) => ({
    point: unitsOf(tile, lng / count, lat / count),
    properties: { count },
  }));
}

/** The number of the tile's cell that holds a position; undefined when another tile's does. */
function cellOf({ side, columns, rows }: Lattice, lng: number, lat: number): number | undefined {
  const column = Math.floor(mercatorX(lng) * side);
  const row = Math.floor(mercatorY(lat) * side);
  if (column < columns[0] || column > columns[1] || row < rows[0] || row > rows[1]) return undefined;
  return (row - rows[0]) * (columns[1] - columns[0] + 1) + column - columns[0];
}
