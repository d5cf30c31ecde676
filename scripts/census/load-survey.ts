import { CaseError } from '@wanmi/cases';
import { census, type Database } from '@wanmi/db';
import type { Kysely } from 'kysely';
import {
  type ComponentCounts,
  type ComponentImport,
  importComponents,
} from '../import/components/import-components.ts';

/**
 * Loads what a survey found into a census round, as components are imported, but beside the register. Loaded again it
 * replaces what differs; a sample drawn before is void. Throws CaseError when the round is not open.
 */
export async function loadSurvey(
  db: Kysely<Database>,
  roundId: string,
  order: Omit<ComponentImport, 'save'>,
): Promise<ComponentCounts> {
  const round = await openRound(db, roundId);
  const counts = await importComponents(db, {
    ...order,
    area: round.area,
    classes: round.classes,
    save: (trx, rows) => census.saveRecords(trx, roundId, rows),
  });
  await census.analyse(db);
  await db.transaction().execute(async (trx) => {
    await census.lockRound(trx, roundId);
    await census.setState(trx, roundId, { state: 'surveyed' });
  });
  return counts;
}

async function openRound(db: Kysely<Database>, roundId: string): Promise<census.CensusRound> {
  const round = await census.findRound(db, roundId);
  if (round === undefined) {
    throw new CaseError('not-found', `cannot load census round ${roundId}: there is none of this id`);
  }
  if (round.settledAt === null) return round;
  throw new CaseError('census-refused', `cannot load census round ${roundId}: it is ${round.state}, needs to be open`);
}
