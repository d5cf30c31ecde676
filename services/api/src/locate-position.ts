import { MOST_ACCURACY_M, type Reference } from '@wanmi/cases';
import type { LocateInput, Location } from '@wanmi/contracts';
import { toWgs84 } from '@wanmi/formats';
import { nearest } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';

/**
 * Finds the grid of a position and the areas around it. Outside all grids the nearest one within the accuracy, which
 * `outsideM` then tells, else everything is null.
 */
export function locatePosition(reference: Reference, position: LocateInput, at: Instant): Location {
  const { lng, lat, datum, accuracyM = 0 } = position;
  const lngLat = toWgs84(lng, lat, datum);
  const near = nearest(reference.gridIndex, lngLat, Math.min(accuracyM, MOST_ACCURACY_M));
  const code = near?.code;
  const grid = code === undefined ? undefined : reference.gridOf(code);
  const area = (length: number) => {
    const prefix = code?.slice(0, length);
    const found = prefix === undefined ? undefined : reference.areas.get(prefix);
    return prefix !== undefined && found ? { code: prefix, name: found.name, drawn: found.drawn } : null;
  };
  return {
    gridCode: code ?? null,
    areaClass: grid?.areaClass ?? null,
    ...(grid === undefined ? {} : { managed: grid.managedFrom <= at, drawn: grid.drawn }),
    ...(near === undefined ? {} : { outsideM: Math.ceil(near.distanceM) }),
    district: area(6),
    street: area(9),
    community: area(12),
    responsibilityGrid: null,
    position: { lng: lngLat[0], lat: lngLat[1], datum: 'wgs84' },
  };
}
