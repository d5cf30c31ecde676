import { readFileSync } from 'node:fs';
import { readAreaFile } from '@wanmi/formats';
import { type Area, buildGrids, GridPlan } from '@wanmi/grid';
import { Clipper, FillRule, type Path64 } from 'clipper2-ts';
import { cutAll } from '../scripts/areas/cut-all.ts';
import { type BenchOptions, figuresOf, type Measurement, rounded } from './support/measurement.ts';

const AREAS_FILE = new URL('../data/demo/dongcheng/areas.geojson', import.meta.url);
/** Side of a lattice square in degrees: about 10,000 m² at 39.9° north. */
const SQUARE = { lng: 0.00117, lat: 0.0009 };
const STEPS = 1e7;
const ROUNDS = 3;
const QUICK = { street: '110101001', communities: 3 };

/** Cells a second that fall out of a lattice laid over each community: what a clipper does at best, slivers and all. */
function clipLattice(communities: readonly Area[]): number {
  let cells = 0;
  for (const { polygons } of communities) {
    const subject = polygons.flat().map((ring) => ring.map(([lng, lat]) => stepOf(lng, lat)));
    const [xs, ys] = [subject.flat().map(({ x }) => x), subject.flat().map(({ y }) => y)];
    const [width, height] = [SQUARE.lng * STEPS, SQUARE.lat * STEPS];
    for (let x = Math.min(...xs); x < Math.max(...xs); x += width) {
      for (let y = Math.min(...ys); y < Math.max(...ys); y += height) {
        if (Clipper.intersect(subject, [squareAt(x, y, width, height)], FillRule.EvenOdd).length > 0) cells += 1;
      }
    }
  }
  return cells;
}

const stepOf = (lng: number, lat: number) => ({
  x: Math.round((lng - 116) * STEPS),
  y: Math.round((lat - 39) * STEPS),
});

const squareAt = (x: number, y: number, width: number, height: number): Path64 =>
  [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ].map(([dx = 0, dy = 0]) => ({ x: Math.round(x + dx), y: Math.round(y + dy) }));

function timed<T>(work: () => T): { readonly seconds: number; readonly value: T } {
  const began = performance.now();
  const value = work();
  return { seconds: (performance.now() - began) / 1000, value };
}

/** Grids built a second by all threads of the machine, the demo district whole. */
async function byThreads(communities: readonly Area[]): Promise<number> {
  const began = performance.now();
  let grids = 0;
  await cutAll(new GridPlan(communities), {
    onBuilt: async (built) => {
      grids += built.grids.length;
    },
    onProgress: () => {},
  });
  return grids / ((performance.now() - began) / 1000);
}

/** Unit grids built a second on one core, against the cells of a lattice that a clipper cuts by the same communities. */
export const bench = {
  name: 'grid',
  async run({ quick }: BenchOptions): Promise<Measurement> {
    const all = readAreaFile(readFileSync(AREAS_FILE, 'utf8'), 'areas.geojson').filter(
      ({ code }) => code.length === 12,
    );
    const communities = quick
      ? all.filter(({ code }) => code.startsWith(QUICK.street)).slice(0, QUICK.communities)
      : all;
    buildGrids(communities.slice(0, 5)); // lets the engine compile
    const rounds = Array.from({ length: quick ? 1 : ROUNDS }, () => {
      const built = timed(() => buildGrids(communities).grids.length);
      const clipped = timed(() => clipLattice(communities));
      return { rate: built.value / built.seconds, limit: clipped.value / clipped.seconds };
    });
    const threads = rounded(await byThreads(communities), 1);
    return {
      ...figuresOf(rounds),
      ...{ unit: 'grids', threadsRate: threads },
      against: 'clipper2 on a lattice of the same size, which leaves slivers along every border',
    };
  },
};
