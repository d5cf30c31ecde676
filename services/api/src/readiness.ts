import type { Desk } from '@wanmi/cases';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { FindReasons } from './routes/health/health.route.ts';

/** Longer than this the database counts as away, in milliseconds. */
const PATIENCE = 2000;

/** Whether this process can serve: not when it is closing, or its database does not answer. */
export function readinessOf(desk: Desk, app: FastifyInstance): FindReasons {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  return async () => {
    if (closing) return ['the process is stopping'];
    const reasons: string[] = [];
    if (!(await answersInTime(desk))) reasons.push('the database does not answer');
    if (desk.reference().districts.length === 0) reasons.push('no areas are imported (wanmi import areas)');
    if (desk.reference().catalogue.editions.length === 0)
      reasons.push('no catalogue is imported (wanmi import catalogue)');
    return reasons;
  };
}

async function answersInTime({ db }: Desk): Promise<boolean> {
  const asked = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, PATIENCE, false);
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
