import { type CompiledCalendar, formatTime, localDateOf } from '@wanmi/calendar';
import type { Instant } from '@wanmi/kernel';
import type { Question } from '@wanmi/routing';
import type { CaseState } from '@wanmi/workflow';

/** Asks the router about a case as it is at `at`; date and hour are those of the city's calendar. */
export function questionOfCase({ subject, place, channel }: CaseState, city: CompiledCalendar, at: Instant): Question {
  const clock = /T(\d{2}):(\d{2})/.exec(formatTime(city, at));
  return {
    edition: subject.edition,
    kind: subject.kind,
    classCode: subject.classCode,
    ...(subject.conditionId === null ? {} : { conditionId: subject.conditionId }),
    gridCode: place.areaCode,
    position: [place.lng, place.lat],
    channel,
    date: localDateOf(city, at),
    minuteOfDay: Number(clock?.[1]) * 60 + Number(clock?.[2]),
  };
}
