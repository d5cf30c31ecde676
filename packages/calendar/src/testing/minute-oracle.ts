import type { WorkCalendar } from '../index.ts';

const MINUTE = 60_000;
/** Longer than any answer the properties ask for. */
const HORIZON_MINUTES = 120 * 24 * 60;

type Wall = { readonly date: string; readonly minute: number; readonly weekday: number };

/**
 * Working time counted one minute after the other, by asking Intl what the clock on the wall shows. Slow, and shares no
 * code with what it judges. Starts are whole minutes.
 */
export class MinuteOracle {
  readonly #calendar: WorkCalendar;
  readonly #format: Intl.DateTimeFormat;
  readonly #walls = new Map<number, Wall>();

  constructor(calendar: WorkCalendar) {
    this.#calendar = calendar;
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    this.#format = new Intl.DateTimeFormat('sv-SE', { timeZone: calendar.zone, hourCycle: 'h23', ...parts });
  }

  /** What the wall shows; asked of Intl for each quarter of an hour, in which no zone of the tests changes. */
  wall(at: number): Wall {
    const quarter = Math.floor(at / (15 * MINUTE));
    let known = this.#walls.get(quarter);
    if (!known) {
      const [date = '', time = ''] = this.#format.format(quarter * 15 * MINUTE).split(' ');
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
      known = { date, weekday, minute: Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) };
      this.#walls.set(quarter, known);
    }
    return { ...known, minute: known.minute + (at / MINUTE - quarter * 15) };
  }

  isWorking(at: number): boolean {
    const { date, minute, weekday } = this.wall(at);
    return this.#periods(date, weekday).some(([open, close]) => minutesOf(open) <= minute && minute < minutesOf(close));
  }

  /** One rule for all year and perhaps a yearly one inside it: all that the properties make up. */
  #periods(date: string, weekday: number): readonly (readonly [string, string])[] {
    const special = this.#calendar.days.find((day) => day.date === date);
    if (special?.off) return [];
    const own = this.#weekdayPeriods(date, weekday);
    if (!special || own.length > 0) return own;
    const others = [1, 2, 3, 4, 5, 6, 7].map((day) => this.#weekdayPeriods(date, day));
    return others.find((periods) => periods.length > 0) ?? [];
  }

  #weekdayPeriods(date: string, weekday: number): readonly (readonly [string, string])[] {
    const day = date.slice(5);
    const rules = this.#calendar.sessions.filter((rule) => rule.weekdays.includes(weekday));
    const season = rules.find(({ from, to }) => from !== undefined && to !== undefined && from <= day && day <= to);
    return (season ?? rules.find((rule) => rule.from === undefined))?.periods ?? [];
  }

  workingMinutes(from: number, to: number): number {
    let count = 0;
    for (let at = from; at < to; at += MINUTE) if (this.isWorking(at)) count += 1;
    return count;
  }

  /** The end of the nth working minute. */
  afterMinutes(from: number, minutes: number): number {
    let left = minutes;
    for (let at = from; at < from + HORIZON_MINUTES * MINUTE; at += MINUTE) {
      if (left === 0) return at;
      if (this.isWorking(at)) left -= 1;
    }
    return Number.NaN;
  }

  /** The end of the last working minute on the nth date after `from`'s that has any. */
  closeOfDay(from: number, days: number): number {
    const { date } = this.wall(from);
    const seen = new Set<string>();
    let close = Number.NaN;
    for (let at = from; at < from + HORIZON_MINUTES * MINUTE; at += MINUTE) {
      const today = this.wall(at).date;
      if (today === date || !this.isWorking(at)) continue;
      seen.add(today);
      if (seen.size > days) return close;
      if (seen.size === days) close = at + MINUTE;
    }
    return close;
  }

  /** The first minute of the next date that has working time, at the clock time given or, without one, at its opening. */
  nextWorkingDay(from: number, clock?: number): number {
    const { date } = this.wall(from);
    let opening = from;
    while (this.wall(opening).date === date || !this.isWorking(opening)) opening += MINUTE;
    if (clock === undefined) return opening;
    const next = this.wall(opening).date;
    let at = opening - 30 * 60 * MINUTE;
    while (this.wall(at).date !== next || this.wall(at).minute < clock) at += MINUTE;
    return at;
  }

  isWorkingDate(at: number): boolean {
    const { date } = this.wall(at);
    for (let minute = -30 * 60; minute <= 30 * 60; minute += 1) {
      const near = at + minute * MINUTE;
      if (this.wall(near).date === date && this.isWorking(near)) return true;
    }
    return false;
  }

  /** Day-off rule first, then the cut-off. */
  countedStart(start: number): number {
    const { dayOffStart, cutoff } = this.#calendar;
    let at = start;
    if (dayOffStart && !this.isWorkingDate(at)) {
      at = this.nextWorkingDay(at, dayOffStart === 'opening' ? undefined : this.wall(at).minute);
    }
    return cutoff && this.wall(at).minute >= minutesOf(cutoff.at)
      ? this.nextWorkingDay(at, minutesOf(cutoff.moveTo))
      : at;
  }
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
