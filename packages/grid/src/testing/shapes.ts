import type { Area, LngLat, MultiPolygonRings, Ring } from '../geometry.ts';
import { localScale } from '../metric.ts';

/** Where the test shapes stand. */
const BASE: LngLat = [116.4, 39.9];
const SCALE = localScale(BASE[1]);

/** A closed ring from metres east and north of the base, on the seventh decimal. */
export function ring(...metres: readonly (readonly [number, number])[]): Ring {
  const open = metres.map(([x, y]): LngLat => [seven(BASE[0] + x / SCALE.lngM), seven(BASE[1] + y / SCALE.latM)]);
  return [...open, ...open.slice(0, 1)];
}
const seven = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

/** A rectangle with its south-west corner at `x`, `y`. */
export const box = (x: number, y: number, w: number, h: number): Ring =>
  ring([x, y], [x + w, y], [x + w, y + h], [x, y + h]);

/** A regular polygon. */
export const round = (x: number, y: number, radius: number, corners: number): Ring =>
  ring(
    ...Array.from({ length: corners }, (_, i): [number, number] => {
      const angle = (2 * Math.PI * i) / corners;
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    }),
  );

/** A community of the demo street by its last three digits. */
export const community = (digits: string, polygons: MultiPolygonRings): Area => ({
  code: `110101001${digits}`,
  name: digits,
  drawn: false,
  polygons,
});
