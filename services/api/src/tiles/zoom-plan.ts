import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GridIndex } from '@wanmi/grid';
import { leastZoom } from '@wanmi/tiles';
import type { AreaShape, Shape } from './area-shapes.ts';

/** Shapes that a tile holds at most; where it would hold more, the next larger areas are drawn instead. */
const MOST = 5000;

export type Level = AreaShape['level'] | 'grid';

/** From which zoom on each level is drawn: on every tile of a zoom the same, so that adjoining tiles agree. */
export type ZoomPlan = Readonly<Record<Exclude<Level, 'district'>, number>>;

/** Counts what the densest tile of each zoom would hold, a few milliseconds at a time. */
export async function planZooms(index: GridIndex, areas: readonly AreaShape[]): Promise<ZoomPlan> {
  const { boxes } = index;
  const middleOf = (item: number) =>
    [
      ((boxes[4 * item] ?? 0) + (boxes[4 * item + 2] ?? 0)) / 2,
      ((boxes[4 * item + 1] ?? 0) + (boxes[4 * item + 3] ?? 0)) / 2,
    ] as const;
  const ofAreas = (level: AreaShape['level']): Promise<number> => zoomFor(areas.filter((area) => area.level === level));
  return {
    grid: await inTurns(leastZoom(index.size, middleOf, MOST)),
    community: await ofAreas('community'),
    street: await ofAreas('street'),
  };
}

/** The zoom from which on no tile holds too many of these shapes. */
export const zoomFor = (shapes: readonly Shape[]): Promise<number> =>
  inTurns(leastZoom(shapes.length, (item) => middle(shapes[item]), MOST));

const middle = (shape: Shape | undefined): readonly [number, number] => {
  const [west, south, east, north] = shape?.box ?? [0, 0, 0, 0];
  return [(west + east) / 2, (south + north) / 2];
};

async function inTurns<T>(steps: Generator<undefined, T>): Promise<T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    await nextTurn();
  }
}
