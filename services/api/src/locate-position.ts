import type { Reference } from '@wanmi/cases';
import type { Location, PositionInput } from '@wanmi/contracts';
import { toWgs84 } from '@wanmi/formats';
import { locate } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';

/** Finds the grid of a position and the areas around it. Outside all grids everything is null. */
export function locatePosition(reference: Reference, { lng, lat, datum }: PositionInput, at: Instant): Location {
  const lngLat = toWgs84(lng, lat, datum);
  const code = locate(reference.gridIndex, lngLat);
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
    district: area(6),
    street: area(9),
    community: area(12),
    responsibilityGrid: null,
    position: { lng: lngLat[0], lat: lngLat[1], datum: 'wgs84' },
  };
}
