import type { AreaClass, FilingCondition, Limit } from './condition.ts';
import type { CatalogueClass, CatalogueKind, Edition } from './edition.ts';

/** Editions and conditions with their indexes. Reads only; a changed catalogue is built anew. */
export type Catalogue = {
  readonly editions: readonly Edition[];
  /** All conditions, those of the default rows and those made for classes without one included. */
  readonly conditions: readonly FilingCondition[];
  readonly findEdition: (id: string) => Edition | undefined;
  readonly findClass: (edition: string, kind: CatalogueKind, code: string) => CatalogueClass | undefined;
  readonly findCondition: (id: string) => FilingCondition | undefined;
  /** The condition that holds when a report names none. Every class of the catalogue has one, marked `isDefault`. */
  readonly defaultCondition: (of: CatalogueClass) => FilingCondition;
  /** Every condition of a class, its default last. */
  readonly conditionsOf: (of: CatalogueClass) => readonly FilingCondition[];
  /** The steps of the ladder that a condition belongs to, in order; the condition alone when it is not staged. */
  readonly stepsOf: (condition: FilingCondition) => readonly FilingCondition[];
  readonly limitOf: (condition: FilingCondition, areaClass: AreaClass) => Limit;
  /** The matter "…异常" of a component class; undefined in editions that have none. */
  readonly anomalyOf: (componentClass: CatalogueClass) => CatalogueClass | undefined;
  /**
   * The class that a report is filed under: the class named, or its anomaly when it names a component in an edition
   * with anomalies. Undefined when the edition has no such class.
   */
  readonly reportedClass: (edition: string, kind: CatalogueKind, code: string) => CatalogueClass | undefined;
};

/** The limit of a class for which nobody has set one. A project default, not a norm. */
export const FALLBACK_LIMIT: Limit = { value: 5, unit: 'working_day' };

/**
 * Joins editions and conditions. A class without a default condition gets one, marked as such.
 * Throws RangeError when two editions or conditions share an id, or a condition names a class that is not there: parsed
 * data cannot, unless files are joined that were not parsed together.
 */
export function buildCatalogue(editions: readonly Edition[], conditions: readonly FilingCondition[]): Catalogue {
  const editionById = uniqueBy(editions, ({ id }) => id, 'edition');
  const all = editions.flatMap(({ classes }) => classes);
  const classByKey = uniqueBy(all, keyOf, 'class');
  const anomalyByComponent = new Map(
    all.flatMap((one) => {
      const { edition, linkedComponentClass: code } = one;
      return code === undefined ? [] : [[keyOf({ edition, kind: 'component', code }), one] as const];
    }),
  );
  const conditionsByClass = groupConditions(all, classByKey, conditions);
  const complete = [...conditionsByClass.values()].flat();
  const conditionById = uniqueBy(complete, ({ id }) => id, 'condition');

  const findClass: Catalogue['findClass'] = (edition, kind, code) => classByKey.get(keyOf({ edition, kind, code }));
  const anomalyOf: Catalogue['anomalyOf'] = (one) => anomalyByComponent.get(keyOf(one));
  const conditionsOf: Catalogue['conditionsOf'] = (one) => conditionsByClass.get(keyOf(one)) ?? [];
  return {
    editions,
    conditions: complete,
    findEdition: (id) => editionById.get(id),
    findClass,
    findCondition: (id) => conditionById.get(id),
    defaultCondition: (one) => conditionsOf(one).find(({ isDefault }) => isDefault) ?? madeDefault(one),
    conditionsOf,
    stepsOf: (condition) => stepsAmong(conditionsByClass.get(conditionKey(condition)) ?? [], condition),
    limitOf: (condition, areaClass) => condition.limits[areaClass],
    anomalyOf,
    reportedClass: (edition, kind, code) => {
      const named = findClass(edition, kind, code);
      return named && (anomalyOf(named) ?? named);
    },
  };
}

type ClassKey = { readonly edition: string; readonly kind: CatalogueKind; readonly code: string };

const keyOf = ({ edition, kind, code }: ClassKey): string => `${edition} ${kind} ${code}`;
const conditionKey = ({ edition, kind, classCode }: FilingCondition): string =>
  keyOf({ edition, kind, code: classCode });

function uniqueBy<T>(items: readonly T[], keyFor: (item: T) => string, what: string): ReadonlyMap<string, T> {
  const byKey = new Map<string, T>();
  for (const item of items) {
    const key = keyFor(item);
    if (byKey.has(key)) throw new RangeError(`cannot build the catalogue: ${what} "${key}" occurs twice, needs one`);
    byKey.set(key, item);
  }
  return byKey;
}

function groupConditions(
  classes: readonly CatalogueClass[],
  classByKey: ReadonlyMap<string, CatalogueClass>,
  conditions: readonly FilingCondition[],
): ReadonlyMap<string, readonly FilingCondition[]> {
  const groups = Map.groupBy(conditions, conditionKey);
  for (const [key, [first]] of groups) {
    if (!classByKey.has(key)) {
      throw new RangeError(
        `cannot build the catalogue: condition "${first?.id}" names class "${key}", not in any edition`,
      );
    }
  }
  return new Map(
    classes.map((one) => {
      const own = groups.get(keyOf(one)) ?? [];
      const defaults = own.filter(({ isDefault }) => isDefault);
      const named = own.filter(({ isDefault }) => !isDefault);
      return [keyOf(one), [...named, ...(defaults.length > 0 ? defaults : [madeDefault(one)])]];
    }),
  );
}

const madeDefault = (one: CatalogueClass): FilingCondition => ({
  id: `default.${one.edition}.${one.kind}.${one.code}`,
  edition: one.edition,
  kind: one.kind,
  classCode: one.code,
  text: `发现${one.name}`,
  closing: '问题已消除，恢复正常',
  limits: { A: FALLBACK_LIMIT, B: FALLBACK_LIMIT, C: FALLBACK_LIMIT },
  isDefault: true,
  scope: 'default',
  source: 'project default',
});

function stepsAmong(siblings: readonly FilingCondition[], condition: FilingCondition): readonly FilingCondition[] {
  const ladder = condition.step?.ladder;
  if (ladder === undefined) return [condition];
  return siblings
    .filter(({ step }) => step?.ladder === ladder)
    .toSorted((left, right) => (left.step?.order ?? 0) - (right.step?.order ?? 0));
}
