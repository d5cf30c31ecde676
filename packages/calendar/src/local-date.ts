import { DAY_MS, MINUTE_MS, type WorkDate } from '@wanmi/kernel';

/** Days since 1970-01-01 of a calendar date, as if in UTC. Month 1 to 12. */
export const epochDay = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS;

/** `YYYY-MM-DD` of a day number. */
export const dateOfDay = (day: number): WorkDate => new Date(day * DAY_MS).toISOString().slice(0, 10) as WorkDate;

/** The year a day number lies in. */
export const yearOfDay = (day: number): number => new Date(day * DAY_MS).getUTCFullYear();

/** Monday 1 to Sunday 7. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** The day number of `YYYY-MM-DD`; undefined if that is no date. */
export function dayOfDate(text: string): number | undefined {
  const shaped = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!shaped) return undefined;
  const day = epochDay(Number(shaped[1]), Number(shaped[2]), Number(shaped[3]));
  return dateOfDay(day) === text ? day : undefined;
}

/** Milliseconds since midnight of `HH:MM`, up to `24:00`; undefined if that is no time of day. */
export function clockMs(text: string): number | undefined {
  const shaped = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text);
  if (!shaped) return undefined;
  const minutes = Number(shaped[1]) * 60 + Number(shaped[2]);
  return minutes <= 24 * 60 ? minutes * MINUTE_MS : undefined;
}
