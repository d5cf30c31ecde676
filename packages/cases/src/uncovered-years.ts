import { startOfDate, uncoveredYearBetween } from '@wanmi/calendar';
import { recount } from '@wanmi/db';
import type { Instant, WorkDate } from '@wanmi/kernel';
import type { Desk } from './desk.ts';

/** A year into which open deadlines reach although its holidays are not loaded. */
export type UncoveredYear = { readonly calendar: 'city' | 'duty'; readonly zone: string; readonly year: number };

/** Open cases looked at; the years of more are hardly others. */
const LOOKED_AT = 20_000;

/**
 * The years that open deadlines are counted through provisionally, and how many open cases hang on them, 20,000 at most.
 * Nothing once the years are imported and the deadlines counted anew. Cost: one look at those cases.
 */
export async function findUncovered(
  desk: Pick<Desk, 'db' | 'reference'>,
): Promise<{ readonly cases: number; readonly years: readonly UncoveredYear[] }> {
  const { cases, spans } = await recount.listProvisional(desk.db, LOOKED_AT);
  const found = new Map<string, UncoveredYear>();
  for (const { calendar, from, to } of spans) {
    const compiled = desk.reference().calendars[calendar];
    const { zone } = compiled.calendar;
    for (let at: Instant | undefined = from as Instant; at !== undefined && at <= to; ) {
      const year = uncoveredYearBetween(compiled, at, to as Instant);
      if (year === undefined) break;
      found.set(`${calendar} ${year}`, { calendar, zone, year });
      at = startOfDate(compiled, `${year + 1}-01-01` as WorkDate);
    }
  }
  return { cases, years: [...found.values()].toSorted((one, other) => one.year - other.year) };
}
