import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { LngLat, MultiPolygonRings } from '@wanmi/grid';
import type { Question } from './question.ts';
import { type DayWindow, PRINCIPLES, type Rule } from './rule.ts';

/** How a rule names the class, the widest first. */
export const CLASS_LEVELS = ['any', 'kind', 'major', 'class', 'condition'] as const;
export type ClassLevel = (typeof CLASS_LEVELS)[number];

/** A drawn polygon is narrower than a community (12 digits) and wider than one unit grid (15). */
const POLYGON_RANK = 13;

/** Comparable standing of a matching rule: greater wins, in this order of keys. */
export type Rank = {
  readonly principle: number;
  readonly class: number;
  readonly area: number;
  readonly channel: number;
  readonly hours: number;
};

export const RANK_KEYS = ['principle', 'class', 'area', 'channel', 'hours'] as const;
export type RankKey = (typeof RANK_KEYS)[number];

export type Match = { readonly rule: Rule; readonly level: ClassLevel; readonly rank: Rank };

/** The rule's level and rank for a question; undefined if it does not apply, `unjudged` if only a position would tell. */
export function matchRule(rule: Rule, question: Question): Match | 'unjudged' | undefined {
  const level = classLevelOf(rule, question);
  if (level === undefined || !holdsAt(rule, question)) return undefined;
  if (rule.polygon !== undefined) {
    if (question.position === undefined) return 'unjudged';
    if (!isInside(rule.polygon, question.position)) return undefined;
  }
  return { rule, level, rank: rankOf(rule, level) };
}

/** The rank that a rule has where it names the class at `level`. */
export const rankOf = (rule: Rule, level: ClassLevel): Rank => ({
  principle: -PRINCIPLES.indexOf(rule.principle),
  class: CLASS_LEVELS.indexOf(level),
  area: areaRankOf(rule),
  channel: rule.channel === undefined ? 0 : 1,
  hours: rule.hours === undefined ? 0 : 1,
});

/** Positive when `left` stands above `right`. */
export function compareRanks(left: Rank, right: Rank): number {
  const key = decidingKey(left, right);
  return key === undefined ? 0 : left[key] - right[key];
}

/** The first key in which two ranks differ; undefined for a tie. */
export const decidingKey = (left: Rank, right: Rank): RankKey | undefined =>
  RANK_KEYS.find((key) => left[key] !== right[key]);

/** True when the window holds at a local minute of the day. */
export const isInWindow = ({ fromMinute, toMinute }: DayWindow, minute: number): boolean =>
  fromMinute < toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute;

const areaRankOf = ({ area, polygon }: Rule): number =>
  Math.max(area?.length ?? 0, polygon === undefined ? 0 : POLYGON_RANK);

function classLevelOf(rule: Rule, question: Question): ClassLevel | undefined {
  if (rule.kind !== undefined && rule.kind !== question.kind) return undefined;
  if (rule.edition !== undefined && rule.edition !== question.edition) return undefined;
  if (rule.conditionId !== undefined && rule.conditionId !== question.conditionId) return undefined;
  const named = classSelectorLevel(rule, question.classCode);
  return named !== undefined && rule.conditionId !== undefined ? 'condition' : named;
}

function classSelectorLevel({ classes, kind }: Rule, classCode: string): ClassLevel | undefined {
  if (classes.length === 0) return kind === undefined ? 'any' : 'kind';
  if (classes.includes(classCode)) return 'class';
  return classes.some((selector) => classCode.startsWith(selector)) ? 'major' : undefined;
}

const holdsAt = (rule: Rule, question: Question): boolean =>
  (rule.area === undefined || question.gridCode.startsWith(rule.area)) &&
  (rule.channel === undefined || rule.channel === question.channel) &&
  (rule.hours === undefined || isInWindow(rule.hours, question.minuteOfDay)) &&
  question.date >= rule.validFrom &&
  (rule.validTo === undefined || question.date < rule.validTo);

const isInside = (polygon: MultiPolygonRings, [lng, lat]: LngLat): boolean =>
  polygon.some((rings) => {
    const coordinates = rings.map((ring) => ring.map(([x, y]) => [x, y]));
    return booleanPointInPolygon([lng, lat], { type: 'Polygon', coordinates });
  });
