import { type Database, imports, reference } from '@wanmi/db';
import { buildGridIndex } from '@wanmi/grid';
import type { Kysely } from 'kysely';
import { polygonsOf } from '../geometry.ts';
import type { FieldMap, RawRecord, RejectedRecord } from '../records/raw-record.ts';
import { type AddressFacts, addressOf } from './address-draft.ts';

export type AddressImport = {
  readonly records: AsyncIterable<RawRecord>;
  /** The table: with a record's own id it finds the address again. */
  readonly source: string;
  readonly fields?: FieldMap;
  readonly set?: FieldMap;
  /** From when on new versions hold. */
  readonly at: Date;
  readonly onRejected: (rejected: RejectedRecord) => Promise<void> | void;
  /** Called after every batch. */
  readonly onProgress?: (sofar: AddressCounts) => void;
};

/** `read` is `accepted` + `rejected`. */
export type AddressCounts = {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly added: number;
  readonly changed: number;
  /** Ended, because the file says so. */
  readonly ended: number;
  /** Accepted ones outside all grids: no case can lie there. */
  readonly withoutGrid: number;
};

/** Records that are checked and saved together: one transaction of a few megabytes. */
const BATCH = 2_000;

/**
 * Imports a table of addresses, batch by batch: what is lawful is taken, what is not is told with its reasons. A record
 * that differs from what is there ends the version that was valid and begins another; the same again changes nothing,
 * so that an import that broke off is repeated from the start. Addresses that the file leaves out stay.
 */
export const importAddresses = (db: Kysely<Database>, order: AddressImport): Promise<AddressCounts> =>
  imports.whileImportingAddresses(db, async (own) => {
    const { source, fields = {}, set = {} } = order;
    const grids = (await reference.grids(own)).filter(({ validTo }) => validTo === null);
    const index = buildGridIndex(grids.map(({ code, geometry }) => ({ code, polygons: polygonsOf(geometry) })));
    const run = new Run(own, order, { grids: index, fields, set, source });
    let batch: RawRecord[] = [];
    for await (const record of order.records) {
      batch.push(record);
      if (batch.length < BATCH) continue;
      await run.save(batch);
      batch = [];
    }
    if (batch.length > 0) await run.save(batch);
    const { added, changed } = run.counts;
    if (added + changed > 0) await imports.settleAddresses(own, added > BATCH);
    return run.counts;
  });

class Run {
  private readonly db: Kysely<Database>;
  private readonly order: AddressImport;
  private readonly facts: AddressFacts;
  /** Ids so far and where they stood. */
  private readonly seen = new Map<string, string>();
  counts: AddressCounts = { read: 0, accepted: 0, rejected: 0, added: 0, changed: 0, ended: 0, withoutGrid: 0 };

  constructor(db: Kysely<Database>, order: AddressImport, facts: AddressFacts) {
    this.db = db;
    this.order = order;
    this.facts = facts;
  }

  async save(batch: readonly RawRecord[]): Promise<void> {
    const rejected: RejectedRecord[] = [];
    const rows = batch.flatMap((record): imports.AddressRow[] => {
      const result = this.judge(record);
      if ('row' in result) return [result.row];
      rejected.push({ record, reasons: result.reasons });
      return [];
    });
    const saved = await this.db.transaction().execute(async (trx) => {
      await imports.lockKind(trx, 'addresses');
      const counts = await imports.saveAddresses(trx, rows, this.order.at);
      if (counts.added + counts.changed + counts.removed > 0) await imports.raiseVersion(trx, 'addresses');
      return counts;
    });
    for (const one of rejected) await this.order.onRejected(one);
    const before = this.counts;
    this.counts = {
      read: before.read + batch.length,
      accepted: before.accepted + rows.length,
      rejected: before.rejected + rejected.length,
      added: before.added + saved.added,
      changed: before.changed + saved.changed,
      ended: before.ended + saved.removed,
      withoutGrid: before.withoutGrid + rows.filter(({ grid_code }) => grid_code === null).length,
    };
    this.order.onProgress?.(this.counts);
  }

  private judge(record: RawRecord) {
    const result = addressOf(record, this.facts);
    if (!('row' in result)) return result;
    const { address_id, source_id, name } = result.row;
    const earlier = this.seen.get(address_id);
    if (earlier !== undefined) {
      return { reasons: [`${source_id === null ? `${name} at this place` : `id ${source_id}`} is ${earlier} too`] };
    }
    this.seen.set(address_id, record.place);
    return result;
  }
}
