import { isCommunityCode, isDistrictCode, isStreetCode } from '../code.ts';
import { dissolve } from '../cut/dissolve.ts';
import { EdgeStore } from '../cut/edge-store.ts';
import { latticeOver } from '../cut/lattice.ts';
import type { Face, PointOf } from '../cut/loops.ts';
import { nodeBorders } from '../cut/node-borders.ts';
import { type Net, ringsOf } from '../cut/rings.ts';
import type { Area, LngLat, MultiPolygonRings } from '../geometry.ts';
import { cutStreet, nameCommunities, shareOut } from './draw-communities.ts';
import { DrawError } from './draw-error.ts';
import { balanceStreets, joinFragments, pathsToFaces, type StreetFaces, sheetOf } from './draw-streets.ts';

/** A district and the line around it. */
export type Outline = { readonly code: string; readonly name: string; readonly polygons: MultiPolygonRings };
/** What is known of a street: where it lies, how large it is, and its communities. */
export type StreetPlan = {
  readonly code: string;
  readonly name: string;
  readonly centre: LngLat;
  readonly areaKm2: number;
  readonly communities: readonly { readonly code: string; readonly name: string }[];
};

/**
 * Draws the streets and communities of a district where no borders are public. Streets get areas in the proportion of
 * those given, around their centres; the communities of a street get equal areas, their codes given from north-west
 * to south-east. All borders are shared. Everything drawn says so. Order of the input is irrelevant.
 * Throws DrawError for facts that contradict each other.
 */
export function drawAreas(outline: Outline, plans: readonly StreetPlan[]): Area[] {
  const streets = plans.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  checkFacts(outline, streets);
  const net: Net = { store: new EdgeStore(), lattice: latticeOver([outline.polygons]) };
  const faces = streetFaces(net, outline, streets);
  const communities = faces.map(({ faces: parts }, i) => {
    const counts = shareOut(net, parts, streets[i]?.communities.length ?? 1);
    return cutStreet(net, parts, counts);
  });
  const polygonsOf = (list: readonly Face[]): MultiPolygonRings => list.map((face) => ringsOf(net, face));
  const pointOf: PointOf = (vertex) => net.store.point(vertex);
  const all = dissolve(
    pointOf,
    faces.flatMap((street) => street.faces),
  );
  const district = { code: outline.code, name: outline.name, drawn: true, polygons: polygonsOf(all) };
  return [
    district,
    ...streets.map(({ code, name }, i) => ({ code, name, drawn: true, polygons: polygonsOf(faces[i]?.faces ?? []) })),
    ...streets.flatMap((plan, i) => nameCommunities(plan.code, plan.communities, communities[i]?.() ?? [])),
  ];
}

function checkFacts({ code, polygons }: Outline, streets: readonly StreetPlan[]): void {
  if (!isDistrictCode(code))
    throw new DrawError(`cannot draw district ${JSON.stringify(code)}: needs a code of 6 digits`);
  if (polygons.length === 0 || streets.length === 0)
    throw new DrawError(`cannot draw district ${code}: it has no streets`);
  for (const [i, street] of streets.entries()) {
    const refuse = (found: string): never => {
      throw new DrawError(`cannot draw street ${street.code}: ${found}`);
    };
    if (!isStreetCode(street.code) || !street.code.startsWith(code)) refuse(`needs 9 digits that begin with ${code}`);
    if (street.code === streets[i + 1]?.code) refuse('the code occurs twice, needs to be unique');
    if (!(street.areaKm2 > 0)) refuse(`its area is ${street.areaKm2} km², needs more than 0`);
    if (!street.centre.every(Number.isFinite)) refuse(`its centre is ${street.centre.join(', ')}, needs degrees`);
    const [lng, lat] = street.centre;
    const twin = streets.find((other) => other !== street && other.centre[0] === lng && other.centre[1] === lat);
    if (twin !== undefined) refuse(`its centre is also that of ${twin.code}, needs its own`);
    if (street.communities.length === 0) refuse('it has no communities, needs at least one');
    const codes = street.communities.map((community) => community.code);
    const wrong = codes.find(
      (own, at) => !isCommunityCode(own) || !own.startsWith(street.code) || codes.indexOf(own) !== at,
    );
    if (wrong !== undefined) refuse(`community ${wrong} is repeated or not 12 digits that begin with ${street.code}`);
  }
}

function streetFaces(net: Net, outline: Outline, plans: readonly StreetPlan[]): StreetFaces[] {
  const regions = balanceStreets(sheetOf(net.lattice, outline.polygons), plans);
  const rough: Net = { store: new EdgeStore(), lattice: net.lattice };
  const cells = plans.map(({ code }, i) => {
    const parts = pathsToFaces(rough.store, regions[i] ?? []);
    if (parts.length === 0) throw new DrawError(`cannot draw street ${code}: its centre lies too far from the outline`);
    return { code, polygons: parts.map((face) => ringsOf(rough, face)) };
  });
  return joinFragments(net.store, nodeBorders(net, cells));
}
