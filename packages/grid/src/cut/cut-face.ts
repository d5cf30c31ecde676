import { chooseCut } from './choose-cut.ts';
import { applyCut } from './cut.ts';
import type { VertexRing } from './edge-store.ts';
import { flattenRing } from './flat-ring.ts';
import type { Guides } from './guides.ts';
import type { Net } from './rings.ts';

/** Walks around the pieces of a face, and how many pieces could not be cut off from one of them. */
export type CutFace = { readonly walks: readonly VertexRing[]; readonly missing: number };

/**
 * Cuts the face inside a walk into equal areas by chords, in halves of halves. Each chord splits the edges that it
 * ends on for both of their neighbours. Where no chord fits, a piece stays whole and is counted as missing.
 */
export function cutFace({ store, lattice }: Net, walk: VertexRing, pieces: number, guides?: Guides): CutFace {
  const walks: VertexRing[] = [];
  let missing = 0;
  const waiting = [{ ring: walk, count: pieces }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const chosen =
      next.count > 1
        ? chooseCut(store, flattenRing(store, lattice, store.expand(next.ring)), next.count, guides)
        : undefined;
    if (chosen === undefined) {
      walks.push(next.ring);
      missing += next.count - 1;
      continue;
    }
    const [below, above] = applyCut(store, chosen.cut);
    waiting.push({ ring: above, count: next.count - chosen.piecesBelow });
    waiting.push({ ring: below, count: chosen.piecesBelow });
  }
  return { walks, missing };
}
