import { addCase, noEvidence, UNSEEN } from './evidence.ts';
import { type LearnQuestion, traitsOf } from './history.ts';
import { type Candidates, candidatesFor, type Reason } from './reasons.ts';
import type { Territory } from './unit-territory.ts';

/** A unit with its probability, before confidence is measured. */
export type Ranked = { readonly unit: string; readonly probability: number };

/** Ranks units for a case, and takes in what was done with it. */
export type Predictor = {
  /** Units seen so far, the likeliest first. Their probabilities leave room for one never seen. */
  readonly rank: (question: LearnQuestion) => readonly Ranked[];
  readonly learn: (question: LearnQuestion, unit: string) => void;
};

/**
 * A conditional logit over the units seen so far. Each reason (contexts of class, area, channel and manner; roles of sister
 * units; the unit's profile; similar cases; the case before) carries a weight, which starts modest and moves a little with
 * every case. Cost of a question: units × 40, plus the cases in memory.
 */
export function buildPredictor(territories: ReadonlyMap<string, Territory>): Predictor {
  const evidence = noEvidence(territories);
  const weights = new Map<string, number>();
  return {
    rank: (question) => {
      const candidates = candidatesFor(evidence, question.atMs, traitsOf(question));
      const probabilities = probabilitiesOf(candidates, weights);
      return candidates.units
        .map((unit, index) => ({ unit, probability: probabilities[index] ?? 0 }))
        .filter(({ unit }) => unit !== UNSEEN)
        .sort((left, right) => right.probability - left.probability);
    },
    learn: (question, unit) => {
      const traits = traitsOf(question);
      const candidates = candidatesFor(evidence, question.atMs, traits);
      adjust(candidates, weights, evidence.units.has(unit) ? unit : UNSEEN);
      addCase(evidence, { atMs: question.atMs, traits, unit });
    },
  };
}

const START: Readonly<Record<string, number>> = { similar: 0.3, 'own-area': 0.5, 'other-area': -2.5, unseen: 0 };
const FAST_STEP = 0.05;
const SLOW_STEP = 0.002;

/** Reasons that are either there or not learn faster than those in logarithms. */
const isSwitch = (name: string): boolean => name.startsWith('last') || name.endsWith('-area') || name === 'unseen';

function startOf(name: string): number {
  const fixed = START[name];
  if (fixed !== undefined) return fixed;
  if (name.startsWith('last')) return 0.2;
  if (name.startsWith('unit-')) return 0.03;
  return 0.01 + 0.01 * Number(name.slice(name.indexOf(':') + 1));
}

const weightOf = (weights: ReadonlyMap<string, number>, name: string): number => weights.get(name) ?? startOf(name);

function probabilitiesOf({ reasons }: Candidates, weights: ReadonlyMap<string, number>): readonly number[] {
  const scores = reasons.map((own) => own.reduce((sum, [name, value]) => sum + weightOf(weights, name) * value, 0));
  const highest = scores.reduce((best, score) => Math.max(best, score), Number.NEGATIVE_INFINITY);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** One step of gradient ascent on the logarithm of the probability of what was done. */
function adjust({ units, reasons }: Candidates, weights: Map<string, number>, done: string): void {
  const probabilities = probabilitiesOf({ units, reasons }, weights);
  const gradient = new Map<string, number>();
  units.forEach((unit, index) => {
    const miss = (unit === done ? 1 : 0) - (probabilities[index] ?? 0);
    for (const [name, value] of reasons[index] ?? noReasons)
      gradient.set(name, (gradient.get(name) ?? 0) + miss * value);
  });
  for (const [name, slope] of gradient) {
    weights.set(name, weightOf(weights, name) + (isSwitch(name) ? FAST_STEP : SLOW_STEP) * slope);
  }
}

const noReasons: readonly Reason[] = [];
