import { canSee, type Desk, gridIndexAt, MOST_ACCURACY_M, type Responsible, responsibleAt } from '@wanmi/cases';
import type { LocateInput, Location } from '@wanmi/contracts';
import { toWgs84 } from '@wanmi/formats';
import { type GridIndex, type LngLat, nearest } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';
import type { Viewer } from './viewers.ts';

/**
 * Finds the grids of positions and the areas around them as they are at an instant. Outside all grids the nearest one
 * within the accuracy, which `outsideM` then tells, else everything is null.
 */
export async function locatePositions(
  desk: Desk,
  positions: readonly LocateInput[],
  { at, viewer }: { readonly at: Instant; readonly viewer: Viewer },
): Promise<Location[]> {
  const spots = positions.map(({ lng, lat, datum, accuracyM = 0 }) => ({
    at: toWgs84(lng, lat, datum),
    withinM: Math.min(accuracyM, MOST_ACCURACY_M),
  }));
  const index = await gridIndexAt(desk, spots, at);
  const located = spots.map((spot) => locationOf(desk, index, spot, at));
  const responsible = new Map<string, Location['responsibilityGrid']>();
  for (const code of new Set(located.flatMap(({ gridCode }) => gridCode ?? []))) {
    responsible.set(code, viewResponsible(await responsibleAt(desk, code, at), viewer, code));
  }
  return located.map((one) => ({ ...one, responsibilityGrid: responsible.get(one.gridCode ?? '') ?? null }));
}

function locationOf(
  desk: Desk,
  index: GridIndex,
  spot: { readonly at: LngLat; readonly withinM: number },
  at: Instant,
): Location {
  const reference = desk.reference();
  const near = nearest(index, spot.at, spot.withinM);
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
    position: { lng: spot.at[0], lat: spot.at[1], datum: 'wgs84' },
  };
}

/** Names are for those who see the cases of the place. */
function viewResponsible(
  responsible: Responsible | undefined,
  viewer: Viewer,
  areaCode: string,
): Location['responsibilityGrid'] {
  if (responsible === undefined) return null;
  const { code, name, people } = responsible;
  if (!canSee(viewer, { areaCode, departments: [] })) return { code, name };
  const inspectors = people.map(({ username, displayName, shift, standInFor }) => ({
    ...{ username, displayName, shift, standIn: standInFor !== null },
  }));
  return { code, name, inspectors };
}
