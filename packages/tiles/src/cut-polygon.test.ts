import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { describe, expect, test } from 'vitest';
import { cutPolygon, type FlatPolygon, type TileRing } from './cut-polygon.ts';
import { encodeTile } from './encode-tile.ts';
import { degreesOf, EXTENT, mercatorX, mercatorY, type TileAddress } from './tile-address.ts';

type Position = readonly [lng: number, lat: number];

/** Rings as GeoJSON has them, in the flat form. */
function flat(...rings: (readonly Position[])[]): FlatPolygon {
  const starts = [0];
  for (const ring of rings) starts.push((starts.at(-1) ?? 0) + ring.length);
  return { xy: Float64Array.from(rings.flat(2)), starts };
}
const box = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
/** The tile at a zoom that holds a position. */
const tileAt = (z: number, [lng, lat]: Position): TileAddress => ({
  z,
  x: Math.floor(mercatorX(lng) * 2 ** z),
  y: Math.floor(mercatorY(lat) * 2 ** z),
});
/** Twice the signed area with y downwards: positive is clockwise as seen. */
const twiceArea = (ring: TileRing): number =>
  ring.slice(1).reduce((sum, { x, y }, i) => sum + (ring[i]?.x ?? 0) * y - x * (ring[i]?.y ?? 0), 0);
const sumOf = (rings: readonly TileRing[]): number => rings.reduce((sum, ring) => sum + twiceArea(ring) / 2, 0);
/** The positions of a tile's rings, in degrees again. */
const inDegrees = ({ z, x, y }: TileAddress, rings: readonly TileRing[]): Position[] =>
  rings.flat().map((point) => {
    const [mx, my] = [(x + point.x / EXTENT) / 2 ** z, (y + point.y / EXTENT) / 2 ** z];
    return [360 * mx - 180, (360 / Math.PI) * Math.atan(Math.exp((1 - 2 * my) * Math.PI)) - 90];
  });

const BEIJING: Position = [116.4164, 39.9288];
const GRID = flat(box(116.4158, 39.9284, 116.417, 39.9293));

describe('a grid in its tile', () => {
  test.each([14, 15])('at zoom %i has the corners it has on the ground, to half a unit', (z) => {
    const tile = tileAt(z, BEIJING);
    const rings = cutPolygon(tile, GRID);
    expect(rings).toHaveLength(1);
    expect(rings[0]).toHaveLength(5);
    const unit = 360 / 2 ** z / EXTENT;
    const found = inDegrees(tile, rings);
    for (const [lng, lat] of box(116.4158, 39.9284, 116.417, 39.9293)) {
      const nearest = Math.min(...found.map(([x, y]) => Math.max(Math.abs(x - lng), Math.abs(y - lat))));
      expect(nearest).toBeLessThanOrEqual(unit / 2 + 1e-12);
    }
  });
  test('is read back by a decoder as it was written', () => {
    const tile = tileAt(16, BEIJING);
    const rings = cutPolygon(tile, GRID);
    const properties = { code: '110101001001001', areaM2: 10_240.5, drawn: true, count: 3, depth: -2 };
    const layer = new VectorTile(new PbfReader(encodeTile('grids', [{ rings, properties }]))).layers['grids'];
    expect(layer).toMatchObject({ version: 2, extent: EXTENT, length: 1 });
    const feature = layer?.feature(0);
    expect(feature?.properties).toEqual(properties);
    expect(feature?.type).toBe(3);
    expect(feature?.loadGeometry().map((ring) => ring.map(({ x, y }) => ({ x, y })))).toEqual(rings);
    const geometry = feature?.toGeoJSON(tile.x, tile.y, tile.z).geometry;
    const [lng = 0, lat = 0] = geometry?.type === 'Polygon' ? (geometry.coordinates[0]?.[0] ?? []) : [];
    expect(lng).toBeCloseTo(116.4158, 3);
    expect(lat).toBeCloseTo(39.9293, 3);
  });
  test('of the whole world is one speck, one step large', () => {
    const [ring] = cutPolygon({ z: 0, x: 0, y: 0 }, GRID);
    expect(ring).toHaveLength(5);
    expect(twiceArea(ring ?? [])).toBe(2 * 4 * 4);
  });
  test('is not in a tile elsewhere, and in the next one only as far as the buffer goes', () => {
    const tile = tileAt(16, BEIJING);
    expect(cutPolygon({ ...tile, x: tile.x + 3 }, GRID)).toEqual([]);
    const next = cutPolygon({ ...tile, y: tile.y - 1 }, GRID).flat();
    for (const { x, y } of next) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(-64);
      expect(Math.max(x, y)).toBeLessThanOrEqual(EXTENT + 64);
    }
  });
});

describe('rings', () => {
  test('an outer ring is clockwise as seen and a hole is not, however they came', () => {
    const around = box(116.41, 39.92, 116.42, 39.93);
    const hole = box(116.413, 39.923, 116.417, 39.927);
    for (const rings of [
      [around, hole],
      [around.toReversed(), hole],
      [around, hole.toReversed()],
    ]) {
      const cut = cutPolygon(tileAt(13, BEIJING), flat(...rings));
      expect(cut.map((ring) => Math.sign(twiceArea(ring)))).toEqual([1, -1]);
    }
  });
  test('a hole smaller than a step is filled', () => {
    expect(
      cutPolygon(tileAt(10, BEIJING), flat(box(116, 39.5, 117, 40.5), box(116.5, 40, 116.50001, 40.00001))),
    ).toHaveLength(1);
  });
  test('positions on a straight line and spikes are left out', () => {
    const [ring] = cutPolygon(
      tileAt(14, BEIJING),
      flat([
        [116.41, 39.92],
        [116.415, 39.92],
        [116.42, 39.92],
        [116.43, 39.92],
        [116.42, 39.92],
        [116.42, 39.93],
        [116.41, 39.93],
        [116.41, 39.92],
      ]),
    );
    expect(ring).toHaveLength(5);
  });
  test('a polygon around the whole tile fills tile and buffer', () => {
    const rings = cutPolygon(tileAt(16, BEIJING), flat(box(110, 30, 120, 50)));
    expect(sumOf(rings)).toBe((EXTENT + 128) ** 2);
  });
  test('a polygon beyond the end of the map is cut at it', () => {
    const rings = cutPolygon({ z: 0, x: 0, y: 0 }, flat(box(-180, -90, 180, 90)));
    expect(sumOf(rings)).toBe(EXTENT ** 2);
  });
});

describe('neighbours', () => {
  // A net of grids over four tiles at zoom 15, with corners that lie on no lattice.
  const tile = tileAt(15, BEIJING);
  const [west, south, east, north] = degreesOf(tile);
  const side = 12;
  const [stepX, stepY] = [(2.2 * (east - west)) / side, (2.2 * (north - south)) / side];
  const corner = (i: number, j: number): Position => [
    west - 0.1 * (east - west) + stepX * (i + 0.31 * Math.sin(7 * i + 3 * j)),
    south - 1.1 * (north - south) + stepY * (j + 0.27 * Math.cos(5 * i + 11 * j)),
  ];
  const net = Array.from({ length: side * side }, (_, n) => {
    const [i, j] = [n % side, Math.floor(n / side)];
    return flat([corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1), corner(i, j)]);
  });

  test.each([11, 13, 14, 15, 16, 17])('at zoom %i leave no gap and do not overlap: their areas add up', (z) => {
    const within = tileAt(z, [west + 0.8 * (east - west), south + 0.05 * (north - south)]);
    const cells = net.map((polygon) => sumOf(cutPolygon(within, polygon))).filter((area) => area > 0);
    const corners = [0, 1, 2, 3].map((turn) => ringSide(turn));
    const whole = flat([...corners.flat(), corner(0, 0)]);
    const sum = cells.reduce((total, area) => total + area, 0);
    // Cut edges are rounded at the edge of the buffer: less than a unit for each cell there.
    expect(Math.abs(sum - sumOf(cutPolygon(within, whole)))).toBeLessThan(z > 14 ? 4 * side * EXTENT * 0.5 : 1);
  });
  /** One side of the net: corners from one corner of the net up to the next. */
  function ringSide(turn: number): Position[] {
    return Array.from({ length: side }, (_, i) => {
      if (turn === 0) return corner(i, 0);
      if (turn === 1) return corner(side, i);
      if (turn === 2) return corner(side - i, side);
      return corner(0, side - i);
    });
  }

  test.each([15, 16])('adjoining tiles at zoom %i cross their common edge at the same places, to a unit', (z) => {
    const left = tileAt(z, [west + 0.6 * (east - west), south + 0.5 * (north - south)]);
    const right = { ...left, x: left.x + 1 };
    const crossings = (at: TileAddress, x: number): number[] =>
      net.flatMap((polygon) => cutPolygon(at, polygon).flatMap((ring) => crossingsAt(ring, x))).sort((a, b) => a - b);
    const [here, there] = [crossings(left, EXTENT), crossings(right, 0)];
    expect(here.length).toBeGreaterThan(4);
    expect(there).toHaveLength(here.length);
    for (const [i, y] of here.entries()) expect(Math.abs(y - (there[i] ?? 0))).toBeLessThan(1);
  });
  /** Where a ring crosses a column inside the tile. */
  function crossingsAt(ring: TileRing, x: number): number[] {
    return ring.slice(1).flatMap(({ x: bx, y: by }, i) => {
      const { x: ax, y: ay } = ring[i] ?? { x: 0, y: 0 };
      const y = ay + ((by - ay) * (x + 0.25 - ax)) / (bx - ax);
      return ax > x + 0.25 !== bx > x + 0.25 && y >= 0 && y <= EXTENT ? [y] : [];
    });
  }
});
