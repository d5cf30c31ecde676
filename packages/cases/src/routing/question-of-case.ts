import { type CompiledCalendar, formatTime, localDateOf } from '@wanmi/calendar';
import { componentUnits, type Database } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import type { ComponentRecord, Question, UnitReference } from '@wanmi/routing';
import type { CaseState } from '@wanmi/workflow';
import type { Kysely } from 'kysely';

/** What a case says of itself when the router is asked. */
export type RoutedCase = Pick<CaseState, 'subject' | 'place' | 'channel' | 'arbitration'>;

/**
 * The question that a case puts to the router at `at`, with the record of its component; date and hour are those of the
 * city's calendar.
 */
export async function questionOfCase(
  db: Kysely<Database>,
  { subject, place, channel, arbitration }: RoutedCase,
  city: CompiledCalendar,
  at: Instant,
): Promise<Question> {
  const { edition, kind, classCode, conditionId, componentId } = subject;
  return {
    ...{ edition, kind, classCode, channel },
    ...(conditionId === null ? {} : { conditionId }),
    gridCode: place.areaCode,
    position: [place.lng, place.lat],
    ...localTimeOf(city, at),
    ...(componentId === null ? {} : { component: await findComponentRecord(db, componentId) }),
    ...(arbitration?.department == null
      ? {}
      : { arbitration: { department: arbitration.department, reference: ARBITRATED } }),
  };
}

/** Its event is in the history of the case. */
const ARBITRATED = 'case-arbitrated';

/** Local date and minute of the day, as rules have them. */
export function localTimeOf(city: CompiledCalendar, at: Instant): Pick<Question, 'date' | 'minuteOfDay'> {
  const clock = formatTime(city, at);
  return { date: localDateOf(city, at), minuteOfDay: Number(clock.slice(11, 13)) * 60 + Number(clock.slice(14, 16)) };
}

/** The record of one component; without a unit when the register does not have it. */
export async function findComponentRecord(db: Kysely<Database>, componentId: string): Promise<ComponentRecord> {
  return (await listComponentRecords(db, [componentId])).get(componentId) ?? { id: componentId };
}

/** Records of components by id. */
export async function listComponentRecords(
  db: Kysely<Database>,
  componentIds: readonly string[],
): Promise<ReadonlyMap<string, ComponentRecord>> {
  const rows = await componentUnits.listUnits(db, [...new Set(componentIds)]);
  return new Map(rows.map((row) => [row.componentId, recordOf(row)]));
}

function recordOf({
  componentId,
  maintainer,
  owner,
  competentCode,
  competentName,
}: componentUnits.ComponentUnits): ComponentRecord {
  // The register writes one text, a name or a code of either kind: the organisation knows which.
  const named = (text: string | null): UnitReference | undefined =>
    text === null || text.trim() === '' ? undefined : { code: text.trim(), name: text.trim() };
  const competent: UnitReference | undefined =
    competentCode === null && competentName === null
      ? undefined
      : {
          ...(competentCode === null ? {} : { code: competentCode }),
          ...(competentName === null ? {} : { name: competentName }),
        };
  const units = { maintainer: named(maintainer), owner: named(owner) };
  return {
    id: componentId,
    ...(units.maintainer === undefined ? {} : { maintainer: units.maintainer }),
    ...(units.owner === undefined ? {} : { owner: units.owner }),
    ...(competent === undefined ? {} : { competent }),
  };
}
