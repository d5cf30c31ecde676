import { FormatError, normalizeAreaCode, type PolygonCoordinates, readCsvFile, readPolygonFile } from '@wanmi/formats';
import type { Outline, StreetPlan } from '@wanmi/grid';

/** A file's text under the name that errors give it. */
export type NamedText = { readonly file: string; readonly text: string };

/** Reads the facts that streets and communities are drawn from. Throws FormatError where they are not readable. */
export function readPlans(outline: NamedText, streets: NamedText, communities: NamedText): [Outline, StreetPlan[]] {
  const plans = readStreets(streets, communities);
  const district = plans[0]?.code.slice(0, 6) ?? '';
  return [readOutline(outline, district), plans];
}

/**
 * Reads the outline of a district: GeoJSON with one feature, or `{ code, name, ring }` with `ring` a list of positions.
 * Without a code it is the district of the streets.
 */
function readOutline({ file, text }: NamedText, district: string): Outline {
  const { features } = readPolygonFile(asGeoJson(text), file);
  const [only, second] = features;
  if (only === undefined || second !== undefined) {
    throw new FormatError(`cannot read ${file}: it has ${features.length} features, needs one outline`);
  }
  const { code = district, name, Name } = only.properties;
  const digits = normalizeAreaCode(code);
  if (digits === undefined)
    throw new FormatError(`cannot read ${file}: its code is ${JSON.stringify(code)}, needs 6 digits`);
  return { code: digits, name: String(name ?? Name ?? ''), polygons: only.polygons };
}

/** Turns the short form of an outline into a feature; any other text is left to the reader of GeoJSON. */
function asGeoJson(text: string): string {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return text; // the reader says what is wrong with it
  }
  if (typeof root !== 'object' || root === null || !('ring' in root)) return text;
  const { ring, ...properties } = root;
  const coordinates = [ring] as readonly unknown[] as PolygonCoordinates; // checked by the reader
  return JSON.stringify({ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates } });
}

function readStreets(streets: NamedText, communities: NamedText): StreetPlan[] {
  const members = readCsvFile(communities.text, communities.file, ['community_code', 'name']);
  const rows = readCsvFile(streets.text, streets.file, ['street_code', 'name', 'centre_lng', 'centre_lat', 'area_km2']);
  const plans = rows.map((row): StreetPlan => {
    const numberOf = (column: 'centre_lng' | 'centre_lat' | 'area_km2'): number => {
      const value = Number(row[column] || Number.NaN);
      if (Number.isFinite(value)) return value;
      throw new FormatError(
        `cannot read line ${row.line} of ${streets.file}: ${column} is "${row[column]}", needs a number`,
      );
    };
    const code = normalizeAreaCode(row.street_code) ?? row.street_code;
    return {
      code,
      name: row.name,
      centre: [numberOf('centre_lng'), numberOf('centre_lat')],
      areaKm2: numberOf('area_km2'),
      communities: members
        .filter((member) => member.community_code.startsWith(code))
        .map((member) => ({ code: member.community_code, name: member.name })),
    };
  });
  const stray = members.find((member) => !plans.some(({ code }) => member.community_code.startsWith(code)));
  if (stray === undefined) return plans;
  throw new FormatError(
    `cannot read line ${stray.line} of ${communities.file}: community ${stray.community_code} is in none of the streets`,
  );
}
