import { type Edition, type FilingCondition, parseConditions, parseEdition, parseEditionMetas } from '@wanmi/catalogue';
import { type Database, imports } from '@wanmi/db';
import type { Kysely } from 'kysely';
import type { ImportOutcome, Rejection, SourceFile } from './outcome.ts';
import { readRows } from './read-rows.ts';
import { runImport } from './run-import.ts';

export type CatalogueImport = {
  /** The list of editions; its column `file` names the table of classes. */
  readonly editions: SourceFile;
  /** Tables of classes by the name that `editions` gives them. */
  readonly classes: ReadonlyMap<string, SourceFile>;
  readonly conditions: readonly SourceFile[];
};

/**
 * Imports editions with their classes, filing conditions and limits. Each edition given becomes exactly what the files
 * hold; editions not given stay. Columns: data/catalogue/README.md.
 */
export function importCatalogue(db: Kysely<Database>, files: CatalogueImport): Promise<ImportOutcome> {
  return runImport(db, 'catalogue', async (trx) => {
    const editions = readEditions(files);
    const conditions = readConditions(files.conditions, editions.value);
    return {
      read: editions.read + conditions.read,
      rejected: [...editions.rejected, ...conditions.rejected],
      write: () => imports.saveCatalogue(trx, rowsOf(editions.value, conditions.value)),
    };
  });
}

type Part<T> = { readonly value: readonly T[]; readonly read: number; readonly rejected: readonly Rejection[] };

function readEditions({ editions, classes }: CatalogueImport): Part<Edition> {
  const list = readRows([editions]);
  const metas = parseEditionMetas(list.rows);
  if (!metas.ok || list.rejected.length > 0) {
    const problems = metas.ok ? [] : metas.error.map(list.locate);
    return { value: [], read: list.rows.length, rejected: [...list.rejected, ...problems] };
  }
  let read = list.rows.length;
  const rejected: Rejection[] = [];
  const value = metas.value.flatMap((meta, index) => {
    const named = list.rows[index]?.file ?? `${meta.id}.csv`;
    const file = classes.get(named);
    if (file === undefined) {
      rejected.push({ file: editions.name, place: `row ${index + 2}`, reason: `file ${named} is not there` });
      return [];
    }
    const table = readRows([file]);
    read += table.rows.length;
    const edition = parseEdition(table.rows, meta);
    rejected.push(...table.rejected, ...(edition.ok ? [] : edition.error.map(table.locate)));
    return edition.ok ? [edition.value] : [];
  });
  return { value, read, rejected };
}

/** Conditions name classes, so they are only judged against editions that are right. */
function readConditions(files: readonly SourceFile[], editions: readonly Edition[]): Part<FilingCondition> {
  const table = readRows(files);
  const parsed = editions.length === 0 ? undefined : parseConditions(table.rows, editions);
  const problems = parsed === undefined || parsed.ok ? [] : parsed.error.map(table.locate);
  return {
    value: parsed?.ok ? parsed.value : [],
    read: table.rows.length,
    rejected: [...table.rejected, ...problems],
  };
}

function rowsOf(editions: readonly Edition[], conditions: readonly FilingCondition[]): imports.CatalogueRows {
  return {
    editions: editions.map(({ classes: _, ...meta }) => ({ edition: meta.id, meta })),
    classes: editions.flatMap(({ id, classes }) =>
      classes.map((one) => ({ edition: id, kind: one.kind, class_code: one.code, body: one })),
    ),
    conditions: conditions.map((one) => ({
      condition_id: one.id,
      edition: one.edition,
      kind: one.kind,
      class_code: one.classCode,
      body: one,
    })),
  };
}
