import { FormatError, toWgs84 } from '@wanmi/formats';
import { locate, nearest } from '@wanmi/grid';
import { accept, type Instant, type Result, refuse } from '@wanmi/kernel';
import type { Place } from '@wanmi/workflow';
import { CaseError } from './case-error.ts';
import type { GridInfo, Reference } from './reference/reference.ts';
import type { ReportInput } from './report-input.ts';

/** How far away a grid is still named to someone whose position lies outside all of them. */
const HINT_M = 500;

/** Where a report lies; `managed` is false while its grid is surveyed but not managed yet. */
export type SettledPlace = { readonly place: Place; readonly grid: GridInfo; readonly managed: boolean };

/** Converts a position to WGS 84 and finds the unit grid in force there at `at`. */
export function settlePlace(
  reference: Reference,
  { position, accuracyM }: Pick<ReportInput, 'position' | 'accuracyM'>,
  at: Instant,
): Result<SettledPlace, CaseError> {
  const converted = toFrame(position);
  if (!converted.ok) return converted;
  const [lng, lat] = converted.value;
  const code = locate(reference.gridIndex, [lng, lat]);
  const grid = code && reference.gridOf(code);
  if (!code || !grid) return refuse(positionOutside(reference, [lng, lat]));
  const place = { areaCode: code, gridCode: code, areaClass: grid.areaClass, lng, lat, accuracyM: accuracyM ?? null };
  return accept({ place, grid, managed: grid.managedFrom <= at });
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

function positionOutside(reference: Reference, [lng, lat]: readonly [number, number]): CaseError {
  const near = nearest(reference.gridIndex, [lng, lat], HINT_M);
  const hint = near ? `; the nearest grid is ${near.code}, ${Math.ceil(near.distanceM)} m away` : '';
  return new CaseError(
    'position-outside',
    `cannot register a report at ${lng}, ${lat} (WGS 84): no unit grid is there${hint}, needs a position inside one`,
    {
      position: { lng, lat, datum: 'wgs84' },
      districts: reference.districts,
      ...(near ? { nearestGrid: near.code, distanceM: Math.ceil(near.distanceM) } : {}),
    },
  );
}

/** Words for a place that nobody described: community, street and grid. Standard addresses are looked up elsewhere. */
export function wordsForPlace({ areas }: Reference, { code, communityCode }: GridInfo): string {
  const street = areas.get(communityCode.slice(0, 9))?.name ?? '';
  const community = areas.get(communityCode)?.name ?? '';
  return `${street}${community}（单元网格 ${code}）`;
}
