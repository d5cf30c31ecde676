import type { Catalogue, CatalogueClass, CatalogueKind } from '@wanmi/catalogue';
import type { AreaCode } from '@wanmi/grid';
import type { WorkDate } from '@wanmi/kernel';
import { type Contradiction, findContradictions } from './find-contradictions.ts';
import { indexRules, type RoutingIndex, type RuleSet } from './index-rules.ts';
import { PRINCIPLES, type Rule } from './rule.ts';

/** Something about a set of rules that a person should look at. */
export type LintFinding =
  /** Both apply with equal rank somewhere and name different departments: such a case goes to the dispatcher. */
  | ({ readonly type: 'contradiction' } & Contradiction)
  /** Wherever `rule` applies, `by` applies too, on a higher principle: `rule` never decides. */
  | { readonly type: 'shadowed'; readonly rule: string; readonly by: string }
  | { readonly type: 'dead'; readonly rule: string; readonly reason: 'expired' | 'inactive-department' }
  | {
      readonly type: 'uncovered';
      readonly edition: string;
      readonly kind: CatalogueKind;
      readonly classCode: string;
      readonly name: string;
      /** Where nothing covers the class; empty for everywhere. */
      readonly areas: readonly AreaCode[];
    };

/**
 * Lists contradictions, shadowed and dead rules, and reportable classes that no rule covers in an area.
 * Only rules without condition, polygon, channel and hours count as cover. A rule shadowed by several together is
 * not found. Areas are those of the territorial departments.
 */
export function lintRules(ruleSet: RuleSet, catalogue: Catalogue, date: WorkDate): readonly LintFinding[] {
  const alive = ruleSet.rules.filter((rule) => !isExpired(rule, date));
  const living = indexRules({ ...ruleSet, rules: alive });
  return [
    ...findContradictions(alive).map((one) => ({ type: 'contradiction' as const, ...one })),
    ...alive.flatMap((rule) => shadowOf(rule, living)),
    ...ruleSet.rules.flatMap((rule) => deathOf(rule, living, date)),
    ...uncoveredClasses(ruleSet, catalogue, living),
  ];
}

/**
 * True for what no set of rules may come into force with: a certain contradiction, or a rule whose department is gone.
 * An expired rule is history, a shadowed one idle, an uncovered class a dispatcher's: they are only listed.
 */
export function isLintError(finding: LintFinding): boolean {
  if (finding.type === 'contradiction') return finding.certain;
  return finding.type === 'dead' && finding.reason === 'inactive-department';
}

/** A finding as one line for a person. */
export function describeFinding(finding: LintFinding): string {
  switch (finding.type) {
    case 'contradiction': {
      const where = finding.certain ? '' : ', if their polygons overlap';
      return `contradiction: ${finding.rules.join(' and ')} have equal rank and name different departments${where}`;
    }
    case 'shadowed':
      return `shadowed: ${finding.rule} never decides, ${finding.by} stands above it everywhere`;
    case 'dead':
      return `dead: ${finding.rule}, ${finding.reason}`;
    case 'uncovered': {
      const where = finding.areas.length === 0 ? '' : ` in ${finding.areas.join(', ')}`;
      return `uncovered: ${finding.kind} ${finding.classCode} ${finding.name} (${finding.edition})${where}`;
    }
  }
}

function shadowOf(rule: Rule, index: RoutingIndex): readonly LintFinding[] {
  const by = index
    .rulesFor(rule.classes[0] ?? '', rule.area ?? '')
    .find((one) => PRINCIPLES.indexOf(one.principle) < PRINCIPLES.indexOf(rule.principle) && covers(one, rule));
  return by === undefined ? [] : [{ type: 'shadowed', rule: rule.id, by: by.id }];
}

/** True when `outer` applies to every question that `inner` applies to. */
function covers(outer: Rule, inner: Rule): boolean {
  const same = <T>(wanted: T | undefined, found: T | undefined): boolean => wanted === undefined || wanted === found;
  return (
    outer.polygon === undefined &&
    same(outer.edition, inner.edition) &&
    same(outer.kind, inner.kind) &&
    same(outer.conditionId, inner.conditionId) &&
    same(outer.channel, inner.channel) &&
    same(outer.hours?.fromMinute, inner.hours?.fromMinute) &&
    same(outer.hours?.toMinute, inner.hours?.toMinute) &&
    coversClasses(outer, inner) &&
    (outer.area === undefined || inner.area?.startsWith(outer.area) === true) &&
    outer.validFrom <= inner.validFrom &&
    (outer.validTo === undefined || (inner.validTo !== undefined && inner.validTo <= outer.validTo))
  );
}

const coversClasses = (outer: Rule, inner: Rule): boolean =>
  outer.classes.length === 0 ||
  (inner.classes.length > 0 &&
    inner.classes.every((selector) => outer.classes.some((prefix) => selector.startsWith(prefix))));

const isExpired = ({ validTo }: Rule, date: WorkDate): boolean => validTo !== undefined && validTo <= date;

function deathOf(rule: Rule, index: RoutingIndex, date: WorkDate): readonly LintFinding[] {
  if (isExpired(rule, date)) return [{ type: 'dead', rule: rule.id, reason: 'expired' }];
  if (index.departments.find(rule.department)?.active === true) return [];
  return [{ type: 'dead', rule: rule.id, reason: 'inactive-department' }];
}

function uncoveredClasses(
  { rules, departments }: RuleSet,
  catalogue: Catalogue,
  index: RoutingIndex,
): readonly LintFinding[] {
  const named = new Set(rules.flatMap(({ edition }) => edition ?? []));
  const areas = departments.flatMap(({ area, active }) => (area !== undefined && active ? [area] : []));
  return catalogue.editions
    .filter(({ id }) => named.has(id))
    .flatMap(({ classes }) => classes)
    .filter((one) => one.kind === 'matter' || catalogue.anomalyOf(one) === undefined)
    .flatMap((one) => {
      if (isCovered(one, '', index)) return [];
      const missing = areas.filter((area) => !isCovered(one, area, index));
      if (missing.length === 0 && areas.length > 0) return [];
      const { edition, kind, code: classCode, name } = one;
      const where = missing.length === areas.length ? [] : missing;
      return [{ type: 'uncovered' as const, edition, kind, classCode, name, areas: where }];
    });
}

const isCovered = (one: CatalogueClass, area: string, index: RoutingIndex): boolean =>
  index
    .rulesFor(one.code, area)
    .some(
      ({ edition, kind, conditionId, polygon, channel, hours }) =>
        (edition === undefined || edition === one.edition) &&
        (kind === undefined || kind === one.kind) &&
        [conditionId, polygon, channel, hours].every((narrowing) => narrowing === undefined),
    );
