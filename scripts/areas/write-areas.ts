import { writePolygonFile } from '@wanmi/formats';
import type { Area, Grid } from '@wanmi/grid';

/** Areas as a GeoJSON file: `code`, `name`, and `drawn` where an area is drawn. */
export const areasText = (areas: readonly Area[]): string =>
  writePolygonFile(
    areas.map(({ code, name, drawn, polygons }) => ({
      properties: { code, name, ...(drawn ? { drawn } : {}) },
      polygons,
    })),
  );

/** Unit grids as a GeoJSON file: `code`, `areaM2`, `communityCode`, and `drawn` where the community is drawn. */
export const gridsText = (grids: readonly Grid[], targetAreaM2: number): string =>
  writePolygonFile(
    grids.map(({ code, areaM2, communityCode, drawn, rings }) => ({
      properties: { code, areaM2, communityCode, ...(drawn ? { drawn } : {}) },
      polygons: [rings],
    })),
    { targetAreaM2 },
  );
