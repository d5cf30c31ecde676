import { areaBelow, type Chord, chordsAt, type Sweep, sweepAlong } from './chords.ts';
import { type Cut, cutAlong, cutThrough, endsOf, wayOf } from './cut.ts';
import type { EdgeStore } from './edge-store.ts';
import { type FlatRing, longAxis } from './flat-ring.ts';
import type { Guides } from './guides.ts';
import type { KeptBuildings } from './kept-buildings.ts';
import { cutAlongLine } from './line-cuts.ts';
import { imbalance, misfitOf, scoreOf } from './score-cut.ts';
import type { Point } from './segments.ts';

/** A cut and how many of the pieces lie below it. */
export type ChosenCut = { readonly cut: Cut; readonly piecesBelow: number };

/** How hard to look: directions around, lines per direction, chords worked out, misfit of area allowed. */
type Effort = {
  readonly directions: number;
  readonly lines: number;
  readonly tries: number;
  readonly misfit: number;
  /** No side gets less than this share of the pieces: balanced cuts keep later rings small and round. */
  readonly leastShare: number;
};

const MANY: readonly Effort[] = [
  { directions: 6, lines: 24, tries: 14, misfit: 0.06, leastShare: 0.36 },
  { directions: 12, lines: 60, tries: 80, misfit: 0.15, leastShare: 0 },
  { directions: 24, lines: 160, tries: 80, misfit: 0.3, leastShare: 0 },
];
const FEW: readonly Effort[] = [
  { directions: 12, lines: 32, tries: 28, misfit: 0.06, leastShare: 0 },
  { directions: 24, lines: 96, tries: 80, misfit: 0.15, leastShare: 0 },
  { directions: 36, lines: 240, tries: 120, misfit: 0.3, leastShare: 0 },
];
const MANY_PIECES = 12;

/** A chord near a whole number of pieces, before its place is worked out. */
type Candidate = {
  readonly sweep: Sweep;
  readonly t: number;
  readonly u: number;
  readonly piecesBelow: number;
  readonly cost: number;
};

/**
 * Finds the best chord that parts a ring of `pieces` units into two whole numbers of units: short, balanced, and
 * leaving compact parts; along a given line before any other, and never through a kept building. Looks harder when
 * nothing fits; undefined when nothing ever does.
 */
export function chooseCut(store: EdgeStore, ring: FlatRing, pieces: number, guides?: Guides): ChosenCut | undefined {
  const alongLine = guides === undefined ? undefined : cutAlongLine(store, ring, pieces, guides);
  if (alongLine !== undefined) return alongLine;
  for (const effort of pieces > MANY_PIECES ? MANY : FEW) {
    const candidates = listCandidates(ring, pieces, effort).slice(0, effort.tries);
    let best: { chosen: ChosenCut; score: number } | undefined;
    for (const candidate of candidates) {
      const { piecesBelow } = candidate;
      const cut = guides?.kept
        ? settleAround(store, guides.kept, pieces, candidate)
        : settleCut(store, pieces, candidate);
      if (cut === undefined || misfitOf(cut, pieces, piecesBelow) > effort.misfit) continue;
      const score = scoreOf(cut, pieces, piecesBelow);
      if (best === undefined || score < best.score) best = { chosen: { cut, piecesBelow }, score };
    }
    if (best !== undefined) return best.chosen;
  }
  return undefined;
}

function settleCut(store: EdgeStore, pieces: number, candidate: Candidate): Cut | undefined {
  const { ring } = candidate.sweep;
  const chord = settle(ring, pieces, candidate);
  return chord && cutAlong(store, ring, chord);
}

function listCandidates(ring: FlatRing, pieces: number, effort: Effort): Candidate[] {
  const [ax, ay] = longAxis(ring);
  const candidates: Candidate[] = [];
  for (let i = 0; i < effort.directions; i++) {
    const angle = Math.PI / 2 + (i * Math.PI) / effort.directions; // across the long axis first
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const sweep = sweepAlong(ring, ax * cos - ay * sin, ax * sin + ay * cos);
    for (let line = 1; line < effort.lines; line++) {
      const t = sweep.low + ((sweep.high - sweep.low) * line) / effort.lines;
      for (const chord of chordsAt(sweep, t)) {
        const candidate = candidateOf(sweep, { t, chord }, pieces, effort.leastShare);
        if (candidate !== undefined) candidates.push(candidate);
      }
    }
  }
  return dropRepeats(candidates.sort((a, b) => a.cost - b.cost));
}

type PlacedChord = { readonly t: number; readonly chord: Chord };

function candidateOf(
  sweep: Sweep,
  { t, chord }: PlacedChord,
  pieces: number,
  leastShare: number,
): Candidate | undefined {
  const unitM2 = sweep.ring.areaM2 / pieces;
  const below = areaBelow(sweep.ring, chord) / unitM2;
  if (!(below > 0 && below < pieces)) return undefined;
  const least = Math.max(1, Math.floor(pieces * leastShare));
  const piecesBelow = Math.min(pieces - least, Math.max(least, Math.round(below)));
  const off = Math.abs(below - piecesBelow);
  if (off > 1.5) return undefined;
  const lengthM = chord.exit.u - chord.entry.u;
  const cost = lengthM / Math.sqrt(unitM2) + 2 * off + 1.2 * Math.sqrt(pieces) * imbalance(pieces, piecesBelow);
  return { sweep, t, u: (chord.entry.u + chord.exit.u) / 2, piecesBelow, cost };
}

/** Neighbouring lines settle at the same chord: of those alike in direction, share and place only the first stays. */
function dropRepeats(candidates: readonly Candidate[]): Candidate[] {
  const kept = new Map<Sweep, Candidate[]>();
  return candidates.filter((candidate) => {
    const alike = kept.get(candidate.sweep) ?? [];
    const nearM = Math.sqrt(candidate.sweep.ring.areaM2) / 8;
    if (alike.some((k) => k.piecesBelow === candidate.piecesBelow && Math.abs(k.u - candidate.u) < nearM)) return false;
    kept.set(candidate.sweep, [...alike, candidate]);
    return true;
  });
}

const SETTLE_STEPS = 14;
const SETTLED = 5e-4;

/** Moves a candidate's line until the area below it is a whole number of units: Newton, since dA/dt is the length. */
function settle(
  ring: FlatRing,
  pieces: number,
  { sweep, t: startT, u: startU, piecesBelow }: Candidate,
): Chord | undefined {
  const unitM2 = ring.areaM2 / pieces;
  const limitM = Math.sqrt(unitM2);
  let [t, u] = [startT, startU];
  let chord: Chord | undefined;
  for (let step = 0; step < SETTLE_STEPS; step++) {
    const found = nearestChord(chordsAt(sweep, t), u);
    if (found === undefined) return chord;
    chord = found;
    u = (chord.entry.u + chord.exit.u) / 2;
    const excess = areaBelow(ring, chord) - piecesBelow * unitM2;
    if (Math.abs(excess) < unitM2 * SETTLED) return chord;
    const move = excess / Math.max(chord.exit.u - chord.entry.u, 1e-3);
    const damping = step > 6 ? 0.5 : 1; // a bay that the chord jumps over makes full steps swing for ever
    t -= damping * Math.max(-limitM, Math.min(limitM, move));
    if (t <= sweep.low || t >= sweep.high) return undefined;
  }
  return chord;
}

const AROUND_STEPS = 4;
/** Misfit below which a detour is good enough, as a share of a unit. */
const AROUND_SETTLED = 0.03;

/**
 * Settles a chord that goes around kept buildings. A building falls to one side as a whole, so that the area jumps with
 * the line: the best of some tries is taken.
 */
function settleAround(store: EdgeStore, kept: KeptBuildings, pieces: number, candidate: Candidate): Cut | undefined {
  const { sweep, piecesBelow } = candidate;
  const { ring } = sweep;
  const isUsed = (point: Point): boolean => store.findVertex(point) !== undefined;
  let chord = settle(ring, pieces, candidate);
  let best: { readonly cut: Cut; readonly misfit: number } | undefined;
  let t = chord === undefined ? candidate.t : leftOf(sweep, chord);
  for (let step = 0; step < AROUND_STEPS && chord !== undefined; step++) {
    const ends = endsOf(store, ring, chord.entry, chord.exit);
    const via = kept.wayAround(ends.from.point, ends.to.point, isUsed);
    const cut = via && cutThrough(store, ring, ends, via);
    // A bend too near to an end has been left out: what remains may cut a corner.
    if (cut === undefined || !kept.isClearOf(wayOf(cut))) break;
    const misfit = misfitOf(cut, pieces, piecesBelow);
    if (best === undefined || misfit < best.misfit) best = { cut, misfit };
    if (misfit < AROUND_SETTLED) break;
    t -= (cut.below.areaM2 - (piecesBelow * ring.areaM2) / pieces) / Math.max(chord.exit.u - chord.entry.u, 1);
    chord = nearestChord(chordsAt(sweep, t), (chord.entry.u + chord.exit.u) / 2);
  }
  return best?.cut;
}

/** How far left of the origin a chord's line lies. */
function leftOf({ s }: Sweep, { entry: { edge, f } }: Chord): number {
  const from = s[edge] ?? 0;
  return from + f * ((s[(edge + 1) % s.length] ?? from) - from);
}

function nearestChord(chords: readonly Chord[], u: number): Chord | undefined {
  let best: { chord: Chord; gap: number } | undefined;
  for (const chord of chords) {
    const gap = Math.abs((chord.entry.u + chord.exit.u) / 2 - u);
    if (best === undefined || gap < best.gap) best = { chord, gap };
  }
  return best?.chord;
}
