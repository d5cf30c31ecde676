import proj4 from 'proj4';
import { FormatError, shown } from '../format-error.ts';

type Convert = (x: number, y: number) => readonly [number, number];

/** Datums that cannot be brought to WGS 84 by a formula that holds everywhere; they lie up to 100 m away. */
const LOCAL_DATUMS = /beijing_?\s*1954|xian_?\s*1980|new_beijing/i;
/** Nothing to do: degrees that are WGS 84, or within 0.6 m of it. */
const PLAIN =
  /^\s*GEOG(?:CS|CRS)\s*\[.*(WGS_?\s*(19)?84|China_?\s*(Geodetic[^"]*)?2000|CGCS_?2000|ETRS_?1989|North_American_1983|NAD_?1983|NAD83)/is;

/**
 * How positions of a Shapefile become degrees of WGS 84, by the text of its `.prj`. Without one, numbers are taken as
 * degrees. CGCS2000 counts as WGS 84. Throws FormatError for a frame that is not understood, or only holds locally.
 */
export function toDegrees(prj: string | undefined, name: string): Convert {
  if (prj === undefined || prj.trim() === '' || PLAIN.test(prj)) return (x, y) => [x, y];
  if (LOCAL_DATUMS.test(prj)) {
    throw new FormatError(
      `cannot read ${name}: its .prj names ${shown(datumOf(prj))}, which lies up to 100 m from WGS 84 by a local shift; convert it to CGCS2000 first`,
    );
  }
  try {
    const { forward } = proj4(prj, 'WGS84');
    return (x, y) => {
      const [lng = Number.NaN, lat = Number.NaN] = forward([x, y]);
      return [lng, lat];
    };
  } catch (cause) {
    throw new FormatError(`cannot read ${name}: its .prj ${shown(prj)} is not understood`, { cause });
  }
}

const datumOf = (prj: string): string => /DATUM\s*\["([^"]+)"/i.exec(prj)?.[1] ?? prj;

/** The text of a `.prj` for degrees of WGS 84, as Esri writes it. */
export const WGS84_PRJ =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
