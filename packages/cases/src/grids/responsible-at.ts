import { assignments } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import type { Desk } from '../desk.ts';
import { type Responsible, wallAt } from '../reference/responsibility.ts';

/**
 * Who was, is or will be responsible for a unit grid: a look into memory, for times more than two days ago one query.
 * Undefined when the grid belongs to no responsibility grid then.
 */
export async function responsibleAt(
  { db, reference }: Pick<Desk, 'db' | 'reference'>,
  gridCode: string,
  at: Instant,
): Promise<Responsible | undefined> {
  const { responsibility, responsibleAt: inMemory, calendars } = reference();
  if (at >= responsibility.since) return inMemory(gridCode, at);
  return assignments.findResponsible(db, gridCode, { at, ...wallAt(calendars.city, at) });
}
