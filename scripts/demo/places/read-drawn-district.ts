import { readAreaFile, readGridFile } from '@wanmi/formats';
import type { DrawnDistrict } from './draw-places.ts';

/** Reads the files of the demo district that its roads and addresses are drawn from. */
export function readDrawnDistrict(areas: string, grids: string): DrawnDistrict {
  const communities = readAreaFile(areas, 'areas.geojson').filter(({ code }) => code.length === 12);
  const byCommunity = Map.groupBy(readGridFile(grids, 'grids.geojson').grids, ({ code = '' }) => code.slice(0, 12));
  return {
    communities: communities.map(({ code, name, polygons }) => ({ code, name, rings: polygons.flat() })),
    grids: new Map([...byCommunity].map(([code, own]) => [code, own.map(({ polygons }) => polygons[0] ?? [])])),
  };
}
