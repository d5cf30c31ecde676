import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CatalogueImport } from './import-catalogue.ts';
import type { SourceFile } from './outcome.ts';

/** Reads a file for an import, named by its last part. */
export const sourceFile = async (path: string): Promise<SourceFile> => ({
  name: basename(path),
  text: await readFile(path, 'utf8'),
});

/** Reads a folder of catalogue tables: `editions.csv`, the tables it may name, and every `conditions-*.csv`. */
export async function catalogueFolder(folder: string): Promise<CatalogueImport> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.csv')).toSorted();
  const files = await Promise.all(names.map((name) => sourceFile(join(folder, name))));
  return {
    editions: await sourceFile(join(folder, 'editions.csv')),
    classes: new Map(files.map((file) => [file.name, file])),
    conditions: files.filter(({ name }) => name.startsWith('conditions-')),
  };
}
