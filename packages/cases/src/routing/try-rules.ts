import { type CompiledCalendar, localDateOf } from '@wanmi/calendar';
import type { CatalogueClass } from '@wanmi/catalogue';
import { routes, type routingLog } from '@wanmi/db';
import type { DepartmentCode, Instant, WorkDate } from '@wanmi/kernel';
import {
  addCounts,
  type ComponentRecord,
  compareRules,
  type DryRunCounts,
  indexRules,
  type MovedCase,
  NO_COUNTS,
  type PastCase,
  type Question,
  type Rule,
} from '@wanmi/routing';
import type { Desk } from '../desk.ts';
import type { Reference } from '../reference/reference.ts';
import { editionInForce } from '../settle-subject.ts';
import { listComponentRecords, localTimeOf } from './question-of-case.ts';

// A dry run asks the rules in force and a changed set about cases of the past, page by page, so that ten million cases
// take time and no memory. Both sets are asked as of one date, the case's own hour: what is changed now would not have
// been in force then.

/** Which history is asked. */
export type TrialScope = {
  /** YYYYMM of the reports, both included. */
  readonly firstMonth: number;
  readonly lastMonth: number;
  /** Code prefixes; an empty one is everywhere. */
  readonly areas: readonly string[];
  /** The date on which both sets are asked. */
  readonly asOf: WorkDate;
  /** Classes of another system by their names there; others are found by having the name of exactly one of ours. */
  readonly classes?: ReadonlyMap<string, ClassThere>;
};

/** What a class of another system is here. */
export type ClassThere = Pick<CatalogueClass, 'edition' | 'kind' | 'code'>;

/** Where a trial stands: our own cases first, then imported ones. */
export type TrialPosition =
  | { readonly in: 'own'; readonly month: number; readonly caseId: string }
  | { readonly in: 'imported'; readonly source: string; readonly sourceId: string };

/** One page of a trial. */
export type TrialPage = {
  readonly counts: DryRunCounts;
  readonly moved: readonly MovedCase[];
  /** Imported cases whose place or class is not known here. */
  readonly withoutFacts: number;
  /** Null when the history is at its end. */
  readonly next: TrialPosition | null;
};

/** Cases read and asked at a time: some 50 ms in which a process does nothing else. */
const PAGE = 500;

/** Asks both sets about the next cases behind `after`, at most `limit` of them, and lists at most `sample` that move. */
export async function tryRules(
  desk: Pick<Desk, 'db' | 'reference'>,
  rules: readonly Rule[],
  scope: TrialScope,
  { after, limit, sample }: { readonly after: TrialPosition | null; readonly limit: number; readonly sample: number },
): Promise<TrialPage> {
  const reference = desk.reference();
  const departments = [...reference.departments.values()];
  const changed = indexRules({ version: 'changed', rules, departments });
  let page: TrialPage = { counts: NO_COUNTS, moved: [], withoutFacts: 0, next: after };
  for (let read = 0; read < limit; ) {
    const batch = await readBatch(desk, scope, page.next, Math.min(PAGE, limit - read));
    const compared = compareRules(reference.rules, changed, batch.cases, sample - page.moved.length);
    page = {
      counts: addCounts(page.counts, compared.counts),
      moved: [...page.moved, ...compared.moved],
      withoutFacts: page.withoutFacts + batch.withoutFacts,
      next: batch.next,
    };
    read += batch.cases.length + batch.withoutFacts;
    if (batch.next === null) break;
  }
  return page;
}

type Batch = {
  readonly cases: readonly PastCase[];
  readonly withoutFacts: number;
  readonly next: TrialPosition | null;
};

async function readBatch(
  desk: Pick<Desk, 'db' | 'reference'>,
  scope: TrialScope,
  after: TrialPosition | null,
  limit: number,
): Promise<Batch> {
  if (after?.in === 'imported') return readImported(desk, scope, after, limit);
  const { firstMonth: first, lastMonth: last, areas } = scope;
  const rows = await routes.pageRoutes(desk.db, { first, last, areas }, { after, limit });
  const records = await listComponentRecords(
    desk.db,
    rows.flatMap(({ componentId }) => componentId ?? []),
  );
  const { city } = desk.reference().calendars;
  const cases = rows.map((row) => ({
    id: row.caseId,
    question: questionOf(row, records, { city, asOf: scope.asOf }),
    final: row.department,
  }));
  const end = rows.at(-1);
  const isLast = rows.length < limit || end === undefined;
  const next = isLast
    ? ({ in: 'imported', source: '', sourceId: '' } as const)
    : ({ in: 'own', month: end.caseMonth, caseId: end.caseId } as const);
  return { cases, withoutFacts: 0, next };
}

function questionOf(
  row: routingLog.CaseRoute,
  records: ReadonlyMap<string, ComponentRecord>,
  { city, asOf }: { readonly city: CompiledCalendar; readonly asOf: WorkDate },
): Question {
  const { edition, kind, classCode, conditionId, componentId, areaCode, lng, lat, channel, askedAt } = row;
  return {
    ...{ edition, kind: kind === 'component' ? 'component' : 'matter', classCode, gridCode: areaCode, channel },
    ...(conditionId === null ? {} : { conditionId }),
    position: [lng, lat],
    date: asOf,
    minuteOfDay: localTimeOf(city, askedAt).minuteOfDay,
    ...(componentId === null ? {} : { component: records.get(componentId) ?? { id: componentId } }),
  };
}

/**
 * Imported cases know street or community and the names of another system. Those are asked whose class has the name of
 * exactly one of ours, and whose place is known; their channel is another system's and says nothing.
 */
async function readImported(
  desk: Pick<Desk, 'db' | 'reference'>,
  { asOf, firstMonth, lastMonth, areas, classes }: TrialScope,
  { source, sourceId }: Extract<TrialPosition, { in: 'imported' }>,
  limit: number,
): Promise<Batch> {
  const rows = await routes.pageImportedCases(desk.db, { after: { source, sourceId }, limit });
  const reference = desk.reference();
  const { city } = reference.calendars;
  const names = namesOfClasses(reference, asOf);
  const wanted = rows.filter(({ areaCode, reportedAt }) => {
    const month = monthOf(city, reportedAt);
    const isInside = areaCode === null ? areas.includes('') : areas.some((area) => areaCode.startsWith(area));
    return month >= firstMonth && month <= lastMonth && isInside;
  });
  const cases = wanted.flatMap((row): PastCase[] => {
    const named = classes?.get(row.className ?? '') ?? names.get(row.className ?? '');
    if (row.areaCode === null || !named) return [];
    const { edition, kind, code: classCode } = named;
    const { minuteOfDay } = localTimeOf(city, row.reportedAt);
    const question = { edition, kind, classCode, gridCode: row.areaCode, date: asOf, minuteOfDay };
    return [{ id: `${row.source} ${row.sourceId}`, question, final: unitOf(reference, row.unitName) }];
  });
  const end = rows.at(-1);
  const next = rows.length < limit || end === undefined ? null : ({ in: 'imported', ...positionOf(end) } as const);
  return { cases, withoutFacts: wanted.length - cases.length, next };
}

const positionOf = ({ source, sourceId }: routes.ImportedCase) => ({ source, sourceId });

const unitOf = ({ rules }: Reference, name: string | null): DepartmentCode | null =>
  name === null ? null : (rules.departments.findUnit({ name })?.code ?? null);

/** Matters by name; null for a name that several have. */
function namesOfClasses(reference: Reference, today: WorkDate): ReadonlyMap<string, CatalogueClass | null> {
  const names = new Map<string, CatalogueClass | null>();
  for (const one of editionInForce(reference, today)?.classes ?? []) {
    if (one.kind === 'matter') names.set(one.name, names.has(one.name) ? null : one);
  }
  return names;
}

/** YYYYMM of an instant in the city. */
export const monthOf = (city: CompiledCalendar, at: Instant): number =>
  Number(localDateOf(city, at).slice(0, 7).replace('-', ''));
