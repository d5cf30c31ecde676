/** A point of the lattice. */
export type Point = { readonly x: number; readonly y: number };

/** Positive when `c` lies left of the line from `a` to `b`, zero on it. Exact on the lattice. */
export const orientation = (a: Point, b: Point, c: Point): number =>
  (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

export const samePoint = (a: Point, b: Point): boolean => a.x === b.x && a.y === b.y;

/** True when the boxes of two segments have no point in common. */
function apart(a: Point, b: Point, c: Point, d: Point): boolean {
  return (
    Math.max(a.x, b.x) < Math.min(c.x, d.x) ||
    Math.max(c.x, d.x) < Math.min(a.x, b.x) ||
    Math.max(a.y, b.y) < Math.min(c.y, d.y) ||
    Math.max(c.y, d.y) < Math.min(a.y, b.y)
  );
}

/** True when `c` lies on the segment from `a` to `b`. */
function lies(a: Point, b: Point, c: Point): boolean {
  return (
    orientation(a, b, c) === 0 &&
    Math.min(a.x, b.x) <= c.x &&
    c.x <= Math.max(a.x, b.x) &&
    Math.min(a.y, b.y) <= c.y &&
    c.y <= Math.max(a.y, b.y)
  );
}

/** True when two segments share any point but a common end. Segments equal to each other conflict. */
export function conflict(a: Point, b: Point, c: Point, d: Point): boolean {
  if (apart(a, b, c, d)) return false;
  const common = samePoint(a, c) || samePoint(a, d) ? a : samePoint(b, c) || samePoint(b, d) ? b : undefined;
  if (common !== undefined) {
    const e = common === a ? b : a;
    const f = samePoint(common, c) ? d : c;
    const ahead = (e.x - common.x) * (f.x - common.x) + (e.y - common.y) * (f.y - common.y) > 0;
    return ahead && orientation(common, e, f) === 0;
  }
  if (lies(a, b, c) || lies(a, b, d) || lies(c, d, a) || lies(c, d, b)) return true;
  return orientation(a, b, c) > 0 !== orientation(a, b, d) > 0 && orientation(c, d, a) > 0 !== orientation(c, d, b) > 0;
}

/**
 * True when the way from `at` to `to` leaves into the interior between two consecutive edges of a ring whose interior
 * lies to the left. A spike (`before` equal to `after`) is open all round.
 */
export function leavesInside(before: Point, at: Point, after: Point, to: Point): boolean {
  if (samePoint(before, after)) return true;
  if (orientation(at, after, before) >= 0) return orientation(at, to, before) > 0 && orientation(to, at, after) > 0;
  return !(orientation(at, to, after) >= 0 && orientation(to, at, before) >= 0);
}

/** Twice the signed area of a ring, positive counter-clockwise. */
export function twiceAreaOf(ring: readonly Point[]): number {
  const first = ring[0] ?? { x: 0, y: 0 };
  return ring.reduce((sum, a, i) => {
    const b = ring[(i + 1) % ring.length] ?? a;
    return sum + (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y);
  }, 0);
}
