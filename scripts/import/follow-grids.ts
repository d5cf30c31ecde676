import { followResponsibility, heirsOf, moveToNewGrids } from '@wanmi/cases';
import { type Database, gridChanges, imports } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import type { Transaction } from 'kysely';
import { polygonsOf } from './geometry.ts';

/** Grids that an import ended, those that it brought in their place, and when. */
export type GridsReplaced = {
  readonly ended: readonly imports.KnownGrid[];
  readonly begun: readonly imports.GridRow[];
  readonly at: Instant;
  /** The files. */
  readonly source: string;
};

/**
 * Logs an import that ends grids as a change of grids, and lets everything that lies in them follow: responsibility grids,
 * components, addresses. In the transaction of the import, after its rows were written.
 */
export async function followGrids(trx: Transaction<Database>, replaced: GridsReplaced): Promise<void> {
  const { ended, begun, at, source } = replaced;
  if (ended.length === 0) return;
  const shapeOf = ({ code, geometry }: { readonly code: string; readonly geometry: unknown }) => ({
    code,
    polygons: polygonsOf(geometry),
  });
  const { heirs, successions } = heirsOf(ended.map(shapeOf), begun.map(shapeOf));
  const codes = ended.map(({ code }) => code);
  const now = Date.now() as Instant;
  const changeId = await gridChanges.recordChange(trx, {
    ...{ at, madeAt: now, madeBy: null, source: source.slice(0, 500), reason: 'import of grids', successions },
    version: (await imports.lockKind(trx, 'grids')) + 1,
    managed: [],
    managedFrom: null,
    settled: at <= now,
  });
  await followResponsibility(trx, codes, heirs, at);
  if (at <= now) await moveToNewGrids(trx, codes, { now, source: `grid change ${changeId}`, by: null });
}
