import { type Area, buildGridIndex, type LngLat, locate } from '@wanmi/grid';

/** Makes the code of a street look like that of a grid, which the index wants, and keeps the order of codes. */
const AS_GRID = '001001';

/** Finds the street of the source, as it was before mending, that a position lies in: the lowest code where several do. */
export function areaFinder(streets: readonly Area[]): (at: LngLat) => string | undefined {
  const index = buildGridIndex(streets.map(({ code, polygons }) => ({ code: `${code}${AS_GRID}`, polygons })));
  return (at) => locate(index, at)?.slice(0, -AS_GRID.length);
}
