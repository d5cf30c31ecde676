import { type AreaFields, type AreaRecord, FormatError, readAreaFile, readAreaTable } from '@wanmi/formats';
import type { Rejection, SourceFile } from './outcome.ts';
import { readFeatures } from './read-features.ts';

/** An area of a file, and where it stands there. One of a table has no polygons. */
export type PlacedArea = { readonly area: AreaRecord; readonly file: string; readonly place: string };

/** The areas of some files, with what could not be read. */
export type AreasRead = {
  readonly read: number;
  readonly placed: readonly PlacedArea[];
  readonly rejected: readonly Rejection[];
};

/** Reads areas with codes: GeoJSON, or CSV of codes and names where the name of the file ends in `.csv`. */
export function readAreas(files: readonly SourceFile[], fields: AreaFields): AreasRead {
  const all = files.map((file) => (isTable(file) ? readTable(file, fields) : readGeoJson(file, fields)));
  return {
    read: all.reduce((sum, { read }) => sum + read, 0),
    placed: all.flatMap(({ placed }) => placed),
    rejected: all.flatMap(({ rejected }) => rejected),
  };
}

/** A table with borders as well-known text comes as GeoJSON under its own name. */
const isTable = ({ name, text }: SourceFile): boolean => /\.csv(\.gz)?$/i.test(name) && !text.startsWith('{');

function readGeoJson(file: SourceFile, fields: AreaFields): AreasRead {
  const { value = [], read, rejected } = readFeatures(file, (text, name) => readAreaFile(text, name, fields));
  const placed = value.map((area, index) => ({ area, file: file.name, place: `feature ${index}` }));
  return { read, placed, rejected };
}

const DIGITS = { district: 6, street: 9, community: 12 } as const;

function readTable(file: SourceFile, fields: AreaFields): AreasRead {
  const { name: named, text } = file;
  const rejected: Rejection[] = [];
  try {
    const rows = readAreaTable(text, named, fields);
    const placed = rows.flatMap(({ line, code, name }): PlacedArea[] => {
      const place = `row ${line}`;
      const digits = fields.level === undefined ? '6, 9 or 12' : DIGITS[fields.level];
      if (code !== undefined && (fields.level === undefined || code.length === digits)) {
        return [{ area: { code, name, drawn: false, polygons: [] }, file: named, place }];
      }
      rejected.push({ file: named, place, reason: `"${name}" has no code of ${digits} digits, needs one` });
      return [];
    });
    return { read: rows.length, placed, rejected };
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    return { read: 0, placed: [], rejected: [{ file: named, place: 'file', reason: cause.message }] };
  }
}
