import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Reference } from '@wanmi/cases';
import { codeAt } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';
import { boxOf, type Shape } from './area-shapes.ts';
import { outlineOf } from './outline.ts';

/** A responsibility grid: the ground of its unit grids in force. */
export type GroupShape = Shape & { readonly count: number };

/** Work between two turns of others. */
const AT_ONCE = 500;

/** Draws the responsibility grids of an instant around their unit grids, a few milliseconds at a time. */
export async function drawGroups(reference: Reference, at: Instant): Promise<readonly GroupShape[]> {
  const { gridIndex, responsibleAt } = reference;
  const groups = new Map<string, { readonly name: string; readonly items: number[] }>();
  for (let item = 0; item < gridIndex.size; item++) {
    const group = responsibleAt(codeAt(gridIndex, item), at);
    if (group !== undefined) {
      const { name, items } = groups.get(group.code) ?? { name: group.name, items: [] };
      items.push(item);
      groups.set(group.code, { name, items });
    }
    if (item % AT_ONCE === 0) await nextTurn();
  }
  const shapes: GroupShape[] = [];
  for (const [code, { name, items }] of groups) {
    const polygons = outlineOf(gridIndex, items);
    const drawn = items.some((item) => reference.gridOf(codeAt(gridIndex, item))?.drawn === true);
    shapes.push({ code, name, drawn, polygons, box: boxOf(polygons), count: items.length });
    if (shapes.length % 20 === 0) await nextTurn();
  }
  return shapes;
}
