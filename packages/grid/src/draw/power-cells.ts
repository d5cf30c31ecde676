/** A place with a claim: the larger its weight, in m², the larger its cell. */
export type Site = { readonly x: number; readonly y: number; readonly weight: number };
export type Vertex = readonly [x: number, y: number];

/**
 * The cells of a power diagram inside a convex frame: a point belongs to the site with the least squared distance less
 * weight. Cells are convex and straight-edged; a site that is overpowered has an empty one.
 * Aurenhammer, Power Diagrams, SIAM J. Comput. 16 (1987). Cost: the square of the number of sites.
 */
export function powerCells(sites: readonly Site[], frame: readonly Vertex[]): (readonly Vertex[])[] {
  return sites.map((site) => {
    let cell = frame;
    for (const other of sites) if (other !== site) cell = closerPart(cell, site, other);
    return cell;
  });
}

/** The part of a convex polygon that lies on the site's side of the line of equal power (Sutherland-Hodgman). */
function closerPart(polygon: readonly Vertex[], site: Site, other: Site): readonly Vertex[] {
  const [nx, ny] = [2 * (other.x - site.x), 2 * (other.y - site.y)];
  const limit = other.x ** 2 + other.y ** 2 - other.weight - (site.x ** 2 + site.y ** 2 - site.weight);
  const beyond = polygon.map(([x, y]) => nx * x + ny * y - limit);
  const kept: Vertex[] = [];
  polygon.forEach(([ax, ay], i) => {
    const next = (i + 1) % polygon.length;
    const [bx, by] = polygon[next] ?? [ax, ay];
    const [a, b] = [beyond[i] ?? 0, beyond[next] ?? 0];
    if (a <= 0) kept.push([ax, ay]);
    if (a < 0 !== b < 0 && a !== 0 && b !== 0)
      kept.push([ax + (a / (a - b)) * (bx - ax), ay + (a / (a - b)) * (by - ay)]);
  });
  return kept;
}
