import { type Department, type DepartmentIndex, indexDepartments } from './department.ts';
import type { Rule } from './rule.ts';

/** One version of the rules, with the organisation that it was checked against. */
export type RuleSet = {
  readonly version: string;
  readonly rules: readonly Rule[];
  readonly departments: readonly Department[];
};

/**
 * Rules by class selector and area. A question reads the buckets of the prefixes of its class and area code, some
 * thirty, and not the rules of other classes and places.
 */
export type RoutingIndex = {
  readonly version: string;
  readonly departments: DepartmentIndex;
  /** Every rule whose class selector and area could match, each once, in the order of the rule set. */
  readonly rulesFor: (classCode: string, gridCode: string) => readonly Rule[];
};

type Entry = { readonly order: number; readonly rule: Rule };

/** Builds the index of one version. Cost: one entry a rule and class selector. */
export function indexRules({ version, rules, departments }: RuleSet): RoutingIndex {
  const bySelector = new Map<string, Map<string, Entry[]>>();
  rules.forEach((rule, order) => {
    const selectors = rule.classes.length === 0 ? [''] : rule.classes;
    for (const selector of selectors) addEntry(bySelector, selector, { order, rule });
  });
  const selectorLengths = [...new Set([...bySelector.keys()].map(({ length }) => length))];
  return {
    version,
    departments: indexDepartments(departments),
    rulesFor: (classCode, gridCode) => {
      const areas = AREA_LENGTHS.filter((length) => length <= gridCode.length).map((length) =>
        gridCode.slice(0, length),
      );
      const found = new Map<number, Rule>();
      for (const length of selectorLengths) {
        const byArea = length > classCode.length ? undefined : bySelector.get(classCode.slice(0, length));
        if (byArea === undefined) continue;
        for (const area of areas) {
          for (const { order, rule } of byArea.get(area) ?? NONE) found.set(order, rule);
        }
      }
      return [...found].sort(([left], [right]) => left - right).map(([, rule]) => rule);
    },
  };
}

const NONE: readonly Entry[] = [];

function addEntry(bySelector: Map<string, Map<string, Entry[]>>, selector: string, entry: Entry): void {
  const byArea = bySelector.get(selector) ?? new Map<string, Entry[]>();
  bySelector.set(selector, byArea);
  const area = entry.rule.area ?? '';
  const bucket = byArea.get(area);
  if (bucket === undefined) byArea.set(area, [entry]);
  else bucket.push(entry);
}

/** No area, district, street, community, unit grid. */
const AREA_LENGTHS = [0, 6, 9, 12, 15];
