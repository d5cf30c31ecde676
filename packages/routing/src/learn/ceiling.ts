import { inTimeOrder, type LearnCase, type Traits, traitsOf } from './history.ts';
import type { UnitNames } from './unit-names.ts';

/** What limits any learner on a history. All are shares of all cases, 0–1. */
export type Ceiling = {
  /** Right if every case went to the commonest unit of its class, community, channel and nature, this case included. */
  readonly everyTrait: number;
  /** The same for class and community: what rules of class and area could reach with the answers known. */
  readonly classAndCommunity: number;
  /** The same, but a case may not vouch for itself: cells of one case are lost. */
  readonly classAndCommunityOthers: number;
  /** Cases whose narrowest class, or whose unit, appears for the first time. */
  readonly firstOfClass: number;
  readonly firstOfUnit: number;
  /** Cases alone in their class and community. */
  readonly alone: number;
  /** Cases that earlier ones of the very same class, community and channel contradict, though those agree among themselves. */
  readonly contradicted: number;
};

/** Measures with hindsight what the traits of cases can say of their units at best. */
export function measureCeiling(history: readonly LearnCase[], units: UnitNames): Ceiling {
  const cases = inTimeOrder(history).flatMap((source) => {
    const unit = units.unitOf(source.unit);
    return unit === undefined ? [] : [{ traits: traitsOf(source), unit }];
  });
  const share = (count: number): number => (history.length === 0 ? 0 : count / history.length);
  const place = cellsOf(cases, ['minor', 'community']);
  return {
    everyTrait: share(commonest(cellsOf(cases, ['minor', 'community', 'channel', 'nature']))),
    classAndCommunity: share(commonest(place)),
    classAndCommunityOthers: share(byOthers(place)),
    firstOfClass: share(new Set(cases.map(({ traits }) => traits.minor)).size),
    firstOfUnit: share(new Set(cases.map(({ unit }) => unit)).size),
    alone: share(place.filter((cell) => cell.length === 1).length),
    contradicted: share(contradictions(cellsOf(cases, ['minor', 'community', 'channel']))),
  };
}

type Seen = { readonly traits: Traits; readonly unit: string };
type Cell = readonly string[];

/** Units of the cases that are alike in some traits, in time order. */
const cellsOf = (cases: readonly Seen[], parts: readonly (keyof Traits)[]): readonly Cell[] =>
  [...Map.groupBy(cases, ({ traits }) => parts.map((part) => traits[part]).join('|')).values()].map((cell) =>
    cell.map(({ unit }) => unit),
  );

const tally = (cell: Cell): readonly number[] =>
  [...Map.groupBy(cell, (unit) => unit).values()].map(({ length }) => length).sort((left, right) => right - left);

const commonest = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + (tally(cell)[0] ?? 0), 0);

/** With its own vote taken away, a case is right if its unit still leads. */
const byOthers = (cells: readonly Cell[]): number =>
  cells.reduce((sum, cell) => {
    const [most = 0, next = 0] = tally(cell);
    return sum + (most >= 2 && most - 1 >= next ? most : 0);
  }, 0);

const contradictions = (cells: readonly Cell[]): number =>
  cells.reduce((sum, cell) => {
    const other = cell.findIndex((unit) => unit !== cell[0]);
    return sum + (other >= 2 ? 1 : 0);
  }, 0);
