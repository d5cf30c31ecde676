import type { gridChanges } from '@wanmi/db';
import { areaOfAllM2, commonM2, type MultiPolygonRings } from '@wanmi/grid';

type Shape = { readonly code: string; readonly polygons: MultiPolygonRings };

/** Of each new grid the old one that shares most ground with it. */
export type Heirs = ReadonlyMap<string, string>;

/** Less ground in common is rounding. */
const LEAST_M2 = 1;

/** Which new grid follows which old one, by the ground that they share. */
export function heirsOf(
  old: readonly Shape[],
  begun: readonly Shape[],
): { readonly heirs: Heirs; readonly successions: readonly gridChanges.Succession[] } {
  const byCommunity = Map.groupBy(old, ({ code }) => code.slice(0, 12));
  const pairs = begun.flatMap((next) =>
    (byCommunity.get(next.code.slice(0, 12)) ?? [])
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

/** Where the clipper gives up, on shapes that the check refuses anyway, all of the smaller counts. */
function sharedM2(a: Shape, b: Shape): number {
  try {
    return commonM2(a.polygons, b.polygons);
  } catch {
    return Math.min(areaOfAllM2(a.polygons), areaOfAllM2(b.polygons));
  }
}
