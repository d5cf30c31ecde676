import { inTimeOrder, type LearnCase } from './history.ts';
import { buildPredictor, type Predictor, type Ranked } from './predictor.ts';
import { buildTrackRecord, type TrackRecord } from './track-record.ts';
import { bringUnitsTogether, type UnitNames } from './unit-names.ts';
import { type LevelledArea, readTerritories } from './unit-territory.ts';

/** At one threshold: the share of all cases decided, and the share right of those decided. Both 0–1; `right` is 1 of none. */
export type ThresholdResult = {
  readonly threshold: number;
  readonly decided: number;
  readonly right: number;
  /** The largest share that the same predictions could have decided had the best cut been known: hindsight, not a promise. */
  readonly decidedByBestCut: number;
};

/** What became of one case. */
export type ForwardCase = {
  readonly id: string;
  /** What was done; undefined where the register does not say, and such a case is never right. */
  readonly unit: string | undefined;
  /** The five likeliest, the best first; empty for the very first case. */
  readonly ranked: readonly Ranked[];
  /** The probability that the first is right, as past predictions like it turned out. */
  readonly confidence: number;
  /** For each threshold, whether the case would have been dispatched without a person. */
  readonly decided: readonly boolean[];
};

/** A history learned and judged forward in time. */
export type ForwardResult = {
  readonly thresholds: readonly ThresholdResult[];
  /** Share of all cases whose unit was the first candidate, and among the first three. */
  readonly firstRight: number;
  readonly firstThreeRight: number;
  readonly cases: readonly ForwardCase[];
  readonly units: UnitNames;
};

export type ForwardOptions = {
  readonly thresholds: readonly number[];
  /** How long after its report the unit of a case becomes known; default 0, then only strictly earlier cases count. */
  readonly delayMs?: number;
};

/** A learner that has met fewer cases decides nothing, and its tries prove nothing. */
export const WARM_UP_CASES = 50;
const KEPT = 5;

type State = { readonly predictor: Predictor; readonly record: TrackRecord };
type Tried = { readonly source: LearnCase; readonly result: ForwardCase; readonly isProof: boolean };

/**
 * Goes through a history in time order. Each case is predicted from cases that are strictly earlier (and known by then);
 * its confidence and the cut of each threshold come from predictions whose outcome is known by then; only afterwards it is
 * learned itself. Cases of one instant do not see each other. Codes and names of units and areas are reference data, known
 * from the start; which units there are to choose from is learned.
 */
export function measureForward(history: readonly LearnCase[], options: ForwardOptions): ForwardResult {
  const units = bringUnitsTogether(history);
  const state = { predictor: startPredictor(history, units), record: buildTrackRecord() };
  const tried: Tried[] = [];
  let taken = 0;
  for (const source of inTimeOrder(history)) {
    const known = source.atMs - (options.delayMs ?? 0);
    for (let next = tried[taken]; next !== undefined && next.source.atMs < known; next = tried[++taken]) {
      takeIn(state, next);
    }
    tried.push(tryCase(state, source, { units, thresholds: options.thresholds, index: tried.length }));
  }
  return { ...sharesOf(tried, options.thresholds), cases: tried.map(({ result }) => result), units };
}

/**
 * Ranks units for a new case from a whole history, the likeliest first: what a dispatcher is shown where no rule decides.
 * A return or re-dispatch feeds back as a history row with the unit that handled the case in the end.
 */
export function buildRanking(history: readonly LearnCase[]): Predictor['rank'] {
  const units = bringUnitsTogether(history);
  const predictor = startPredictor(history, units);
  for (const source of inTimeOrder(history)) {
    const unit = units.unitOf(source.unit);
    if (unit !== undefined) predictor.learn(source, unit);
  }
  return predictor.rank;
}

function startPredictor(history: readonly LearnCase[], units: UnitNames): Predictor {
  const named = units.codes.map((code) => ({ code, name: units.nameOf(code) }));
  return buildPredictor(readTerritories(named, areasOf(history)));
}

/** Street and community: the levels that cases differ in. */
const TRAIT_LEVELS = 2;

function areasOf(history: readonly LearnCase[]): readonly LevelledArea[] {
  const areas = new Map<string, LevelledArea>();
  for (const { areas: path } of history) {
    path.slice(-TRAIT_LEVELS).forEach((area, level) => void areas.set(`${level}|${area.code}`, { ...area, level }));
  }
  return [...areas.values()];
}

type Trial = { readonly units: UnitNames; readonly thresholds: readonly number[]; readonly index: number };

function tryCase({ predictor, record }: State, source: LearnCase, { units, thresholds, index }: Trial): Tried {
  const ranked = predictor.rank(source).slice(0, KEPT);
  const probability = ranked[0]?.probability ?? 0;
  const isProof = index >= WARM_UP_CASES;
  const decided = thresholds.map((threshold) => isProof && probability >= record.cut(threshold));
  const confidence = record.calibrated(probability);
  const result = { id: source.id, unit: units.unitOf(source.unit), ranked, confidence, decided };
  return { source, result, isProof };
}

function takeIn({ predictor, record }: State, { source, result, isProof }: Tried): void {
  if (isProof) record.add(result.ranked[0]?.probability ?? 0, isRightWithin(result, 1));
  if (result.unit !== undefined) predictor.learn(source, result.unit);
}

const isRightWithin = ({ unit, ranked }: ForwardCase, depth: number): boolean =>
  unit !== undefined && ranked.slice(0, depth).some((one) => one.unit === unit);

const shareOf = (part: number, whole: number, ofNone: number): number => (whole === 0 ? ofNone : part / whole);

function sharesOf(
  tried: readonly Tried[],
  thresholds: readonly number[],
): Pick<ForwardResult, 'thresholds' | 'firstRight' | 'firstThreeRight'> {
  const cases = tried.map(({ result }) => result);
  const rightWithin = (depth: number): number =>
    shareOf(cases.filter((one) => isRightWithin(one, depth)).length, cases.length, 0);
  const proofs = tried.filter(({ isProof }) => isProof).map(({ result }) => result);
  return {
    thresholds: thresholds.map((threshold, index) => {
      const decided = cases.filter((one) => one.decided[index]);
      const right = decided.filter((one) => isRightWithin(one, 1)).length;
      return {
        threshold,
        decided: shareOf(decided.length, cases.length, 0),
        right: shareOf(right, decided.length, 1),
        decidedByBestCut: shareOf(bestCut(proofs, threshold), cases.length, 0),
      };
    }),
    firstRight: rightWithin(1),
    firstThreeRight: rightWithin(3),
  };
}

/** How many of the most probable predictions can be taken until too many are wrong. */
function bestCut(cases: readonly ForwardCase[], threshold: number): number {
  const likeliest = [...cases].sort((a, b) => (b.ranked[0]?.probability ?? 0) - (a.ranked[0]?.probability ?? 0));
  let [right, most] = [0, 0];
  likeliest.forEach((one, index) => {
    if (isRightWithin(one, 1)) right++;
    if (right >= threshold * (index + 1)) most = index + 1;
  });
  return most;
}
