import type { LngLat, MultiPolygonRings } from '../geometry.ts';

/** A grouping as a file or the database brings it. */
export type GroupToCheck = { readonly code: string; readonly cells: readonly string[] };

export type GroupFaultKind =
  | 'repeated-code'
  | 'empty'
  | 'unknown-cell'
  | 'shared-cell'
  | 'left-out'
  | 'several-streets'
  | 'several-communities'
  | 'not-connected'
  | 'size';

export type GroupFault = { readonly kind: GroupFaultKind; readonly subject: string; readonly text: string };

export type GroupRules = {
  readonly within: 'street' | 'community';
  readonly sizeOf: (street: string) => { readonly min: number; readonly max: number };
};

type Cell = { readonly code: string; readonly polygons: MultiPolygonRings };

/**
 * Judges groups of unit grids: a partition of the cells, each group inside one street (or community), connected by
 * shared border, of a lawful size. Shares nothing with the code that groups: borders are found by probing.
 */
export function checkGroups(
  cells: readonly Cell[],
  groups: readonly GroupToCheck[],
  { within, sizeOf }: GroupRules,
): GroupFault[] {
  const shapeOf = new Map(cells.map((cell) => [cell.code, cell.polygons]));
  const ownerOf = new Map<string, string>();
  const codes = new Set<string>();
  const faults: GroupFault[] = [];
  const report = (kind: GroupFaultKind, subject: string, text: string): void =>
    void faults.push({ kind, subject, text });
  for (const { code, cells: members } of groups) {
    if (codes.has(code)) report('repeated-code', code, 'occurs more than once');
    codes.add(code);
    if (members.length === 0) report('empty', code, 'has no unit grids');
    for (const cell of members) {
      const owner = ownerOf.get(cell);
      if (!shapeOf.has(cell)) report('unknown-cell', code, `holds ${cell}, which is none of the unit grids`);
      if (owner !== undefined) report('shared-cell', code, `holds ${cell}, which is in ${owner} too`);
      ownerOf.set(cell, code);
    }
    const streets = new Set(members.map((cell) => cell.slice(0, 9)));
    const communities = new Set(members.map((cell) => cell.slice(0, 12)));
    if (streets.size > 1) report('several-streets', code, `lies in ${[...streets].join(', ')}`);
    if (within === 'community' && communities.size > 1) {
      report('several-communities', code, `lies in ${[...communities].join(', ')}`);
    }
    const parts = partsOf(members.map((cell) => shapeOf.get(cell) ?? []));
    if (parts > 1) report('not-connected', code, `falls into ${parts} parts that share no border`);
    const { min, max } = sizeOf([...streets][0] ?? '');
    if (members.length < min || members.length > max) {
      report('size', code, `has ${members.length} unit grids, needs ${min} to ${max}`);
    }
  }
  for (const { code } of cells) if (!ownerOf.has(code)) report('left-out', code, 'is in no group');
  return faults;
}

/** How many parts some shapes fall into when those that share border hang together. */
function partsOf(shapes: readonly MultiPolygonRings[]): number {
  const head = shapes.map((_, i) => i);
  const top = (i: number): number => {
    let at = i;
    for (let above = head[at] ?? at; above !== at; above = head[at] ?? at) at = above;
    return at;
  };
  for (const [i, a] of shapes.entries()) {
    for (let j = 0; j < i; j++) if (top(i) !== top(j) && touch(a, shapes[j] ?? [])) head[top(i)] = top(j);
  }
  return shapes.filter((_, i) => head[i] === i).length;
}

/** Metres that a probe may miss a border by. */
const NEAR_M = 0.05;
/** Shorter edges are not probed: two cells that share only such ones meet in a corner. */
const LEAST_M = 0.2;
const DEGREE_M = 111_320;

const touch = (a: MultiPolygonRings, b: MultiPolygonRings): boolean => probes(a, b) || probes(b, a);

/** True when the middle of an edge of `a` lies on the border of `b`. */
function probes(a: MultiPolygonRings, b: MultiPolygonRings): boolean {
  const border = edgesOf(b);
  return edgesOf(a).some(([p, q]) => {
    const stretch = Math.cos((p[1] * Math.PI) / 180);
    if (Math.hypot((q[0] - p[0]) * stretch, q[1] - p[1]) * DEGREE_M < LEAST_M) return false;
    const middle: LngLat = [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
    return border.some(([from, to]) => awayM(middle, from, to, stretch) < NEAR_M);
  });
}

const edgesOf = (polygons: MultiPolygonRings): (readonly [LngLat, LngLat])[] =>
  polygons.flat().flatMap((ring) => ring.slice(1).map((to, i) => [ring[i] ?? to, to] as const));

/** Metres from a point to a stretch of border, on a sphere that is flat here. */
function awayM([lng, lat]: LngLat, from: LngLat, to: LngLat, stretch: number): number {
  const [dx, dy] = [(to[0] - from[0]) * stretch, to[1] - from[1]];
  const [px, py] = [(lng - from[0]) * stretch, lat - from[1]];
  const along = dx === 0 && dy === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy)));
  return Math.hypot(px - along * dx, py - along * dy) * DEGREE_M;
}
