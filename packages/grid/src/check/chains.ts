import type { MultiPolygonRings, Ring } from '../geometry.ts';

/**
 * Proves by sums of border edges that polygons fill another without gap or overlap. Each edge counts +1 or −1 by its
 * direction, outer rings counter-clockwise, holes clockwise. When the sum over the parts equals that of the whole, so
 * do the numbers of times that any point is covered: exactly once inside, never outside. Exact, and it needs no
 * arithmetic on coordinates; it holds for shapes whose rings do not cross themselves.
 */
export function fillsExactly(whole: MultiPolygonRings, parts: readonly MultiPolygonRings[]): boolean {
  const sums = new Map<string, number>();
  addBorders(sums, whole, -1);
  for (const part of parts) addBorders(sums, part, 1);
  for (const sum of sums.values()) if (sum !== 0) return false;
  return true;
}

function addBorders(sums: Map<string, number>, polygons: MultiPolygonRings, sign: number): void {
  for (const rings of polygons) {
    for (const [i, ring] of rings.entries()) addRing(sums, ring, turnsLeft(ring) === (i === 0) ? sign : -sign);
  }
}

function addRing(sums: Map<string, number>, ring: Ring, sign: number): void {
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1] ?? [0, 0];
    const [bx, by] = ring[i] ?? [0, 0];
    const forward = ax < bx || (ax === bx && ay < by);
    const key = forward ? `${ax},${ay},${bx},${by}` : `${bx},${by},${ax},${ay}`;
    sums.set(key, (sums.get(key) ?? 0) + (forward ? sign : -sign));
  }
}

function turnsLeft(ring: Ring): boolean {
  const [x0, y0] = ring[0] ?? [0, 0];
  let twice = 0;
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1] ?? [0, 0], ring[i] ?? [0, 0]];
    twice += (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0);
  }
  return twice > 0;
}
