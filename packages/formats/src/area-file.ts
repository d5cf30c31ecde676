import { readCsvFile } from './csv-file.ts';
import { FormatError, shown } from './format-error.ts';
import { type PolygonCoordinates, type PolygonFeature, readPolygonFile } from './polygon-features.ts';

export type AreaLevel = 'district' | 'street' | 'community';

/** Where a file that does not follow our own properties keeps its code and name. */
export type AreaFields = {
  /** The level of all its features; codes of another level are refused. */
  readonly level?: AreaLevel;
  readonly codeField?: string;
  readonly nameField?: string;
};

/** An area as a file brings it: 6, 9 or 12 digits. */
export type AreaRecord = {
  readonly code: string;
  readonly name: string;
  /** The feature says `drawn: true`: made for a demo, not surveyed. */
  readonly drawn: boolean;
  readonly polygons: readonly PolygonCoordinates[];
  /** Wanted area of its grids in m², where the feature says it as `targetM2`. */
  readonly targetM2?: number;
};

const DIGITS: Readonly<Record<AreaLevel, number>> = { district: 6, street: 9, community: 12 };

/**
 * Brings a code to the length of its level: 12 digits ending in 000 name a street, in 000000 a district.
 * Numbers are taken as digits. Undefined for anything that is not then 6, 9 or 12 digits without a part 000.
 */
export function normalizeAreaCode(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const digits = String(value).trim();
  const short =
    digits.length === 12 ? digits.replace(/^(\d{6})(?:000){2}$/, '$1').replace(/^(\d{9})000$/, '$1') : digits;
  return /^[1-9]\d{5}(?:(?!000)\d{3}){0,2}$/.test(short) ? short : undefined;
}

/**
 * Reads a GeoJSON file of areas of any level. Throws FormatError naming the feature for a missing or wrong code, a
 * code of another level than `fields.level`, or a repeated code.
 */
export function readAreaFile(text: string, file: string, fields: AreaFields = {}): AreaRecord[] {
  const take = areaTaker(file, fields);
  return readPolygonFile(text, file).features.map(take);
}

/** Reads the features of one file as areas, one after the other. Throws FormatError as `readAreaFile` does. */
export function areaTaker(file: string, fields: AreaFields = {}): (feature: PolygonFeature) => AreaRecord {
  const seen = new Map<string, number>();
  return (feature) => {
    const area = readArea(feature, file, fields);
    const earlier = seen.get(area.code);
    if (earlier !== undefined) {
      throw new FormatError(
        `cannot read feature ${feature.index} of ${file}: code ${area.code} is that of feature ${earlier} too, needs to be unique (one MultiPolygon for several parts)`,
      );
    }
    seen.set(area.code, feature.index);
    return area;
  };
}

function readArea({ index, properties, polygons }: PolygonFeature, file: string, fields: AreaFields): AreaRecord {
  const { level, codeField = 'code', nameField = 'name' } = fields;
  const found = properties[codeField];
  const code = normalizeAreaCode(found);
  if (code === undefined || (level !== undefined && code.length !== DIGITS[level])) {
    const needed = level === undefined ? '6, 9 or 12 digits' : `${DIGITS[level]} digits of a ${level}`;
    const fieldsHint = codeField in properties ? '' : `; it has ${shown(Object.keys(properties).join(', '))}`;
    throw new FormatError(
      `cannot read feature ${index} of ${file}: "${codeField}" is ${shown(found)}, needs ${needed}${fieldsHint}`,
    );
  }
  const targetM2 = targetOf(properties.targetM2, index, file);
  const drawn = isTrue(properties.drawn);
  return {
    code,
    name: nameOf(properties[nameField]),
    drawn,
    polygons,
    ...(targetM2 === undefined ? {} : { targetM2 }),
  };
}

/** Tables hold words only. */
const isTrue = (value: unknown): boolean => value === true || value === 'true';

function targetOf(value: unknown, index: number, file: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const target = typeof value === 'string' ? Number(value) : value;
  if (typeof target === 'number' && target > 0 && Number.isFinite(target)) return target;
  throw new FormatError(
    `cannot read feature ${index} of ${file}: "targetM2" is ${shown(value)}, needs the wanted area of a grid in m²`,
  );
}

/** An area of a file that holds no codes. */
export type UncodedRecord = Omit<AreaRecord, 'code'> & { readonly index: number };

/** Reads a GeoJSON file of areas without codes. Throws FormatError naming the feature for one without a name. */
export function readUncodedAreaFile(text: string, file: string, fields: AreaFields = {}): UncodedRecord[] {
  const { nameField = 'name' } = fields;
  return readPolygonFile(text, file).features.map(({ index, properties, polygons }) => {
    const name = nameOf(properties[nameField]);
    if (name !== '') return { index, name, drawn: properties.drawn === true, polygons };
    throw new FormatError(
      `cannot read feature ${index} of ${file}: "${nameField}" is ${shown(properties[nameField])}, needs a name; it has ${shown(Object.keys(properties).join(', '))}`,
    );
  });
}

/** An area of a table: code and name, and the line it stands in. */
export type AreaRow = { readonly line: number; readonly code: string | undefined; readonly name: string };

/** Reads a CSV file of codes and names; a code that is none is undefined. Throws FormatError as `readCsvFile` does. */
export function readAreaTable(text: string, file: string, { codeField = 'code', nameField = 'name' }: AreaFields = {}) {
  const rows = readCsvFile(text, file, [codeField, nameField]);
  return rows.map((row): AreaRow => {
    const cells: Readonly<Record<string, unknown>> = row;
    return { line: row.line, code: normalizeAreaCode(cells[codeField]), name: nameOf(cells[nameField]) };
  });
}

/** Numbers are names too: districts of a police force, wards. */
const nameOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
