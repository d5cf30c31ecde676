import { cases, type Database } from '@wanmi/db';
import type { DistrictCode, WorkDate } from '@wanmi/kernel';
import type { Kysely } from 'kysely';

/** Serial numbers of one process: blocks of 50 from a sequence, so that reports wait for each other nowhere. */
type Block = { next: number; end: number; taking: Promise<void> | undefined };

const blocks = new WeakMap<Kysely<Database>, Block>();

/**
 * A number for people: district, date, and a serial of at least six digits, `11010120261121000001`. Unique under any
 * concurrency; what a process did not use of its block is skipped for ever.
 */
export async function nextCaseNo(db: Kysely<Database>, district: DistrictCode, date: WorkDate): Promise<string> {
  const serial = await nextSerial(db);
  return `${district}${date.replaceAll('-', '')}${String(serial).padStart(6, '0')}`;
}

async function nextSerial(db: Kysely<Database>): Promise<number> {
  const block = blocks.get(db) ?? { next: 0, end: 0, taking: undefined };
  blocks.set(db, block);
  while (block.next >= block.end) {
    block.taking ??= take(db, block);
    await block.taking;
  }
  return block.next++;
}

async function take(db: Kysely<Database>, block: Block): Promise<void> {
  try {
    block.next = await cases.takeNumberBlock(db);
    block.end = block.next + cases.NUMBER_BLOCK;
  } finally {
    block.taking = undefined;
  }
}
