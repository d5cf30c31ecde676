import { gridLife, places } from '@wanmi/db';
import { type Box, buildGridIndex, codeAt, type GridIndex, itemsInBox, type LngLat, localScale } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';
import type { Desk } from '../desk.ts';
import { polygonsOf } from '../reference/read-parts.ts';

/** A position (WGS 84), and how far around it grids are asked for, in metres. */
export type Spot = { readonly at: LngLat; readonly withinM: number };

/**
 * An index in which positions are located as grids are at an instant: that in memory for any time since the last change of
 * a grid, else a small one of the grids around the positions as they were or will be then, by two queries.
 */
export async function gridIndexAt(
  { db, reference, now }: Pick<Desk, 'db' | 'reference' | 'now'>,
  spots: readonly Spot[],
  at: Instant,
): Promise<GridIndex> {
  const { gridIndex, gridOf, gridsSince, changesAt } = reference();
  if (at >= gridsSince && (changesAt === null || at < changesAt)) return gridIndex;
  const boxes = spots.map(boxOf);
  const inForce = new Set(
    boxes.flatMap((box) => [...itemsInBox(gridIndex, box)].map((item) => codeAt(gridIndex, item))),
  );
  const held = [...inForce].filter((code) => {
    const grid = gridOf(code);
    return grid !== undefined && grid.validFrom <= at && (grid.validTo === null || at < grid.validTo);
  });
  const others = await gridLife.listGridsThen(db, boxes, { at, now: now() });
  const shapes = [...(await places.listGridShapes(db, held)), ...others].map(
    ({ code, geometry }) => [code, { code, polygons: polygonsOf(code, geometry) }] as const,
  );
  return buildGridIndex(new Map(shapes).values());
}

function boxOf({ at: [lng, lat], withinM }: Spot): Box {
  const { lngM, latM } = localScale(lat);
  const [x, y] = [withinM / Math.max(1, lngM), withinM / latM];
  return [lng - x, lat - y, lng + x, lat + y];
}
