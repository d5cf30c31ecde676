import type { Instant } from '@wanmi/kernel';
import type { Channel } from '@wanmi/workflow';
import type { CaseFacts, TimedWork } from './case-facts.ts';

/** Half-open: what happens at `to` belongs to the next period. */
export type Period = { readonly from: Instant; readonly to: Instant };

/** Channels by which people report what the patrol missed. A default; channels are data. */
export const PUBLIC_CHANNELS: readonly Channel[] = ['hotline', 'mayor', 'opinion', 'web', 'app', 'email'];

/** What can be counted, in the order of SPEC.md. `handlingMs` is a sum of milliseconds, the others are numbers of things. */
export const COUNT_NAMES = [
  'reported',
  'filed',
  'publicFiled',
  'handlingDue',
  'handledOfDue',
  'handledInTime',
  'handled',
  'handlingMs',
  'reworks',
  'closingDue',
  'closedOfDue',
  'closedInTime',
] as const;
export type CountName = (typeof COUNT_NAMES)[number];
export type Counts = Readonly<Record<CountName, number>>;

type Counter = (facts: CaseFacts, period: Period, publicChannels: readonly Channel[]) => number;

const COUNTERS: Readonly<Record<CountName, Counter>> = {
  reported: ({ reportedAt }, period) => Number(isIn(reportedAt, period)),
  filed: ({ filedAt }, period) => Number(isIn(filedAt, period)),
  publicFiled: ({ filedAt, channel }, period, channels) => Number(isIn(filedAt, period) && channels.includes(channel)),
  handlingDue: ({ handling }, period) => Number(isDue(handling, period)),
  handledOfDue: ({ handling }, period) => Number(isDue(handling, period) && isDoneBy(handling, period.to)),
  handledInTime: ({ handling }, period) => Number(isDue(handling, period) && isInTime(handling)),
  handled: ({ handling }, period) => Number(isDoneIn(handling, period)),
  handlingMs: ({ handling }, period) => (isDoneIn(handling, period) ? (handling?.takenMs ?? 0) : 0),
  reworks: ({ handling, reworks }, period) => (isDoneIn(handling, period) ? reworks : 0),
  closingDue: ({ closing }, period) => Number(isDue(closing, period)),
  closedOfDue: ({ closing }, period) => Number(isDue(closing, period) && isDoneBy(closing, period.to)),
  closedInTime: ({ closing }, period) => Number(isDue(closing, period) && isInTime(closing)),
};

const isIn = (at: Instant | null, { from, to }: Period): boolean => at !== null && at >= from && at < to;
const isDue = (work: TimedWork | null, period: Period): boolean => work !== null && isIn(work.dueAt, period);
const isDoneIn = (work: TimedWork | null, period: Period): boolean => work !== null && isIn(work.doneAt, period);
const isDoneBy = (work: TimedWork | null, end: Instant): boolean => work?.doneAt != null && work.doneAt < end;
const isInTime = (work: TimedWork | null): boolean => work?.doneAt != null && work.doneAt <= work.dueAt;

/** Counts everything over some cases in one period. Each case is counted once for each name. */
export function countCases(
  cases: readonly CaseFacts[],
  period: Period,
  publicChannels: readonly Channel[] = PUBLIC_CHANNELS,
): Counts {
  const total = (name: CountName): number =>
    cases.reduce((sum, facts) => sum + COUNTERS[name](facts, period, publicChannels), 0);
  return {
    reported: total('reported'),
    filed: total('filed'),
    publicFiled: total('publicFiled'),
    handlingDue: total('handlingDue'),
    handledOfDue: total('handledOfDue'),
    handledInTime: total('handledInTime'),
    handled: total('handled'),
    handlingMs: total('handlingMs'),
    reworks: total('reworks'),
    closingDue: total('closingDue'),
    closedOfDue: total('closedOfDue'),
    closedInTime: total('closedInTime'),
  };
}
