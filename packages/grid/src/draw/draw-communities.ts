import { isDistrictCode, isStreetCode } from '../code.ts';
import { cutFace } from '../cut/cut-face.ts';
import { dissolve } from '../cut/dissolve.ts';
import { EdgeStore } from '../cut/edge-store.ts';
import { keyholeWalk } from '../cut/keyhole.ts';
import { latticeOver } from '../cut/lattice.ts';
import { type Face, faceOf, type PointOf } from '../cut/loops.ts';
import { BorderError, type NodedArea, nodeBorders } from '../cut/node-borders.ts';
import { type Net, ringsOf } from '../cut/rings.ts';
import type { Area, MultiPolygonRings } from '../geometry.ts';
import { areaM2, planarCentroid } from '../metric.ts';
import { orderGrids } from '../number-grids.ts';
import { DrawError } from './draw-error.ts';

/** A community by code and name. */
export type Named = { readonly code: string; readonly name: string };

/** What the streets are divided into: their known communities, or as many as keep each below an area. */
export type Division =
  | { readonly communities: readonly Named[] }
  | { readonly mostM2: number; readonly nameOf: (street: Area, sequence: number) => string };

const MOST_COMMUNITIES = 999;

/**
 * Draws communities inside streets whose borders are known: of equal area, their codes given from north-west to
 * south-east. Gives back the district (their union, drawn only if a street is), the streets with borders that meet, and
 * the communities, which say that they are drawn. Order of the input is irrelevant. Throws DrawError for facts that
 * contradict each other, for streets that overlap (`mendAreas` parts them), and for more than 999 communities in one.
 */
export function drawCommunities(district: Named, streets: readonly Area[], division: Division): Area[] {
  const sorted = streets.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  checkStreets(district, sorted, division);
  const net: Net = { store: new EdgeStore(), lattice: latticeOver(sorted.map(({ polygons }) => polygons)) };
  const noded = nodeOrExplain(net, sorted);
  const cuts = noded.map(({ faces }, i) => {
    const street = sorted[i];
    if (street === undefined) throw new Error('a street without its area');
    const counts = 'mostM2' in division ? countsBelow(net, faces, division.mostM2) : undefined;
    const members = membersOf(street, division, counts?.reduce((sum, count) => sum + count, 0) ?? 0);
    const pieces = cutStreet(net, faces, counts ?? shareOut(net, faces, members.length));
    return { street, faces, members, pieces };
  });
  // Only now are all vertices known: a later street may have put some into an earlier one's border.
  const polygonsOf = (faces: readonly Face[]): MultiPolygonRings => faces.map((face) => ringsOf(net, face));
  const pointOf: PointOf = (vertex) => net.store.point(vertex);
  const all = dissolve(
    pointOf,
    noded.flatMap(({ faces }) => faces),
  );
  return [
    { ...district, drawn: sorted.some(({ drawn }) => drawn), polygons: polygonsOf(all) },
    ...cuts.map(({ street, faces }) => ({ ...street, polygons: polygonsOf(faces) })),
    ...cuts.flatMap(({ street, members, pieces }) => nameCommunities(street.code, members, pieces())),
  ];
}

function checkStreets({ code }: Named, streets: readonly Area[], division: Division): void {
  if (!isDistrictCode(code)) throw new DrawError(`cannot draw in district ${JSON.stringify(code)}: needs 6 digits`);
  if (streets.length === 0) throw new DrawError(`cannot draw in district ${code}: it has no streets`);
  const codes = new Set(streets.map((street) => street.code));
  const wrong = streets.find((street, i) => !isStreetCode(street.code) || street.code === streets[i + 1]?.code);
  if (wrong !== undefined) throw new DrawError(`cannot draw in street ${wrong.code}: needs 9 digits, each code once`);
  const foreign = streets.find((street) => !street.code.startsWith(code));
  if (foreign !== undefined) {
    throw new DrawError(`cannot draw in street ${foreign.code}: needs a code that begins with ${code}`);
  }
  if ('mostM2' in division) return;
  const stray = division.communities.find((community) => !codes.has(community.code.slice(0, 9)));
  if (stray !== undefined) throw new DrawError(`cannot draw community ${stray.code}: it is in none of the streets`);
}

function nodeOrExplain(net: Net, streets: readonly Area[]): NodedArea[] {
  try {
    return nodeBorders(net, streets);
  } catch (error) {
    if (error instanceof BorderError) throw new DrawError(error.message, { cause: error });
    throw error;
  }
}

/** Cuts miss equal areas by a little: the share of an area limit that is left free for it. */
const MARGIN = 0.05;
/** Parts below this share of the limit get no community of their own. */
const ISLAND_SHARE = 0.02;

/** Pieces of each part so that none is larger than `mostM2`. */
function countsBelow(net: Net, parts: readonly Face[], mostM2: number): number[] {
  if (!(mostM2 > 0)) throw new DrawError(`cannot draw communities of at most ${mostM2} m²: needs more than 0`);
  const shares = parts.map((face) => areaM2(ringsOf(net, face)) / mostM2);
  const largest = Math.max(...shares);
  return shares.map((share) => (share < ISLAND_SHARE && share < largest ? 0 : Math.ceil(share / (1 - MARGIN))));
}

function membersOf(street: Area, division: Division, count: number): readonly Named[] {
  if (!('mostM2' in division)) {
    const members = division.communities.filter(({ code }) => code.startsWith(street.code));
    if (members.length > 0) return members;
    throw new DrawError(`cannot draw in street ${street.code}: it has no communities, needs at least one`);
  }
  if (count > MOST_COMMUNITIES) {
    throw new DrawError(
      `cannot draw in street ${street.code}: ${count} communities, needs at most ${MOST_COMMUNITIES}`,
    );
  }
  return Array.from({ length: count }, (_, i) => ({
    code: `${street.code}${String(i + 1).padStart(3, '0')}`,
    name: division.nameOf(street, i + 1),
  }));
}

/**
 * Cuts the parts of a street into pieces of equal area, so many each; a part that gets none, an island, is joined to the
 * first piece. Their polygons are asked for when all cuts are made: neighbours put vertices into them.
 */
export function cutStreet(
  net: Net,
  parts: readonly Face[],
  counts: readonly number[],
): () => readonly MultiPolygonRings[] {
  const walks: number[][][] = [];
  const islands: number[][] = [];
  parts.forEach((face, i) => {
    const walk = [...keyholeWalk(net.store, face)];
    const pieces = counts[i] ?? 0;
    if (pieces === 0) islands.push(walk);
    else walks.push(...cutFace(net, walk, pieces).walks.map((piece) => [[...piece]]));
  });
  walks[0]?.push(...islands);
  return () => walks.map((list) => list.map((walk) => ringsOf(net, faceIn(net, walk))));
}

/** Divides a number of pieces among parts in proportion to their areas, by largest remainder. */
export function shareOut(net: Net, parts: readonly Face[], count: number): number[] {
  const areas = parts.map((face) => areaM2(ringsOf(net, face)));
  const total = areas.reduce((sum, area) => sum + area, 0);
  const exact = areas.map((area) => (area / total) * count);
  const counts = exact.map(Math.floor);
  const left = count - counts.reduce((sum, whole) => sum + whole, 0);
  const byRemainder = exact.map((share, i) => ({ i, rest: share - Math.floor(share) }));
  byRemainder.sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of byRemainder.slice(0, left)) counts[i] = (counts[i] ?? 0) + 1;
  return counts;
}

function faceIn({ store }: Net, walk: readonly number[]): Face {
  const face = faceOf((vertex) => store.point(vertex), store.expand(walk));
  if (face === undefined) throw new Error('a drawn community falls apart in a point');
  return face;
}

/** Gives the codes of a street to its pieces, rows from north to south, west to east in a row. */
export function nameCommunities(
  street: string,
  communities: readonly Named[],
  pieces: readonly MultiPolygonRings[],
): Area[] {
  if (pieces.length !== communities.length) {
    throw new DrawError(
      `cannot draw street ${street}: its shape gave ${pieces.length} pieces, needs ${communities.length} communities`,
    );
  }
  const placed = pieces.map((polygons) => ({ item: polygons, centroid: planarCentroid(polygons[0] ?? []) }));
  const north = placed.reduce((top, { centroid }) => Math.max(top, centroid[1]), -90);
  const meanM2 = placed.reduce((sum, { item }) => sum + areaM2(item[0] ?? []), 0) / placed.length;
  const ordered = orderGrids(placed, north + 0.0002, meanM2);
  return communities
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map((community, i) => ({ ...community, drawn: true, polygons: ordered[i] ?? [] }));
}
