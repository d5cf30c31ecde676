import type { CellGraph } from './cell-graph.ts';

/** The borders inside a set of cells, by their places in it. */
export type Links = {
  readonly size: number;
  readonly p: Int32Array;
  readonly q: Int32Array;
  readonly sharedM: Float64Array;
};

/**
 * A tree through all cells of a set. Each place but the first of `order` hangs on its `parent` by an edge; cutting it
 * takes off a branch of `size` cells and `weight`, along `cutM` metres of border.
 */
export type Tree = {
  readonly order: Int32Array;
  readonly parent: Int32Array;
  readonly size: Int32Array;
  readonly weight: Float64Array;
  readonly cutM: Float64Array;
};

/** Finds the borders inside a set of cells. */
export function linksOf({ neighbours, sharedM }: CellGraph, cells: readonly number[]): Links {
  const placeOf = new Map(cells.map((cell, place) => [cell, place]));
  const [p, q, m]: [number[], number[], number[]] = [[], [], []];
  cells.forEach((cell, place) => {
    (neighbours[cell] ?? []).forEach((other, i) => {
      const beyond = placeOf.get(other);
      if (beyond === undefined || beyond <= place) return;
      p.push(place);
      q.push(beyond);
      m.push(sharedM[cell]?.[i] ?? 0);
    });
  });
  return { size: cells.length, p: Int32Array.from(p), q: Int32Array.from(q), sharedM: Float64Array.from(m) };
}

/** A spanning tree by Kruskal over links in a scattered order. Throws when the cells do not hang together. */
export function spanningTree(links: Links, weights: Float64Array, noise: () => number): Tree {
  const { order, parent } = rooted(links, treeOf(links, scattered(links.p.length, noise)));
  const [size, weight] = [new Int32Array(links.size).fill(1), weights.slice()];
  for (let i = links.size - 1; i > 0; i--) {
    const place = order[i] ?? 0;
    const above = parent[place] ?? 0;
    size[above] = (size[above] ?? 0) + (size[place] ?? 0);
    weight[above] = (weight[above] ?? 0) + (weight[place] ?? 0);
  }
  return { order, parent, size, weight, cutM: cutsOf(links, order, parent) };
}

/** The places that cutting the edge above `top` takes off. */
export function branchOf({ order, parent }: Tree, top: number): number[] {
  const inside = new Set([top]);
  for (const place of order) if (inside.has(parent[place] ?? -1)) inside.add(place);
  return [...inside];
}

/** The numbers below `count` in an order of chance (Fisher and Yates). */
function scattered(count: number, noise: () => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(noise() * (i + 1));
    const held = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = held;
  }
  return order;
}

/** Which links make the tree. */
function treeOf({ size, p, q }: Links, order: Int32Array): readonly number[] {
  const head = new Int32Array(size);
  for (let i = 0; i < size; i++) head[i] = i;
  const find = (at: number): number => {
    let top = at;
    while (head[top] !== top) {
      head[top] = head[head[top] ?? 0] ?? 0;
      top = head[top] ?? 0;
    }
    return top;
  };
  const kept: number[] = [];
  for (const link of order) {
    const [a, b] = [find(p[link] ?? 0), find(q[link] ?? 0)];
    if (a === b) continue;
    head[a] = b;
    kept.push(link);
    if (kept.length === size - 1) break;
  }
  if (kept.length < size - 1) throw new Error(`cannot span ${size} cells: they do not hang together`);
  return kept;
}

/** Places from the first one down, and what each hangs on; -1 for the first. */
function rooted({ size, p, q }: Links, kept: readonly number[]): Pick<Tree, 'order' | 'parent'> {
  const tree: number[][] = Array.from({ length: size }, () => []);
  for (const link of kept) {
    tree[p[link] ?? 0]?.push(q[link] ?? 0);
    tree[q[link] ?? 0]?.push(p[link] ?? 0);
  }
  const parent = new Int32Array(size).fill(-1);
  const order = new Int32Array(size);
  let known = 1;
  for (let i = 0; i < known; i++) {
    const place = order[i] ?? 0;
    for (const next of tree[place] ?? []) {
      if (next === parent[place]) continue;
      parent[next] = place;
      order[known++] = next;
    }
  }
  return { order, parent };
}

/** A link crosses exactly the cuts between its ends: those of the tree's edges on the way from one to the other. */
function cutsOf({ size, p, q, sharedM }: Links, order: Int32Array, parent: Int32Array): Float64Array {
  const [depth, cutM] = [new Int32Array(size), new Float64Array(size)];
  for (let i = 1; i < size; i++) {
    const place = order[i] ?? 0;
    depth[place] = (depth[parent[place] ?? 0] ?? 0) + 1;
  }
  for (let link = 0; link < p.length; link++) {
    let [a, b] = [p[link] ?? 0, q[link] ?? 0];
    const m = sharedM[link] ?? 0;
    while (a !== b) {
      const lower = (depth[a] ?? 0) >= (depth[b] ?? 0) ? a : b;
      cutM[lower] = (cutM[lower] ?? 0) + m;
      if (lower === a) a = parent[a] ?? 0;
      else b = parent[b] ?? 0;
    }
  }
  return cutM;
}
