import type { MultiPolygonRings } from '@wanmi/grid';
import { type ClassLevel, compareRanks, isInWindow, rankOf } from './match-rule.ts';
import type { DayWindow, Rule } from './rule.ts';

type Entry = { readonly order: number; readonly rule: Rule; readonly level: ClassLevel };

/** Two rules that can apply to one question with equal rank and name different leads. */
export type Contradiction = {
  readonly rules: readonly [string, string];
  /** False for two polygons that may only nearly touch. */
  readonly certain: boolean;
};

/**
 * Pairs of rules that can apply to the same question with equal rank and name different leads.
 * Only rules that name the same class and area (or both a polygon) can; polygons are compared by their boxes, so that
 * two that only nearly touch are listed too. Cost: pairs among the rules of one class and area.
 */
export function findContradictions(rules: readonly Rule[]): readonly Contradiction[] {
  const groups = Map.groupBy(rules.flatMap(entriesOf), ([key]) => key);
  const found = new Map<string, Contradiction>();
  for (const group of groups.values()) {
    group.forEach(([, left], index) => {
      for (const [, right] of group.slice(index + 1)) {
        if (!contradict(left, right)) continue;
        found.set(`${left.order} ${right.order}`, {
          rules: [left.rule.id, right.rule.id],
          certain: JSON.stringify(left.rule.polygon) === JSON.stringify(right.rule.polygon),
        });
      }
    });
  }
  return [...found.values()];
}

/** A rule once for each class that it names, under the key that a rival must share. */
function entriesOf(rule: Rule, order: number): readonly (readonly [string, Entry])[] {
  const place = rule.polygon === undefined ? (rule.area ?? '') : 'polygon';
  if (rule.conditionId !== undefined) {
    return [[`${place} condition ${rule.conditionId}`, { order, rule, level: 'condition' }]];
  }
  const wide = rule.kind === undefined ? 'any' : 'kind';
  if (rule.classes.length === 0) return [[`${place} ${wide}`, { order, rule, level: wide }]];
  // The level does not matter among rules with the same selector, as long as it is the same.
  return rule.classes.map((selector) => [`${place} class ${selector}`, { order, rule, level: 'class' }]);
}

function contradict(left: Entry, right: Entry): boolean {
  const [one, other] = [left.rule, right.rule];
  return (
    one.department !== other.department &&
    compareRanks(rankOf(one, left.level), rankOf(other, right.level)) === 0 &&
    agree(one.edition, other.edition) &&
    agree(one.kind, other.kind) &&
    agree(one.channel, other.channel) &&
    windowsMeet(one.hours, other.hours) &&
    (one.validTo === undefined || other.validFrom < one.validTo) &&
    (other.validTo === undefined || one.validFrom < other.validTo) &&
    placesMeet(one, other)
  );
}

const agree = <T>(left: T | undefined, right: T | undefined): boolean =>
  left === undefined || right === undefined || left === right;

/** Windows on a circle meet when one holds at the other's beginning. */
const windowsMeet = (left: DayWindow | undefined, right: DayWindow | undefined): boolean =>
  left === undefined || right === undefined || isInWindow(left, right.fromMinute) || isInWindow(right, left.fromMinute);

function placesMeet(one: Rule, other: Rule): boolean {
  if (one.polygon === undefined || other.polygon === undefined) return true;
  const [a, b] = [boxOf(one.polygon), boxOf(other.polygon)];
  const [left, right] = [one.area ?? '', other.area ?? ''];
  return (
    (left.startsWith(right) || right.startsWith(left)) &&
    a.west <= b.east &&
    b.west <= a.east &&
    a.south <= b.north &&
    b.south <= a.north
  );
}

type Box = { readonly west: number; readonly south: number; readonly east: number; readonly north: number };

function boxOf(polygon: MultiPolygonRings): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [lng, lat] of polygon.flat(2)) {
    box.west = Math.min(box.west, lng);
    box.east = Math.max(box.east, lng);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  }
  return box;
}
