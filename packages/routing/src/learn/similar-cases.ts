import { type Evidence, type Learned, UNSEEN } from './evidence.ts';
import type { Traits } from './history.ts';

/** How much more a case counts, in logarithms, for each trait that it shares. */
const LIKENESS = {
  minor: 2.5,
  middle: 1.5,
  major: 1.5,
  street: 1.5,
  community: 0.8,
  channel: 0.8,
  nature: 0.3,
} as const;
const TRAITS = ['minor', 'middle', 'major', 'street', 'community', 'channel', 'nature'] as const;

const HOUR_MS = 3_600_000;
/** Age below which a case counts more, with the gain in logarithms: an hour, a day, a week. */
const RECENT = [
  { withinMs: HOUR_MS, gain: 0.5 },
  { withinMs: 24 * HOUR_MS, gain: 0.5 },
  { withinMs: 168 * HOUR_MS, gain: 0.2 },
] as const;

/** Older cases than this many are left to the counts, so that the cost of a question stays bounded. */
const MEMORY_CASES = 4_000;
/** The weight of a guess, and how many guesses there are. */
const GUESS = Math.exp(2);
const GUESSES = 20;

/**
 * The share of similar cases that each unit got. A case of a unit of another area speaks also for the unit that does the
 * same here.
 */
export function similarUnits(
  evidence: Evidence,
  { atMs, traits }: { readonly atMs: number; readonly traits: Traits },
): (unit: string) => number {
  const shares = new Map<string, number>();
  const give = (unit: string, weight: number): void => void shares.set(unit, (shares.get(unit) ?? 0) + weight);
  let total = 0;
  for (const learned of evidence.cases.slice(-MEMORY_CASES)) {
    const weight = Math.exp(likeness(learned, atMs, traits));
    total += weight;
    give(learned.unit, weight);
    const sister = sisterHere(evidence, learned.unit, traits);
    if (sister !== undefined) give(sister, weight);
  }
  return (unit) => ((unit === UNSEEN ? 0 : (shares.get(unit) ?? 0)) + GUESS) / (total + GUESSES * GUESS);
}

function likeness(learned: Learned, atMs: number, traits: Traits): number {
  let sum = 0;
  for (const trait of TRAITS) if (learned.traits[trait] === traits[trait]) sum += LIKENESS[trait];
  for (const { withinMs, gain } of RECENT) if (atMs - learned.atMs < withinMs) sum += gain;
  return sum;
}

/** The unit with the same role in the street or community of the case, for a unit of another one. */
function sisterHere({ territories, holders }: Evidence, unit: string, traits: Traits): string | undefined {
  const { area, role } = territories.get(unit) ?? {};
  if (area === undefined || area === traits.community || area === traits.street) return undefined;
  return holders.get(`${role}|${traits.community}`) ?? holders.get(`${role}|${traits.street}`);
}
