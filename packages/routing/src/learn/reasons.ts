import { CONTEXTS, keyOf, LAST_CONTEXTS, PROFILE_TRAITS, ROLE_CONTEXTS } from './contexts.ts';
import { type Evidence, roleOf, UNSEEN } from './evidence.ts';
import type { Traits } from './history.ts';
import { similarUnits } from './similar-cases.ts';

/** A reason for or against a unit: a name whose weight is learned, and a strength. */
export type Reason = readonly [name: string, value: number];
export type Candidates = { readonly units: readonly string[]; readonly reasons: readonly (readonly Reason[])[] };

/** Every unit seen so far, and "another one", each with its reasons. */
export function candidatesFor(evidence: Evidence, atMs: number, traits: Traits): Candidates {
  const units = [...evidence.units.keys(), UNSEEN];
  const reasons: Reason[][] = units.map(() => []);
  contextReasons(evidence, traits, { units, reasons });
  profileReasons(evidence, traits, { units, reasons });
  similarReasons(evidence, { atMs, traits }, { units, reasons });
  lastReasons(evidence, { atMs, traits }, { units, reasons });
  return { units, reasons };
}

type Open = { readonly units: readonly string[]; readonly reasons: readonly Reason[][] };
type Asked = { readonly atMs: number; readonly traits: Traits };

const push = (open: Open, value: (unit: string) => Reason | undefined): void =>
  open.units.forEach((unit, index) => {
    const reason = value(unit);
    if (reason !== undefined) open.reasons[index]?.push(reason);
  });

/** Weight of the guess before counting, in cases. */
const GUESS_CASES = 1.5;
const ROLE_GUESS = 1 / 50;

/** How often each unit, or its role, got the cases that are alike: a Dirichlet mean, in logarithms. */
function contextReasons(evidence: Evidence, traits: Traits, open: Open): void {
  const guess = 1 / open.units.length;
  const look = (name: string, parts: readonly (keyof Traits)[], byRole: boolean): void => {
    const counts = evidence.contexts.get(keyOf(name, traits, parts));
    if (counts === undefined) return;
    const weight = `${name}:${sizeOf(counts.total)}`;
    push(open, (unit) => {
      const label = byRole ? roleOf(evidence, unit) : unit;
      const seen = unit === UNSEEN ? counts.newcomers : (counts.of.get(label) ?? 0);
      const before = GUESS_CASES * (byRole && unit !== UNSEEN ? ROLE_GUESS : guess);
      return [weight, Math.log((seen + before) / (counts.total + GUESS_CASES))];
    });
  };
  for (const name in CONTEXTS) look(name, CONTEXTS[name] ?? [], false);
  for (const name in ROLE_CONTEXTS) look(name, ROLE_CONTEXTS[name] ?? [], true);
}

const PROFILE_GUESS_CASES = 2;

/** Whether the case looks like what the unit gets, against what everybody gets; and whether its name fits the place. */
function profileReasons(evidence: Evidence, traits: Traits, open: Open): void {
  for (const trait of PROFILE_TRAITS) {
    const key = `${trait}|${traits[trait]}`;
    const everywhere = ((evidence.contexts.get(`everywhere|${key}`)?.total ?? 0) + 1) / (evidence.cases.length + 20);
    push(open, (unit) => {
      const profile = evidence.units.get(unit);
      if (profile === undefined) return undefined;
      const share = (profile.of.get(key) ?? 0) + PROFILE_GUESS_CASES * everywhere;
      return [
        `unit-${trait}:${sizeOf(profile.total)}`,
        Math.log(share / (profile.total + PROFILE_GUESS_CASES) / everywhere),
      ];
    });
  }
  push(open, (unit) => {
    if (unit === UNSEEN) return ['unseen', 1];
    const area = evidence.territories.get(unit)?.area;
    if (area === undefined) return undefined;
    return [area === traits.community || area === traits.street ? 'own-area' : 'other-area', 1];
  });
}

function similarReasons(evidence: Evidence, asked: Asked, open: Open): void {
  const shares = similarUnits(evidence, asked);
  push(open, (unit) => ['similar', Math.log(shares(unit))]);
}

const HOUR_MS = 3_600_000;
const AGES_HOURS = [0.5, 3, 30, 200];

/** The unit of the latest case that is alike, by how long ago. */
function lastReasons(evidence: Evidence, { atMs, traits }: Asked, open: Open): void {
  for (const name in LAST_CONTEXTS) {
    const last = evidence.last.get(keyOf(name, traits, LAST_CONTEXTS[name] ?? []));
    if (last === undefined) continue;
    const hours = (atMs - last.atMs) / HOUR_MS;
    const age = AGES_HOURS.filter((limit) => hours >= limit).length;
    push(open, (unit) => (unit === last.unit ? [`${name}:${age}`, 1] : undefined));
  }
}

/** Classes of sample size, 1 to 6: each has a weight of its own, for more cases deserve more trust. */
const sizeOf = (cases: number): number => 1 + [2, 3, 5, 10, 25].filter((limit) => cases >= limit).length;
