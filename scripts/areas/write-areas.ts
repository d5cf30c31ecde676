import { writePolygonFile } from '@wanmi/formats';
import type { Area, Grid } from '@wanmi/grid';
import { areaShape, gridShape } from './grid-fields.ts';

/** Areas as a GeoJSON file: `code`, `name`, `drawn` where an area is drawn, and `targetM2` where it has its own. */
export const areasText = (areas: readonly Area[]): string => writePolygonFile(areas.map(areaShape));

/** Unit grids as a GeoJSON file: `code`, `areaM2`, `communityCode`, and `drawn` where the community is drawn. */
export const gridsText = (grids: readonly Grid[], targetAreaM2: number): string =>
  writePolygonFile(grids.map(gridShape), { targetAreaM2 });
