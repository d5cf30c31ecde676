import type { DbfEncoding, ShapeField, ShapeToWrite } from '@wanmi/formats';
import type { Area, Grid } from '@wanmi/grid';
import { CommandError } from '../wanmi/command.ts';
import type { ReadOptions } from './files.ts';

/** Columns of unit grids in tables and Shapefiles. */
export const GRID_FIELDS: readonly ShapeField[] = [
  { name: 'code', type: 'text', length: 15 },
  { name: 'areaM2', type: 'number', length: 18 },
  { name: 'communityCode', short: 'commCode', type: 'text', length: 12 },
  { name: 'drawn', type: 'logical', length: 1 },
];

/** Columns of areas there. */
export const AREA_FIELDS: readonly ShapeField[] = [
  { name: 'code', type: 'text', length: 12 },
  { name: 'name', type: 'text', length: 120 },
  { name: 'drawn', type: 'logical', length: 1 },
  { name: 'targetM2', type: 'number', length: 18 },
];

export const gridShape = ({ code, areaM2, communityCode, drawn, rings }: Grid): ShapeToWrite => ({
  properties: { code, areaM2, communityCode, ...(drawn ? { drawn } : {}) },
  polygons: [rings],
});

export const areaShape = ({ code, name, drawn, polygons, targetM2 }: Area): ShapeToWrite => ({
  properties: { code, name, ...(drawn ? { drawn } : {}), ...(targetM2 === undefined ? {} : { targetM2 }) },
  polygons,
});

/** Reads `--encoding`. Throws CommandError for anything but utf-8 and gbk. */
export function encodingOf(options: ReadOptions): { readonly encoding?: DbfEncoding } {
  const found = options.find('encoding')?.toLowerCase();
  if (found === undefined) return {};
  if (found === 'gbk' || found === 'utf-8') return { encoding: found };
  throw new CommandError(`--encoding is ${JSON.stringify(found)}, needs utf-8 or gbk`);
}
