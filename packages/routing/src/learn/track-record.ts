/** How earlier predictions turned out, by the probability that the predictor gave them. */
export type TrackRecord = {
  readonly add: (probability: number, isRight: boolean) => void;
  /** The share right among the past predictions nearest in probability; the probability itself while there are few. */
  readonly calibrated: (probability: number) => number;
  /** The probability from which a case may be dispatched without a person; infinite while the past does not prove it. */
  readonly cut: (threshold: number) => number;
};

/** Fewer predictions than this prove no cut. */
const LEAST = 20;
/** A case at the edge may carry this many times the risk that is allowed on average. */
const EDGE_RISK = 4;
/** 0.9 × 20 must be 18. */
const ROUNDING = 1e-9;
/** Neighbours by probability on either side, and how many cases the predictor's own word is worth beside them. */
const NEIGHBOURS = 25;
const OWN_WORD = 5;

/** Starts an empty record. Everything it says rests on predictions whose outcome was known before. */
export function buildTrackRecord(): TrackRecord {
  const sorted: { readonly probability: number; readonly isRight: boolean }[] = [];
  /** How many are more probable, or with `ties` at least as probable. */
  const placeOf = (probability: number, ties: boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = sorted[middle]?.probability ?? 0;
      if (found > probability || (ties && found === probability)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    add: (probability, isRight) => void sorted.splice(placeOf(probability, true), 0, { probability, isRight }),
    calibrated: (probability) => {
      const place = (placeOf(probability, false) + placeOf(probability, true)) >> 1;
      const near = sorted.slice(Math.max(0, place - NEIGHBOURS), place + NEIGHBOURS);
      return (near.filter(({ isRight }) => isRight).length + OWN_WORD * probability) / (near.length + OWN_WORD);
    },
    cut: (threshold) => {
      const lowest = 1 - EDGE_RISK * (1 - threshold);
      let [right, cut] = [0, Number.POSITIVE_INFINITY];
      for (const [index, { probability, isRight }] of sorted.entries()) {
        if (isRight) right++;
        // Equal probabilities stand or fall together.
        if (sorted[index + 1]?.probability === probability) continue;
        if (index + 1 >= LEAST && right >= threshold * (index + 1) - ROUNDING) cut = probability;
      }
      return Math.max(cut, lowest);
    },
  };
}
