import type { Frame, GroupSize } from './groups.ts';
import { branchOf, linksOf, spanningTree, type Tree } from './spanning-tree.ts';

/** How a cut is looked for: a source of scattered numbers, and how many trees are tried at most. */
export type Search = { readonly noise: () => number; readonly trees: number };

/** Tree edges looked at for one cut: fewer trees where each has many. */
const MOST_EDGES = 4000;
const FEWEST_TREES = 6;

/**
 * Parts cells that hang together into `parts` connected groups, each within the range of sizes where the cells allow it:
 * a cut through the edge of a spanning tree leaves two halves that hang together, and of many trees and edges the cut
 * that is short and shares the weight wins. (After the recombination step of redistricting: DeFord, Duchin and Solomon
 * 2021, doi 10.1162/99608f92.eb30390f, with the best cut in place of a drawn one.)
 */
export function splitRegion(frame: Frame, cells: readonly number[], parts: number, search: Search): number[][] {
  if (parts <= 1 || cells.length <= 1) return [[...cells]];
  const { first, second, firstParts } = bestCut(frame, cells, parts, search);
  return [...splitRegion(frame, first, firstParts, search), ...splitRegion(frame, second, parts - firstParts, search)];
}

type Cut = { readonly tree: Tree; readonly place: number; readonly firstParts: number };

function bestCut(frame: Frame, cells: readonly number[], parts: number, { noise, trees }: Search) {
  const links = linksOf(frame.graph, cells);
  const weights = Float64Array.from(cells, (cell) => frame.weights[cell] ?? 0);
  const rate = scoreOf(frame, cells, parts);
  let best: Cut | undefined;
  let least = Infinity;
  const tries = Math.max(FEWEST_TREES, Math.min(trees, Math.round(MOST_EDGES / cells.length)));
  for (let i = 0; i < tries; i++) {
    const tree = spanningTree(links, weights, noise);
    for (let place = 1; place < cells.length; place++) {
      const share = ((tree.size[place] ?? 0) / cells.length) * parts;
      for (let count = Math.max(1, Math.floor(share)); count <= Math.min(parts - 1, Math.ceil(share)); count++) {
        const score = rate(tree, place, count);
        if (score < least) [best, least] = [{ tree, place, firstParts: count }, score];
      }
    }
  }
  if (best === undefined) throw new Error(`cannot part ${cells.length} cells: found no tree through them`);
  const inFirst = new Set(branchOf(best.tree, best.place));
  return {
    first: cells.filter((_, place) => inFirst.has(place)),
    second: cells.filter((_, place) => !inFirst.has(place)),
    firstParts: best.firstParts,
  };
}

/** What is wrong with a cut: cells outside the range first, then weight away from its share and metres of border. */
function scoreOf({ graph, weights, size }: Frame, cells: readonly number[], parts: number) {
  const total = cells.reduce((sum, cell) => sum + (weights[cell] ?? 0), 0);
  const areaM2 = cells.reduce((sum, cell) => sum + (graph.areaM2[cell] ?? 0), 0);
  const stepM = Math.sqrt(areaM2 / cells.length) || 1;
  return ({ size: sizes, weight, cutM }: Tree, place: number, count: number): number => {
    const first = sizes[place] ?? 0;
    const outside = outsideRange(size, first, count) + outsideRange(size, cells.length - first, parts - count);
    const off = total > 0 ? Math.abs((weight[place] ?? 0) / total - count / parts) * parts : 0;
    return OUTSIDE_SCORE * outside + OFF_SCORE * off + (cutM[place] ?? 0) / stepM;
  };
}

const OUTSIDE_SCORE = 1e6;
/** A group's whole weight too much on one side counts like so many sides of a cell. */
const OFF_SCORE = 4;

const outsideRange = ({ min, max }: GroupSize, cells: number, parts: number): number =>
  Math.max(0, min * parts - cells, cells - max * parts);
