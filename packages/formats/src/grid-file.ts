import { type PolygonCoordinates, type PolygonFeature, readPolygonFile } from './polygon-features.ts';

/** A unit grid as a file brings it; what is absent or of another type is undefined, and judged by the checker. */
export type GridRecord = {
  readonly index: number;
  readonly code: string | undefined;
  readonly communityCode: string | undefined;
  readonly areaM2: number | undefined;
  readonly polygons: readonly PolygonCoordinates[];
};

export type GridFile = {
  readonly grids: readonly GridRecord[];
  /** The target area that the grids were built for, when the file says it. */
  readonly targetAreaM2: number | undefined;
};

/** Reads a GeoJSON file of unit grids, in the order of the file. Throws FormatError for unreadable geometry. */
export function readGridFile(text: string, file: string, codeField = 'code'): GridFile {
  const { features, members } = readPolygonFile(text, file);
  const grids = features.map((feature) => gridRecordOf(feature, codeField));
  return { grids, targetAreaM2: typeof members.targetAreaM2 === 'number' ? members.targetAreaM2 : undefined };
}

/** A feature as a unit grid. A Shapefile's table has `commCode` for `communityCode`. */
export function gridRecordOf({ index, properties, polygons }: PolygonFeature, codeField = 'code'): GridRecord {
  const areaM2 = typeof properties.areaM2 === 'string' ? Number(properties.areaM2) : properties.areaM2;
  return {
    index,
    code: asText(properties[codeField]),
    communityCode: asText(properties.communityCode ?? properties.commCode),
    areaM2: typeof areaM2 === 'number' ? areaM2 : undefined,
    polygons,
  };
}

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
