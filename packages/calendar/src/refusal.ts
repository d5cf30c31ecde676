import { type Instant, isoOf, type Refused, refuse } from '@wanmi/kernel';
import { type Limit, limitProblem } from './limit.ts';
import { FIRST_YEAR, LAST_YEAR } from './timetable.ts';

/** Why a deadline cannot be counted. `message` is a whole sentence for a person. */
export type TimeRefusal =
  | { readonly code: 'bad-limit'; readonly message: string }
  | { readonly code: 'year-not-covered'; readonly year: number; readonly message: string }
  | { readonly code: 'no-working-time'; readonly message: string }
  | { readonly code: 'out-of-range'; readonly message: string };

const counting = (limit: Limit): string => `cannot count ${limit.value} ${limit.unit}`;

/** The refusal of a limit that is no amount of time, or undefined. */
export function badLimit(limit: Limit): Refused<TimeRefusal> | undefined {
  const problem = limitProblem(limit);
  return problem ? refuse({ code: 'bad-limit', message: `cannot count a limit: ${problem}` }) : undefined;
}

/** What a person does about a year whose holidays are missing. */
export const howToLoad = (year: number): string =>
  `once they are published, add them to "days" and ${year} to "covered" of the calendar file, and load it again (wanmi import calendar FILE)`;

/** The calendar refuses years without published holidays, and the count runs into one. */
export const notCovered = (limit: Limit, year: number): Refused<TimeRefusal> =>
  refuse({
    code: 'year-not-covered',
    year,
    message: `${counting(limit)}: the calendar does not cover ${year}, its holidays and make-up days are needed: ${howToLoad(year)}`,
  });

/** The sessions of the calendar never add up to the limit. */
export const noWorkingTime = (limit: Limit): Refused<TimeRefusal> =>
  refuse({
    code: 'no-working-time',
    message: `${counting(limit)}: the calendar holds too little working time before the year ${LAST_YEAR}, sessions that go on are needed`,
  });

/** The start or the due instant lies outside the years that are counted. */
export const outOfRange = (limit: Limit, at: Instant): Refused<TimeRefusal> =>
  refuse({
    code: 'out-of-range',
    message: `${counting(limit)} from ${Number.isNaN(new Date(at).getTime()) ? at : isoOf(at)}: outside the years ${FIRST_YEAR} to ${LAST_YEAR}, a time between them is needed`,
  });
