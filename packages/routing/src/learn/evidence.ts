import { CONTEXTS, keyOf, LAST_CONTEXTS, PROFILE_TRAITS, ROLE_CONTEXTS } from './contexts.ts';
import type { Traits } from './history.ts';
import type { Territory } from './unit-territory.ts';

/** Stands for every unit that has not handled a case yet. */
export const UNSEEN = '';

export type Learned = { readonly atMs: number; readonly traits: Traits; readonly unit: string };
type Counts = { total: number; newcomers: number; readonly of: Map<string, number> };

/** What has been seen so far. Grows with every case; nothing is taken back. */
export type Evidence = {
  readonly cases: Learned[];
  readonly units: Map<string, Counts>;
  readonly contexts: Map<string, Counts>;
  readonly last: Map<string, Learned>;
  /** Who does `role` in an area, by `role|area`. */
  readonly holders: Map<string, string>;
  readonly territories: ReadonlyMap<string, Territory>;
};

export const noEvidence = (territories: ReadonlyMap<string, Territory>): Evidence => ({
  cases: [],
  units: new Map(),
  contexts: new Map(),
  last: new Map(),
  holders: new Map(),
  territories,
});

export const roleOf = (evidence: Evidence, unit: string): string => evidence.territories.get(unit)?.role ?? unit;

/** Adds one dispatched case. */
export function addCase(evidence: Evidence, learned: Learned): void {
  const { traits, unit } = learned;
  const isNew = !evidence.units.has(unit);
  for (const name in CONTEXTS) count(evidence.contexts, keyOf(name, traits, CONTEXTS[name] ?? []), unit, isNew);
  for (const name in ROLE_CONTEXTS) {
    count(evidence.contexts, keyOf(name, traits, ROLE_CONTEXTS[name] ?? []), roleOf(evidence, unit), isNew);
  }
  for (const name in LAST_CONTEXTS) evidence.last.set(keyOf(name, traits, LAST_CONTEXTS[name] ?? []), learned);
  const profile = countsAt(evidence.units, unit);
  profile.total++;
  for (const trait of PROFILE_TRAITS) {
    add(profile.of, `${trait}|${traits[trait]}`);
    count(evidence.contexts, `everywhere|${trait}|${traits[trait]}`, unit, false);
  }
  const { area, role } = evidence.territories.get(unit) ?? {};
  if (area !== undefined) evidence.holders.set(`${role}|${area}`, unit);
  evidence.cases.push(learned);
}

const add = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

function countsAt(table: Map<string, Counts>, key: string): Counts {
  const found = table.get(key) ?? { total: 0, newcomers: 0, of: new Map<string, number>() };
  table.set(key, found);
  return found;
}

function count(table: Map<string, Counts>, key: string, label: string, isNew: boolean): void {
  const counts = countsAt(table, key);
  counts.total++;
  if (isNew) counts.newcomers++;
  add(counts.of, label);
}
