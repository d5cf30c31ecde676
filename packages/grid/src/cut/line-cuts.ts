import type { ChosenCut } from './choose-cut.ts';
import { type Cut, cutThrough, endsOf, wayOf } from './cut.ts';
import type { EdgeStore } from './edge-store.ts';
import type { FlatRing } from './flat-ring.ts';
import type { Guides } from './guides.ts';
import { type LineRun, lineRuns } from './line-runs.ts';
import { scoreOf } from './score-cut.ts';

/** How far the mean area of the pieces on either side may be from the target, as a share of it: within a fifth, with room. */
const DRIFT = 0.17;
/** A part of so many pieces needs at least this compactness beside a line. */
const LEAST_COMPACTNESS = { one: 0.5, more: 0.25 };

/**
 * The best cut along one of the given lines: whole numbers of pieces of about the target area on both sides. Undefined
 * when no line crosses the ring so.
 */
export function cutAlongLine(store: EdgeStore, ring: FlatRing, pieces: number, guides: Guides): ChosenCut | undefined {
  let best: { readonly chosen: ChosenCut; readonly score: number } | undefined;
  for (const line of guides.lines) {
    for (const run of lineRuns(ring, line, Math.sqrt(guides.targetM2))) {
      const cut = cutOf(store, ring, run, guides);
      if (cut === undefined) continue;
      const piecesBelow = Math.round((cut.below.areaM2 / ring.areaM2) * pieces);
      if (!isFit(cut, pieces, piecesBelow, guides.targetM2)) continue;
      const score = scoreOf(cut, pieces, piecesBelow);
      if (best === undefined || score < best.score) best = { chosen: { cut, piecesBelow }, score };
    }
  }
  return best?.chosen;
}

function cutOf(store: EdgeStore, ring: FlatRing, { from, to, via }: LineRun, { kept }: Guides): Cut | undefined {
  const cut = cutThrough(store, ring, endsOf(store, ring, from, to), via);
  if (cut === undefined || kept === undefined) return cut;
  return kept.isClearOf(wayOf(cut)) ? cut : undefined;
}

function isFit({ below, above }: Cut, pieces: number, piecesBelow: number, targetM2: number): boolean {
  const sides = [
    { part: below, count: piecesBelow },
    { part: above, count: pieces - piecesBelow },
  ];
  return sides.every(
    ({ part, count }) =>
      count >= 1 &&
      Math.abs(part.areaM2 / count / targetM2 - 1) <= DRIFT &&
      part.compactness >= (count === 1 ? LEAST_COMPACTNESS.one : LEAST_COMPACTNESS.more),
  );
}
