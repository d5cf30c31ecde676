import { type PolygonCoordinates, readPolygonFile } from './polygon-features.ts';

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
  const grids = features.map(({ index, properties, polygons }) => ({
    index,
    code: asText(properties[codeField]),
    communityCode: asText(properties.communityCode),
    areaM2: typeof properties.areaM2 === 'number' ? properties.areaM2 : undefined,
    polygons,
  }));
  return { grids, targetAreaM2: typeof members.targetAreaM2 === 'number' ? members.targetAreaM2 : undefined };
}

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
