import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** The units that a component's record names, as the register writes them: names, credit codes or department codes. */
export type ComponentUnits = {
  readonly componentId: string;
  readonly maintainer: string | null;
  readonly owner: string | null;
  readonly competentCode: string | null;
  readonly competentName: string | null;
};

/** The units of these components; those that the register does not have are left out. */
export async function listUnits(
  db: Kysely<Database>,
  componentIds: readonly string[],
): Promise<readonly ComponentUnits[]> {
  if (componentIds.length === 0) return [];
  return db
    .selectFrom('component')
    .select(['component_id as componentId', 'maintainer', 'owner'])
    .select(['competent_code as competentCode', 'competent_name as competentName'])
    .where('component_id', 'in', [...componentIds])
    .execute();
}
