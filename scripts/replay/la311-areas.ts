import { type AreaFields, readAreaFile } from '@wanmi/formats';
import { type Area, buildGrids, drawCommunities, mendAreas } from '@wanmi/grid';
import { areasText, gridsText } from '../areas/write-areas.ts';

/**
 * Los Angeles as one district. No division of China has a code that begins with 99: it is made up, and everything under
 * it says so by its code.
 */
export const LA_DISTRICT = { code: '990311', name: 'Los Angeles (replay, made-up code)' };

/** Larger councils are cut into communities below this. */
const MOST_COMMUNITY_M2 = 2e6;
const TARGET_M2 = 10_000;

/** The code of a council as a street: the district's and its number. Undefined for what is no number from 1 to 999. */
export function councilCode(number: unknown): string | undefined {
  const digits = String(number).trim();
  return /^[1-9]\d{0,2}$/.test(digits) ? `${LA_DISTRICT.code}${digits.padStart(3, '0')}` : undefined;
}

const FIELDS: AreaFields = { level: 'street', nameField: 'name' };

/** Reads the council polygons as streets, in order of code; only the first `most` of them when that is given. */
export function readCouncils(text: string, file: string, most = Number.POSITIVE_INFINITY): readonly Area[] {
  const root = JSON.parse(text) as {
    readonly features: readonly { readonly properties: { readonly nc_id: unknown } }[];
  };
  const features = root.features.map((feature) => ({
    ...feature,
    properties: { ...feature.properties, code: councilCode(feature.properties.nc_id) },
  }));
  const areas = readAreaFile(JSON.stringify({ ...root, features }), file, FIELDS);
  return areas.toSorted((a, b) => (a.code < b.code ? -1 : 1)).slice(0, most);
}

/** Parts the councils, draws communities in them, cuts the grids: two GeoJSON texts. About 70 s for all 99. */
export function buildDistrict(
  councils: readonly Area[],
  say: (text: string) => void,
): { areas: string; grids: string } {
  const mended = mendAreas(councils);
  const lost = mended.mendings.filter(({ beforeM2, afterM2 }) => beforeM2 - afterM2 > 0.001 * beforeM2);
  say(
    `parted ${councils.length} councils: ${lost.length} gave up more than a thousandth of their ground to lower codes`,
  );
  const drawn = drawCommunities(LA_DISTRICT, mended.areas, {
    mostM2: MOST_COMMUNITY_M2,
    nameOf: ({ name }, sequence) => `${name} ${sequence}`,
  });
  const built = buildGrids(drawn, {
    targetM2: TARGET_M2,
    onCommunity: (done, total) => {
      if (done % 50 === 0 || done === total) say(`cut ${done} of ${total} communities into unit grids`);
    },
  });
  say(`built ${built.grids.length} unit grids`);
  return { areas: areasText(built.areas), grids: gridsText(built.grids, TARGET_M2) };
}
