import { codeAt, type GridIndex, itemsInBox, polygonsAt, startGridIndex } from '@wanmi/grid';
import {
  cutPolygon,
  degreesOf,
  encodeTile,
  mercatorX,
  mercatorY,
  type TileAddress,
  type TileFeature,
} from '@wanmi/tiles';
import { seededRandom } from '../packages/grid/src/testing/seeded-random.ts';
import { gridFeatures, type Shapes } from '../services/api/src/tiles/shape-tiles.ts';
import { planZooms } from '../services/api/src/tiles/zoom-plan.ts';
import { copiesOf, demoGrids } from './support/many-grids.ts';
import { type BenchOptions, type Figures, type Measurement, quantileOf, rounded } from './support/measurement.ts';

/** Copies of the demo's 4,166 grids: 999,840 cells. */
const COPIES = 240;
const DEEPEST = 17;

async function openShapes(copies: number): Promise<Shapes> {
  const builder = startGridIndex();
  for (const grid of copiesOf(demoGrids(), copies)) builder.add(grid);
  const steps = builder.finish();
  let step = steps.next();
  while (!step.done) step = steps.next();
  const gridIndex = step.value;
  const gridOf = (code: string) => ({ areaM2: areaOf(code), areaClass: 'B' as const, drawn: true });
  // Of the reference data a tile of grids reads these two and nothing else.
  const reference = { gridIndex, gridOf } as unknown as Shapes['reference'];
  return { reference, areas: [], plan: await planZooms(gridIndex, []) };
}

/** Areas that differ as real ones do: a tile names each of them once. */
const areaOf = (code: string): number => 9000 + (Number(code) % 1999);

/** Tiles over random grids at a zoom. */
function tilesAt({ boxes, size }: GridIndex, z: number, count: number): readonly TileAddress[] {
  const random = seededRandom(z);
  return Array.from({ length: count }, () => {
    const at = 4 * Math.floor(random() * size);
    const side = 2 ** z;
    return { z, x: Math.floor(mercatorX(boxes[at] ?? 0) * side), y: Math.floor(mercatorY(boxes[at + 1] ?? 0) * side) };
  });
}

/** `cpuMs` is what the processor spent, which others on the machine disturb less. */
type Drawn = { readonly ms: number; readonly cpuMs: number; readonly features: number; readonly bytes: number };

function draw(shapes: Shapes, tile: TileAddress): Drawn {
  const [began, spent] = [performance.now(), process.cpuUsage()];
  const features = gridFeatures(shapes, tile);
  const bytes = encodeTile('grids', features).byteLength;
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(spent);
  return { ms, cpuMs: (user + system) / 1000, features: features.length, bytes };
}

/** The limit: writing features that lie ready in an array, which nobody had to find, project, simplify or cut. */
function encodeReady(shapes: Shapes, tile: TileAddress): number {
  const { gridIndex } = shapes.reference;
  const ready: TileFeature[] = Array.from(itemsInBox(gridIndex, degreesOf(tile)), (item) => ({
    rings: polygonsAt(gridIndex, item).flatMap((starts) => cutPolygon(tile, { xy: gridIndex.xy, starts })),
    properties: {
      level: 'grid',
      code: codeAt(gridIndex, item),
      areaM2: areaOf(codeAt(gridIndex, item)),
      areaClass: 'B',
      drawn: true,
    },
  }));
  const began = performance.now();
  encodeTile('grids', ready);
  return performance.now() - began;
}

const p99 = (figures: readonly number[]): number => rounded(quantileOf(figures, 0.99), 1);
const perSecond = (all: readonly number[]): number =>
  rounded((1000 * all.length) / all.reduce((sum, ms) => sum + ms, 0), 1);

function measureZoom(shapes: Shapes, z: number, count: number): Figures {
  const { gridIndex } = shapes.reference;
  const drawn = tilesAt(gridIndex, z, count).map((tile) => draw(shapes, tile));
  const limits = tilesAt(gridIndex, z, Math.min(count, 50)).map((tile) => encodeReady(shapes, tile));
  const [rate, limit] = [perSecond(drawn.map(({ ms }) => ms)), perSecond(limits)];
  return {
    ...{ rate, limit, ratio: rounded(rate / limit, 3), p99Ms: p99(drawn.map(({ ms }) => ms)) },
    p99CpuMs: p99(drawn.map(({ cpuMs }) => cpuMs)),
    mostGrids: Math.max(...drawn.map(({ features }) => features)),
    mostKilobytes: Math.round(Math.max(...drawn.map(({ bytes }) => bytes)) / 1000),
  };
}

/** Tiles of unit grids a second on one core, cut from the index, against writing the same features from an array. */
export const bench = {
  name: 'tiles',
  async run({ quick }: BenchOptions): Promise<Measurement> {
    const shapes = await openShapes(quick ? 1 : COPIES);
    const from = Math.max(shapes.plan.grid, quick ? 12 : 0);
    // Cold: the first tiles that this process draws, before the engine has compiled anything.
    const cold = tilesAt(shapes.reference.gridIndex, from, quick ? 3 : 20).map((tile) => draw(shapes, tile));
    const parts: Record<string, Figures> = {};
    for (let z = from; z <= (quick ? from : DEEPEST); z += 1) {
      measureZoom(shapes, z, quick ? 2 : 30);
      parts[`zoom ${z}`] = measureZoom(shapes, z, quick ? 3 : 300);
    }
    const fullest = parts[`zoom ${from}`] ?? { rate: 0, limit: 0, ratio: 0 };
    return {
      ...fullest,
      unit: `tiles at zoom ${from}, the fullest`,
      against: 'encoding the same features from an array',
      cells: shapes.reference.gridIndex.size,
      coldP99Ms: p99(cold.map(({ ms }) => ms)),
      coldP99CpuMs: p99(cold.map(({ cpuMs }) => cpuMs)),
      parts,
    };
  },
};
