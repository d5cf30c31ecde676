/** `HH:MM`, `00:00` to `24:00`, by the clock on the wall. */
export type ClockTime = string;
/** From opening to close, half-open: the opening belongs to it, the close does not. */
export type Period = readonly [open: ClockTime, close: ClockTime];

/**
 * The working sessions of some weekdays, all year or in a season.
 *
 * `from` and `to` are both inclusive, either `YYYY-MM-DD` or, for every year, `MM-DD`. Where several rules name the same
 * weekday, the season that began last holds, and a season holds over a rule without one.
 */
export type SessionRule = {
  readonly from?: string;
  readonly to?: string;
  /** Monday 1 to Sunday 7. */
  readonly weekdays: readonly number[];
  readonly periods: readonly Period[];
};

/** A holiday (`off`) or a make-up day. A make-up day may carry sessions of its own. */
export type SpecialDay = {
  readonly date: string;
  readonly name: string;
  readonly off: boolean;
  readonly periods?: readonly Period[];
};

/** A calendar file, checked: what `parseCalendar` returns. See docs/calendar.md. */
export type WorkCalendar = {
  readonly name?: string;
  readonly source?: string;
  /** IANA name: `Asia/Shanghai`. */
  readonly zone: string;
  readonly sessions: readonly SessionRule[];
  readonly days: readonly SpecialDay[];
  /** A start at `at` or later counts as made at `moveTo` of the next working day. */
  readonly cutoff?: { readonly at: ClockTime; readonly moveTo: ClockTime };
  /** Where a start on a day off moves on the next working day; without it, it stays where it is. */
  readonly dayOffStart?: 'opening' | 'same-clock-time';
  /** Years whose holidays are published and listed in `days`. */
  readonly covered: readonly number[];
  /** What happens in other years: refused, or counted as a plain week and marked provisional. */
  readonly uncovered: 'error' | 'provisional';
};
