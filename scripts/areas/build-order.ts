import { type AreaFields, areaTaker, readLines, readPolygons } from '@wanmi/formats';
import type { Area, BuildOptions, LngLat, MultiPolygonRings, PolygonRings } from '@wanmi/grid';
import type { CommandContext } from '../wanmi/command.ts';
import { type ReadOptions, targetOf } from './files.ts';
import { shapeSource } from './shape-source.ts';

/** Reads areas with codes, one after the other. Throws FormatError naming the feature. */
export async function readAreaShapes(file: string, fields: AreaFields, context: CommandContext): Promise<Area[]> {
  const take = areaTaker(file, fields);
  const areas: Area[] = [];
  for await (const feature of readPolygons(shapeSource(file, context))) areas.push(take(feature));
  return areas;
}

/** What grids are to heed besides their communities, from the files that options name. */
export async function readGuides(options: ReadOptions, context: CommandContext): Promise<BuildOptions> {
  const [within, lines, keep] = [options.find('within'), options.find('lines'), options.find('keep')];
  return {
    targetM2: targetOf(options.find('target') ?? '10000'),
    ...(within === undefined ? {} : { within: await readShapes(within, context) }),
    ...(lines === undefined ? {} : { lines: await readChains(lines, context) }),
    ...(keep === undefined ? {} : { keep: (await readShapes(keep, context)).flat() as readonly PolygonRings[] }),
  };
}

/** The polygons of each feature of a file. */
export async function readShapes(file: string, context: CommandContext): Promise<MultiPolygonRings[]> {
  const shapes: MultiPolygonRings[] = [];
  for await (const { polygons } of readPolygons(shapeSource(file, context))) shapes.push(polygons);
  return shapes;
}

async function readChains(file: string, context: CommandContext): Promise<(readonly LngLat[])[]> {
  const chains: (readonly LngLat[])[] = [];
  for await (const { lines } of readLines(shapeSource(file, context))) chains.push(...lines);
  return chains;
}
