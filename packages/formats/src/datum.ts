import gcoord from 'gcoord';
import { FormatError } from './format-error.ts';

/** The frames in which positions arrive. Inside, everything is WGS 84. */
export const DATUMS = ['wgs84', 'gcj02', 'bd09', 'cgcs2000'] as const;
export type Datum = (typeof DATUMS)[number];
type Position = readonly [lng: number, lat: number];

export const isDatum = (text: string): text is Datum => DATUMS.some((datum) => datum === text);

/** Node gives the library itself as the default of its CommonJS file, bundlers and the types give a namespace. */
const isLibrary = (value: object): value is typeof gcoord.default => 'transform' in value;
const { transform, WGS84, GCJ02, BD09 } = isLibrary(gcoord) ? gcoord : gcoord.default;
const CRS = { gcj02: GCJ02, bd09: BD09 } as const;
/** Steps of the inversion; each shrinks the error at least tenfold, from some metres. */
const INVERSION_STEPS = 6;

/**
 * Converts a position to WGS 84, `[lng, lat]` in degrees. CGCS2000 is taken as WGS 84, which it equals within 0.6 m.
 * GCJ-02 and BD-09 are inverted to below a millimetre; outside China they are left as gcoord leaves them.
 * Throws FormatError when a number is not finite or out of range.
 */
export function toWgs84(lng: number, lat: number, datum: Datum): Position {
  checkPosition(lng, lat);
  if (datum === 'wgs84' || datum === 'cgcs2000') return [lng, lat];
  let guess: Position = transform<[number, number]>([lng, lat], CRS[datum], WGS84);
  // gcoord's inverse is good to about a metre; its forward direction is exact, so the rest is found by iteration.
  for (let step = 0; step < INVERSION_STEPS; step++) {
    const [gotLng, gotLat] = fromWgs84(guess[0], guess[1], datum);
    guess = [guess[0] + lng - gotLng, guess[1] + lat - gotLat];
  }
  return guess;
}

/** Converts a WGS 84 position to another frame, for maps that draw in it. Throws FormatError as `toWgs84` does. */
export function fromWgs84(lng: number, lat: number, datum: Datum): Position {
  checkPosition(lng, lat);
  if (datum === 'wgs84' || datum === 'cgcs2000') return [lng, lat];
  return transform<[number, number]>([lng, lat], WGS84, CRS[datum]); // gcoord changes what it is given
}

function checkPosition(lng: number, lat: number): void {
  if (!(Math.abs(lng) <= 180)) {
    throw new FormatError(`cannot read position: longitude is ${lng}, needs a number from -180 to 180`);
  }
  if (!(Math.abs(lat) <= 90)) {
    throw new FormatError(`cannot read position: latitude is ${lat}, needs a number from -90 to 90`);
  }
}
