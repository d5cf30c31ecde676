import type { gridChanges } from '@wanmi/db';
import {
  areaOfAllM2,
  type Box,
  buildGridIndex,
  codeAt,
  commonM2,
  itemsInBox,
  type MultiPolygonRings,
} from '@wanmi/grid';

type Shape = { readonly code: string; readonly polygons: MultiPolygonRings };

/** Of each new grid the old one that shares most ground with it. */
export type Heirs = ReadonlyMap<string, string>;

/** Less ground in common is rounding. */
const LEAST_M2 = 1;

/** Which new grid follows which old one, by the ground that they share; of another community too, when borders moved. */
export function heirsOf(
  old: readonly Shape[],
  begun: readonly Shape[],
): { readonly heirs: Heirs; readonly successions: readonly gridChanges.Succession[] } {
  const index = buildGridIndex(old);
  const byCode = new Map(old.map((one) => [one.code, one]));
  const pairs = begun.flatMap((next) =>
    [...itemsInBox(index, boxOf(next.polygons))]
      .flatMap((item) => byCode.get(codeAt(index, item)) ?? [])
      .map((before) => ({ old: before.code, new: next.code, m2: sharedM2(before, next) }))
      .filter(({ m2 }) => m2 > LEAST_M2),
  );
  const heirs = new Map<string, string>();
  for (const { old: before, new: next } of pairs.toSorted((p, q) => p.m2 - q.m2)) heirs.set(next, before);
  const followed = new Set(pairs.map((pair) => pair.old));
  return {
    heirs,
    successions: [
      ...pairs.map((pair) => ({ old: pair.old, new: pair.new })),
      ...old.filter(({ code }) => !followed.has(code)).map(({ code }) => ({ old: code, new: null })),
      ...begun.filter(({ code }) => !heirs.has(code)).map(({ code }) => ({ old: null, new: code })),
    ],
  };
}

function boxOf(polygons: MultiPolygonRings): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lng, lat] of polygons.flat(2)) {
    [west, south, east, north] = [Math.min(west, lng), Math.min(south, lat), Math.max(east, lng), Math.max(north, lat)];
  }
  return [west, south, east, north];
}

/** Where the clipper gives up, on shapes that the check refuses anyway, all of the smaller counts. */
function sharedM2(a: Shape, b: Shape): number {
  try {
    return commonM2(a.polygons, b.polygons);
  } catch {
    return Math.min(areaOfAllM2(a.polygons), areaOfAllM2(b.polygons));
  }
}
