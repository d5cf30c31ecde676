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
  const buckets = new Map<string, Entry[]>();
  rules.forEach((rule, order) => {
    const selectors = rule.classes.length === 0 ? [''] : rule.classes;
    for (const selector of selectors) {
      const key = `${selector}|${rule.area ?? ''}`;
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [{ order, rule }]);
      else bucket.push({ order, rule });
    }
  });
  return {
    version,
    departments: indexDepartments(departments),
    rulesFor: (classCode, gridCode) => {
      const found = new Map<number, Rule>();
      for (const selector of prefixesOf(classCode)) {
        for (const area of AREA_LENGTHS) {
          if (area > gridCode.length) break;
          for (const { order, rule } of buckets.get(`${selector}|${gridCode.slice(0, area)}`) ?? []) {
            found.set(order, rule);
          }
        }
      }
      return [...found].toSorted(([left], [right]) => left - right).map(([, rule]) => rule);
    },
  };
}

/** No area, district, street, community, unit grid. */
const AREA_LENGTHS = [0, 6, 9, 12, 15];

const prefixesOf = (code: string): readonly string[] =>
  Array.from({ length: code.length + 1 }, (_, length) => code.slice(0, length));
