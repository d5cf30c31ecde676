import { localDateOf } from '@wanmi/calendar';
import type { DuplicateView } from '@wanmi/contracts';
import { nearCases } from '@wanmi/db';
import { type LngLat, localScale } from '@wanmi/grid';
import { HOUR_MS, type Instant } from '@wanmi/kernel';
import type { Actor, CaseState } from '@wanmi/workflow';
import type { Desk } from './desk.ts';
import { findSeen, findState } from './find-case.ts';
import { scopeOf } from './visibility.ts';
import { writeTime } from './write-time.ts';

/** What may have been reported already. The position is WGS 84. */
export type Suspicion = {
  readonly kind: CaseState['subject']['kind'];
  readonly classCode: string;
  readonly position: LngLat;
  readonly at: Instant;
};

/** Nobody reads more; where there are more, the nearest are shown. */
const MOST = 20;

/**
 * Cases that are likely the same problem: of the same class, as near and as close in time as the city's policy says,
 * nearest first, 20 at most, only those that this person may see.
 */
export const findDuplicates = (desk: Desk, viewer: Actor, suspicion: Suspicion): Promise<DuplicateView[]> =>
  duplicatesOf(desk, viewer, suspicion, null);

/**
 * Cases that are likely the same problem as this one, without those judged not to be and those merged into another;
 * undefined when there is no such case that this person may see.
 */
export async function caseDuplicates(desk: Desk, viewer: Actor, caseId: string): Promise<DuplicateView[] | undefined> {
  const found = await findSeen(desk, viewer, caseId, findState);
  if (!found) return undefined;
  const { id, subject, place, reportedAt, apart } = found.state;
  const { kind, classCode } = subject;
  const suspicion = { kind, classCode, position: [place.lng, place.lat] as const, at: reportedAt };
  return duplicatesOf(desk, viewer, suspicion, { caseId: id, apart });
}

async function duplicatesOf(
  { db, reference }: Desk,
  viewer: Actor,
  { kind, classCode, position: [lng, lat], at }: Suspicion,
  of: nearCases.NearQuestion['of'],
): Promise<DuplicateView[]> {
  const { policy, calendars } = reference();
  const spanMs = policy.duplicateHours * HOUR_MS;
  const [from, to] = [(at - spanMs) as Instant, (at + spanMs) as Instant];
  const monthOf = (instant: Instant): number =>
    Number(localDateOf(calendars.city, instant).slice(0, 7).replace('-', ''));
  const found = await nearCases.listNear(db, {
    ...{ scope: scopeOf(viewer), kind, classCode, of, from, to, limit: MOST },
    around: { lng, lat, ...localScale(lat) },
    withinM: policy.duplicateMetres,
    months: { first: monthOf(from), last: monthOf(to) },
  });
  return found.map(({ distanceM, reportedAt, ...one }) => ({
    ...one,
    distanceM: Math.round(distanceM * 10) / 10,
    reportedAt: writeTime(calendars.city, reportedAt),
  }));
}
