import type { Desk, Reference } from '@wanmi/cases';
import { places } from '@wanmi/db';
import { HOUR_MS, type Instant } from '@wanmi/kernel';
import { type AreaShape, areaShapesOf } from './area-shapes.ts';
import { drawGroups, type GroupShape } from './responsibility-shapes.ts';
import type { Shapes } from './shape-tiles.ts';
import { planZooms, type ZoomPlan, zoomFor } from './zoom-plan.ts';

/** Responsibility grids, and from which zoom on they are drawn. */
export type Groups = { readonly shapes: readonly GroupShape[]; readonly from: number };

/** What shapes of tiles are drawn from, prepared once a version of the reference data. */
export type ShapeSource = {
  readonly shapes: (reference: Reference) => Promise<Shapes>;
  readonly groups: (reference: Reference) => Promise<Groups>;
  /** Names the version of the groups: who belongs to what may change by the clock alone, which is looked at every hour. */
  readonly groupsTag: (reference: Reference) => string;
};

/** Reads outlines, counts zooms and draws groups when they are first asked for. */
export function openShapes(desk: Desk): ShapeSource {
  const areas = heldFor<readonly AreaShape[]>();
  const plans = heldFor<ZoomPlan>();
  const groups = heldFor<Groups>();
  const hour = (): Instant => (Math.floor(desk.now() / HOUR_MS) * HOUR_MS) as Instant;
  const areasOf = ({ versions }: Reference): Promise<readonly AreaShape[]> =>
    areas([versions.areas], async () =>
      areaShapesOf(await places.listOutlines(desk.db, { level: null, within: null })),
    );

  return {
    shapes: async (reference) => {
      const shapes = await areasOf(reference);
      const plan = await plans([reference.gridIndex, shapes], () => planZooms(reference.gridIndex, shapes));
      return { reference, areas: shapes, plan };
    },
    groups: (reference) =>
      groups([reference.gridIndex, reference.versions.responsibility, hour()], async () => {
        const shapes = await drawGroups(reference, desk.now());
        return { shapes, from: await zoomFor(shapes) };
      }),
    groupsTag: ({ versions }) => `responsibility-${versions.responsibility}-${hour()}`,
  };
}

/** Keeps the last value made, with what it was made from; a failure is not kept. */
function heldFor<T>(): (from: readonly unknown[], make: () => Promise<T>) => Promise<T> {
  let held: { readonly from: readonly unknown[]; readonly value: Promise<T> } | undefined;
  return (from, make) => {
    if (held?.from.every((one, i) => one === from[i])) return held.value;
    const made = { from, value: make() };
    made.value.catch(() => {
      if (held === made) held = undefined;
    });
    held = made;
    return made.value;
  };
}
