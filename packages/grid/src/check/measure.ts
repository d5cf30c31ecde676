import type { LngLat, PolygonRings, Ring } from '../geometry.ts';

// The checker measures by another way than the builder: positions go through the cylindrical equal-area projection of
// the ellipsoid (Snyder, USGS PP 1395, eq. 10-15 and 10-17, standard parallel 0), where areas are plain shoelaces.
const A_M = 6378137;
const FLATTENING = 1 / 298.257223563;
const E2 = FLATTENING * (2 - FLATTENING);
const E = Math.sqrt(E2);
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function equalAreaY(lat: number): number {
  const sin = Math.sin(radians(lat));
  const q = (1 - E2) * (sin / (1 - E2 * sin ** 2) - Math.log((1 - E * sin) / (1 + E * sin)) / (2 * E));
  return (A_M * q) / 2;
}

/** Longest stretch taken as straight in the projection, in degrees; an edge is straight in degrees, not in metres. */
const STRETCH_DEGREES = 2e-4;

/** Area of a ring in m², without sign. */
function ringM2(ring: Ring): number {
  const [lng0, lat0] = ring[0] ?? [0, 0];
  const y0 = equalAreaY(lat0);
  let twice = 0;
  let [ax, ay] = [0, 0];
  for (let i = 1; i < ring.length; i++) {
    const [from, to] = [ring[i - 1] ?? [0, 0], ring[i] ?? [0, 0]];
    const stretches = Math.max(1, Math.ceil(Math.abs(to[1] - from[1]) / STRETCH_DEGREES));
    for (let k = 1; k <= stretches; k++) {
      const share = k / stretches;
      const bx = A_M * radians(from[0] - lng0 + share * (to[0] - from[0]));
      const by = equalAreaY(from[1] + share * (to[1] - from[1])) - y0;
      twice += ax * by - bx * ay;
      [ax, ay] = [bx, by];
    }
  }
  return Math.abs(twice) / 2;
}

/** Area of a polygon less its holes, in m². */
export const polygonM2 = ([outer, ...holes]: PolygonRings): number =>
  holes.reduce((area, hole) => area - ringM2(hole), outer === undefined ? 0 : ringM2(outer));

/** Length of all rings in metres, flat at the first latitude. */
export function perimeterM(rings: PolygonRings): number {
  const lat = radians(rings[0]?.[0]?.[1] ?? 0);
  const w = 1 - E2 * Math.sin(lat) ** 2;
  const east = (A_M * Math.cos(lat)) / Math.sqrt(w);
  const north = (A_M * (1 - E2)) / w ** 1.5;
  let length = 0;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1] ?? [0, 0], ring[i] ?? [0, 0]];
      length += Math.hypot(radians(b[0] - a[0]) * east, radians(b[1] - a[1]) * north);
    }
  }
  return length;
}

/** Centre of mass of a polygon in plane degrees, holes taken away. */
export function centreOf(rings: PolygonRings): LngLat {
  const [lng0, lat0] = rings[0]?.[0] ?? [0, 0];
  let [mass, sumLng, sumLat] = [0, 0, 0];
  rings.forEach((ring, place) => {
    const triangles = ring.slice(1).map((b, i) => triangleAt([lng0, lat0], ring[i] ?? b, b));
    const ringMass = triangles.reduce((sum, triangle) => sum + triangle.mass, 0);
    const sign = Math.sign(ringMass) * (place === 0 ? 1 : -1);
    mass += sign * ringMass;
    sumLng += sign * triangles.reduce((sum, triangle) => sum + triangle.mass * triangle.lng, 0);
    sumLat += sign * triangles.reduce((sum, triangle) => sum + triangle.mass * triangle.lat, 0);
  });
  return mass === 0 ? [lng0, lat0] : [lng0 + sumLng / mass, lat0 + sumLat / mass];
}

/** A triangle with a corner at the origin: signed double area and its centre relative to the origin. */
function triangleAt([lng0, lat0]: LngLat, a: LngLat, b: LngLat): { mass: number; lng: number; lat: number } {
  const [ax, ay, bx, by] = [a[0] - lng0, a[1] - lat0, b[0] - lng0, b[1] - lat0];
  return { mass: ax * by - bx * ay, lng: (ax + bx) / 3, lat: (ay + by) / 3 };
}
