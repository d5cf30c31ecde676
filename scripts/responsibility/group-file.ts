import { readCsvFile, readPolygonFile, writePolygonFile } from '@wanmi/formats';
import type { NamedGroup } from './group-grids.ts';

/** A responsibility grid as a file has it, and where it stands there. */
export type FileGroup = {
  readonly code: string;
  readonly name: string;
  readonly cells: readonly string[];
  readonly place: string;
};

/** Writes responsibility grids as GeoJSON: `code`, `name`, `areaCode`, `weight`, `areaM2`, `grids`. */
export const groupsText = (groups: readonly NamedGroup[]): string =>
  writePolygonFile(
    groups.map(({ code, name, areaCode, weight, areaM2, cells, polygons }) => ({
      properties: { code, name, areaCode, gridCount: cells.length, weight, areaM2, grids: cells },
      polygons,
    })),
  );

/**
 * Reads responsibility grids: GeoJSON with `code`, `name` and `grids` (a list, or codes between commas), or, where the
 * name ends in `.csv`, a row a unit grid: `responsibility_code,grid_code[,name]`. Throws FormatError for a file that is none.
 */
export function readGroups(text: string, file: string): readonly FileGroup[] {
  if (/\.csv(\.gz)?$/i.test(file)) return readTable(text, file);
  return readPolygonFile(text, file).features.map(({ index, properties }) => {
    const { code = '', name, grids = [] } = properties;
    const cells = Array.isArray(grids)
      ? grids.map(String)
      : String(grids)
          .split(/[\s,;]+/)
          .filter((cell) => cell !== '');
    return { code: String(code), name: String(name ?? code), cells, place: `feature ${index}` };
  });
}

function readTable(text: string, file: string): readonly FileGroup[] {
  const hasName = /(^|,)\s*"?name"?\s*(,|\r?\n)/.test(text.slice(0, text.indexOf('\n') + 1));
  const rows = hasName
    ? readCsvFile(text, file, ['responsibility_code', 'grid_code', 'name'])
    : readCsvFile(text, file, ['responsibility_code', 'grid_code']).map((row) => ({ ...row, name: '' }));
  return [...Map.groupBy(rows, (row) => row.responsibility_code)].map(([code, members]) => ({
    code,
    name: members.find(({ name }) => name !== '')?.name ?? code,
    cells: members.map(({ grid_code: cell }) => cell),
    place: `row ${members[0]?.line ?? 1}`,
  }));
}

/** Reads weights of unit grids: a row each, `grid_code,weight`. Throws FormatError as `readCsvFile` does. */
export function readWeights(text: string, file: string): ReadonlyMap<string, number> {
  const rows = readCsvFile(text, file, ['grid_code', 'weight']);
  return new Map(rows.map(({ grid_code: code, weight }) => [code, Math.max(0, Number(weight) || 0)]));
}
