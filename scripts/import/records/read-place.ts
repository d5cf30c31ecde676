import { type Datum, FormatError, isDatum, toWgs84 } from '@wanmi/formats';
import type { FieldReader, RawRecord, Report } from './raw-record.ts';

/** Where a record lies, in WGS 84 and as its file has it. */
export type ReadPlace = {
  readonly lng: number;
  readonly lat: number;
  readonly own: { readonly lng: number; readonly lat: number; readonly datum: Datum };
};

/** Reads the position of a record: its point, else the fields `lng` and `lat`, in the frame of the field `datum`. */
export function readPlace(raw: RawRecord, read: FieldReader, report: Report): ReadPlace | undefined {
  const datum = read('datum') || 'wgs84';
  const [ownLng, ownLat] = raw.position ?? [numberOf(read('lng')), numberOf(read('lat'))];
  if (!isDatum(datum)) {
    report(`its datum is ${JSON.stringify(datum)}, needs wgs84, gcj02, bd09 or cgcs2000`);
    return undefined;
  }
  try {
    const [lng, lat] = toWgs84(ownLng, ownLat, datum);
    return { lng, lat, own: { lng: ownLng, lat: ownLat, datum } };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    report(error.message);
    return undefined;
  }
}

const numberOf = (text: string): number => (text === '' ? Number.NaN : Number(text));
