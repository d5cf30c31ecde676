/** Which tile of the web map: zoom, column from the west, row from the north (the scheme of slippy maps). */
export type TileAddress = { readonly z: number; readonly x: number; readonly y: number };

/** West, south, east, north in degrees, WGS 84. */
export type Degrees = readonly [west: number, south: number, east: number, north: number];

/** Units along a tile's side, as most tiles have. */
export const EXTENT = 4096;
/** Units around a tile for which shapes go on, so that borders cut by its edge do not show. */
export const BUFFER = 64;
export const MAX_ZOOM = 22;

/** The latitude at which the web map ends: it is as high as wide. */
const MOST_LAT = 85.0511287798066;

/** West to east as 0 to 1. */
export const mercatorX = (lng: number): number => (lng + 180) / 360;

/** North to south as 0 to 1; latitudes beyond the map's end lie on it. */
export function mercatorY(lat: number): number {
  const sin = Math.sin((Math.max(-MOST_LAT, Math.min(MOST_LAT, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
}

const lngOf = (x: number): number => 360 * x - 180;
const latOf = (y: number): number => (360 / Math.PI) * Math.atan(Math.exp((1 - 2 * y) * Math.PI)) - 90;

/** The ground of a tile with so many units around it. */
export function degreesOf({ z, x, y }: TileAddress, around = 0): Degrees {
  const tiles = 2 ** z;
  const more = around / EXTENT;
  return [
    lngOf((x - more) / tiles),
    latOf((y + 1 + more) / tiles),
    lngOf((x + 1 + more) / tiles),
    latOf((y - more) / tiles),
  ];
}

/** What is wrong with an address, in words; undefined for one that is on the map. */
export function addressProblem({ z, x, y }: TileAddress): string | undefined {
  if (z > MAX_ZOOM) return `zoom ${z} is too deep, needs 0 to ${MAX_ZOOM}`;
  const most = 2 ** z - 1;
  if (x > most) return `column ${x} is not on the map, needs 0 to ${most} at zoom ${z}`;
  if (y > most) return `row ${y} is not on the map, needs 0 to ${most} at zoom ${z}`;
  return undefined;
}
