import type { Reference } from '@wanmi/cases';
import { codeAt, eachItemInBox, polygonsAt } from '@wanmi/grid';
import {
  BUFFER,
  cutPolygon,
  type Degrees,
  degreesOf,
  type TileAddress,
  type TileFeature,
  type TileProperties,
} from '@wanmi/tiles';
import type { AreaShape, Shape } from './area-shapes.ts';
import type { ZoomPlan } from './zoom-plan.ts';

/** What shapes are drawn from. */
export type Shapes = { readonly reference: Reference; readonly areas: readonly AreaShape[]; readonly plan: ZoomPlan };

/** The unit grids of a tile; where they are too many, the smallest areas that are not. */
export function gridFeatures(shapes: Shapes, tile: TileAddress): readonly TileFeature[] {
  return tile.z >= shapes.plan.grid ? gridsIn(shapes, tile) : areasIn(largerAreas(shapes, tile.z), tile);
}

/** The areas of a tile, of every level that it has room for. */
export function areaFeatures(
  { areas, plan }: Shapes,
  tile: TileAddress,
  mayShow: (code: string) => boolean,
): readonly TileFeature[] {
  const shown = areas.filter(({ code, level }) => (level === 'district' || tile.z >= plan[level]) && mayShow(code));
  return areasIn(shown, tile);
}

function gridsIn({ reference }: Shapes, tile: TileAddress): readonly TileFeature[] {
  const { gridIndex } = reference;
  const features: TileFeature[] = [];
  eachItemInBox(gridIndex, degreesOf(tile, BUFFER), (item) => {
    const rings = polygonsAt(gridIndex, item).flatMap((starts) => cutPolygon(tile, { xy: gridIndex.xy, starts }));
    if (rings.length === 0) return;
    const code = codeAt(gridIndex, item);
    const { areaM2 = 0, areaClass = 'B', drawn = false } = reference.gridOf(code) ?? {};
    features.push({ rings, properties: { level: 'grid', code, areaM2: Math.round(areaM2), areaClass, drawn } });
  });
  return features;
}

/** The areas of the finest level that has any and fits, else of the coarsest there is. */
function largerAreas({ areas, plan }: Shapes, z: number): readonly AreaShape[] {
  const levels = (['community', 'street', 'district'] as const).map((level) => ({
    fits: level === 'district' || z >= plan[level],
    shapes: areas.filter((area) => area.level === level),
  }));
  const found = levels.find(({ fits, shapes }) => fits && shapes.length > 0);
  return (found ?? levels.findLast(({ shapes }) => shapes.length > 0))?.shapes ?? [];
}

const areasIn = (shapes: readonly AreaShape[], tile: TileAddress): readonly TileFeature[] =>
  shapesIn(shapes, tile, ({ level }) => ({ level }));

/** Shapes in a tile with code, name and `drawn`, and what else is told of each. */
export function shapesIn<T extends Shape>(
  shapes: readonly T[],
  tile: TileAddress,
  more: (shape: T) => TileProperties,
): readonly TileFeature[] {
  const ground = degreesOf(tile, BUFFER);
  return shapes.flatMap((shape) => {
    if (!meet(shape.box, ground)) return [];
    const { code, name, drawn } = shape;
    const rings = shape.polygons.flatMap((polygon) => cutPolygon(tile, polygon));
    return rings.length === 0 ? [] : [{ rings, properties: { ...more(shape), code, name, drawn } }];
  });
}

const meet = (a: Degrees, b: Degrees): boolean => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
