import type { LngLat, MultiPolygonRings, PolygonRings, Ring } from './geometry.ts';

// WGS 84: semi-major axis in metres and first eccentricity squared (NIMA TR8350.2).
const A_M = 6378137;
const E2 = 0.00669437999014;
const E = Math.sqrt(E2);
const RADIAN = Math.PI / 180;

/** Metres in one degree of longitude and of latitude at a place. */
export type LocalScale = { readonly lngM: number; readonly latM: number };

/**
 * The scale of the ellipsoid at a latitude, from its two radii of curvature.
 * Flat distances with it are right to 1e-4 over 10 km.
 */
export function localScale(lat: number): LocalScale {
  const sin = Math.sin(lat * RADIAN);
  const w = 1 - E2 * sin * sin;
  const lngM = (A_M * Math.cos(lat * RADIAN) * RADIAN) / Math.sqrt(w);
  return { lngM, latM: (A_M * (1 - E2) * RADIAN) / (w * Math.sqrt(w)) };
}

/**
 * Area between the equator and a latitude, in m² per radian of longitude.
 * Snyder, Map Projections: A Working Manual (USGS PP 1395), eq. 3-12, times a²/2.
 */
function authalicStrip(lat: number): number {
  const sin = Math.sin(lat * RADIAN);
  const q = (1 - E2) * (sin / (1 - E2 * sin * sin) + Math.atanh(E * sin) / E);
  return (A_M * A_M * q) / 2;
}

/**
 * Signed area of a closed ring on the WGS 84 ellipsoid in m², positive counter-clockwise.
 * Edges are straight in longitude and latitude (RFC 7946, 3.1.1): the authalic strip is integrated along each by
 * Simpson's rule, measured from the first latitude to keep the digits.
 */
export function ringAreaM2(ring: Ring): number {
  const first = ring[0];
  if (first === undefined) return 0;
  const base = authalicStrip(first[1]);
  let sum = 0;
  let [lng, lat] = first;
  let strip = 0;
  for (const [nextLng, nextLat] of ring) {
    const middle = authalicStrip((lat + nextLat) / 2) - base;
    const nextStrip = authalicStrip(nextLat) - base;
    sum -= ((nextLng - lng) * RADIAN * (strip + 4 * middle + nextStrip)) / 6;
    [lng, lat, strip] = [nextLng, nextLat, nextStrip];
  }
  return sum;
}

/** Area of a polygon less its holes, on the WGS 84 ellipsoid, whatever the direction of its rings. */
export function areaM2(rings: PolygonRings): number {
  return rings.reduce((sum, ring, i) => sum + (i === 0 ? 1 : -1) * Math.abs(ringAreaM2(ring)), 0);
}

/** The summed area of several polygons. */
export const areaOfAllM2 = (polygons: MultiPolygonRings): number =>
  polygons.reduce((sum, polygon) => sum + areaM2(polygon), 0);

/** Centroid of a polygon less its holes, as if longitude and latitude were plane coordinates. */
export function planarCentroid(rings: PolygonRings): LngLat {
  const origin = rings[0]?.[0] ?? [0, 0];
  let [weight, lng, lat] = [0, 0, 0];
  for (const [i, ring] of rings.entries()) {
    const moment = ringMoment(ring, origin);
    const sign = moment.twiceArea > 0 === (i === 0) ? 1 : -1; // outer rings count up, holes down
    weight += sign * moment.twiceArea;
    lng += sign * moment.lng;
    lat += sign * moment.lat;
  }
  return weight === 0 ? origin : [origin[0] + lng / (3 * weight), origin[1] + lat / (3 * weight)];
}

function ringMoment(ring: Ring, [lng0, lat0]: LngLat): { twiceArea: number; lng: number; lat: number } {
  let [twiceArea, lng, lat] = [0, 0, 0];
  for (let i = 0; i + 1 < ring.length; i++) {
    const [aLng, aLat] = ring[i] ?? [lng0, lat0];
    const [bLng, bLat] = ring[i + 1] ?? [lng0, lat0];
    const [ax, ay, bx, by] = [aLng - lng0, aLat - lat0, bLng - lng0, bLat - lat0];
    const cross = ax * by - ay * bx;
    twiceArea += cross;
    lng += (ax + bx) * cross;
    lat += (ay + by) * cross;
  }
  return { twiceArea, lng, lat };
}

/** Metres between two near points, flat at their mean latitude. Right to 1e-4 within 10 km. */
export function distanceM([aLng, aLat]: LngLat, [bLng, bLat]: LngLat): number {
  const { lngM, latM } = localScale((aLat + bLat) / 2);
  const x = (bLng - aLng) * lngM;
  const y = (bLat - aLat) * latM;
  return Math.sqrt(x * x + y * y);
}

/** Length of a ring in metres, flat at its first latitude. */
export function ringLengthM(ring: Ring): number {
  const { lngM, latM } = localScale(ring[0]?.[1] ?? 0);
  return ring.reduce((sum, [lng, lat], i) => {
    const [lng0, lat0] = ring[i - 1] ?? [lng, lat];
    const [x, y] = [(lng - lng0) * lngM, (lat - lat0) * latM];
    return sum + Math.sqrt(x * x + y * y);
  }, 0);
}
