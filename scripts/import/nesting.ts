import { type Database, imports } from '@wanmi/db';
import { areaOfAllM2, type MultiPolygonRings, outsideM2 } from '@wanmi/grid';
import type { Transaction } from 'kysely';
import { geometryOf, polygonsOf } from './geometry.ts';
import type { Rejection } from './outcome.ts';
import type { PlacedArea } from './read-areas.ts';

/**
 * Percent of an area that may lie outside its parent. Borders of two levels are often drawn by two bodies: of the
 * response districts of one real city eight of 117 reach 1 to 15 % into the next neighbourhood.
 */
export const NESTING_PERCENT = 20;
/** Above this an area is told of: more than borders digitised twice make. */
const TOLD_PERCENT = 1;

export type Nesting = { readonly rejected: readonly Rejection[]; readonly warnings: readonly Rejection[] };

type Pair = { readonly child: string; readonly parent: string; readonly told: Pick<Rejection, 'file' | 'place'> };

/**
 * Checks that areas lie inside their parents, those of the files and those in the database, and that areas in the
 * database still lie inside parents that the files change. Areas without a border cannot be judged and pass.
 */
export async function checkNesting(
  trx: Transaction<Database>,
  placed: readonly PlacedArea[],
  tolerancePercent: number,
): Promise<Nesting> {
  const withBorder = placed.filter(({ area }) => area.polygons.length > 0);
  const codes = withBorder.map(({ area }) => area.code);
  const stored = await imports.listAreasAround(trx, [...codes, ...codes.map((code) => code.slice(0, -3))]);
  const borders = new Map<string, MultiPolygonRings>();
  for (const { code, geometry } of stored) if (geometry !== null) borders.set(code, polygonsOf(geometry));
  const before = new Map(stored.map(({ code, geometry }) => [code, JSON.stringify(geometry)]));
  const changed = new Set<string>();
  for (const { area } of withBorder) {
    if (before.get(area.code) !== JSON.stringify(geometryOf(area.polygons))) changed.add(area.code);
    borders.set(area.code, area.polygons);
  }
  const judged = pairsOf(withBorder, stored)
    .filter(({ child, parent }) => changed.has(child) || changed.has(parent))
    .map((pair) => judge(pair, borders, tolerancePercent));
  return {
    rejected: judged.flatMap((one) => one?.rejected ?? []),
    warnings: judged.flatMap((one) => one?.warnings ?? []),
  };
}

function pairsOf(placed: readonly PlacedArea[], stored: readonly imports.AreaRow[]): readonly Pair[] {
  const own = new Map(placed.map((one) => [one.area.code, one]));
  const fromFiles = placed.map(
    ({ area, file, place }): Pair => ({ child: area.code, parent: area.code.slice(0, -3), told: { file, place } }),
  );
  const fromDatabase = stored.flatMap(({ code }): Pair[] => {
    const parent = own.get(code.slice(0, -3));
    return parent === undefined || own.has(code) ? [] : [{ child: code, parent: parent.area.code, told: parent }];
  });
  return [...fromFiles, ...fromDatabase];
}

function judge(
  { child, parent, told }: Pair,
  borders: ReadonlyMap<string, MultiPolygonRings>,
  tolerancePercent: number,
) {
  const [inner, outer] = [borders.get(child), borders.get(parent)];
  if (inner === undefined || outer === undefined) return undefined;
  const { file, place } = told;
  const outside = measured(inner, outer);
  if (typeof outside === 'string') {
    return { warnings: [{ file, place, reason: `cannot measure area ${child} against ${parent}: ${outside}` }] };
  }
  const percent = (100 * outside) / areaOfAllM2(inner);
  if (percent <= Math.min(TOLD_PERCENT, tolerancePercent)) return undefined;
  const figures = `${percent.toFixed(1)} % of area ${child} (${Math.round(outside)} m²) lies outside ${parent}`;
  if (percent <= tolerancePercent) return { warnings: [{ file, place, reason: figures }] };
  return { rejected: [{ file, place, reason: `${figures}, at most ${tolerancePercent} % may (--tolerance)` }] };
}

/** Square metres outside, or why the clipper gave up: "grid build" and "grid check" tell of the shape then. */
function measured(inner: MultiPolygonRings, outer: MultiPolygonRings): number | string {
  try {
    return outsideM2(inner, outer);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
