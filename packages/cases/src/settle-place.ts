import { FormatError, toWgs84 } from '@wanmi/formats';
import { nearest } from '@wanmi/grid';
import { accept, type Instant, type Result, refuse } from '@wanmi/kernel';
import type { Place } from '@wanmi/workflow';
import { CaseError } from './case-error.ts';
import type { GridInfo, Reference } from './reference/reference.ts';
import type { ReportInput } from './report-input.ts';

/** The poorest fix that still gives a place to the nearest grid, in metres: beyond it a person looks. */
export const MOST_ACCURACY_M = 500;
/** As far outside all grids a report is still ours, and a person finds its place. Asked in steps, as most are near. */
const REACHES_M = [500, 2000, 10_000] as const;

/** Where a report lies. */
export type SettledPlace = {
  readonly place: Place;
  /** Its grid; for a place outside all grids the nearest one. */
  readonly grid: GridInfo;
  /** False while the grid is surveyed but not managed yet, and outside all grids: an acceptor decides. */
  readonly managed: boolean;
  /** Metres outside the grid; 0 inside. */
  readonly outsideM: number;
};

/**
 * Converts a position to WGS 84 and finds the unit grid in force there at `at`. A position outside all grids belongs to
 * the nearest one if its accuracy reaches it; else, as far as 10 km away, to that grid's community and to no grid, for
 * an acceptor to judge. Farther away it is refused.
 */
export function settlePlace(
  reference: Reference,
  { position, accuracyM }: Pick<ReportInput, 'position' | 'accuracyM'>,
  at: Instant,
): Result<SettledPlace, CaseError> {
  const converted = toFrame(position);
  if (!converted.ok) return converted;
  const [lng, lat] = converted.value;
  const own = gridWithin(reference, converted.value, [Math.min(accuracyM ?? 0, MOST_ACCURACY_M)]);
  const near = own ?? gridWithin(reference, converted.value, REACHES_M);
  if (near === undefined) return refuse(positionOutside(reference, converted.value));
  const { grid, distanceM: outsideM } = near;
  const { code, communityCode, areaClass } = grid;
  const found = own === undefined ? { areaCode: communityCode, gridCode: null } : { areaCode: code, gridCode: code };
  const place = { ...found, areaClass, lng, lat, accuracyM: accuracyM ?? null };
  return accept({ place, grid, managed: own !== undefined && grid.managedFrom <= at, outsideM });
}

/** The nearest grid within the first of some distances in metres that has one. */
function gridWithin(
  reference: Reference,
  lngLat: readonly [number, number],
  distances: readonly number[],
): { readonly grid: GridInfo; readonly distanceM: number } | undefined {
  for (const withinM of distances) {
    const near = nearest(reference.gridIndex, lngLat, withinM);
    const grid = near && reference.gridOf(near.code);
    if (near && grid) return { grid, distanceM: near.distanceM };
  }
  return undefined;
}

function toFrame({ lng, lat, datum }: ReportInput['position']): Result<readonly [number, number], CaseError> {
  try {
    return accept(toWgs84(lng, lat, datum));
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    return refuse(
      new CaseError('bad-request', `cannot register a report: ${cause.message}`, {
        in: 'body',
        fields: [{ field: '/position', problem: cause.message }],
      }),
    );
  }
}

function positionOutside({ districts }: Reference, [lng, lat]: readonly [number, number]): CaseError {
  return new CaseError(
    'position-outside',
    `cannot register a report at ${lng}, ${lat} (WGS 84): no unit grid is within ${Math.max(...REACHES_M) / 1000} km, needs a position in the city or another datum`,
    { position: { lng, lat, datum: 'wgs84' }, districts },
  );
}
