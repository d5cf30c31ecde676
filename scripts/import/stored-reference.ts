import {
  buildCatalogue,
  type Catalogue,
  type CatalogueClass,
  type Edition,
  type FilingCondition,
} from '@wanmi/catalogue';
import { type Database, reference } from '@wanmi/db';
import { isAreaCode } from '@wanmi/grid';
import type { DepartmentCode } from '@wanmi/kernel';
import type { Department, Rule } from '@wanmi/routing';
import type { Kysely } from 'kysely';

// Values that earlier imports checked and wrote; what comes out of their columns has the shape that went in.

/** The catalogue in force, for imports that name classes. */
export async function storedCatalogue(db: Kysely<Database>): Promise<Catalogue> {
  const { editions, classes, conditions } = await reference.catalogue(db);
  const built = editions.map(({ edition, meta }) => {
    const own = classes.filter((one) => one.edition === edition).map(({ body }) => body as CatalogueClass);
    return { ...(meta as Omit<Edition, 'classes'>), classes: own };
  });
  return buildCatalogue(built, conditions as readonly FilingCondition[]);
}

/** Departments in force, the inactive ones included, for imports that name them. */
export async function storedDepartments(db: Kysely<Database>): Promise<readonly Department[]> {
  return (await reference.departments(db)).map(({ code, name, creditCode, kind, area, active }) => ({
    code: code as DepartmentCode,
    name,
    kind,
    active,
    ...(creditCode === null ? {} : { creditCode }),
    ...(area !== null && isAreaCode(area) ? { area } : {}),
  }));
}

/** The rules in force, which a change of the organisation may not orphan. */
export const storedRules = async (db: Kysely<Database>): Promise<readonly Rule[]> =>
  (await reference.rules(db)) as readonly Rule[];
