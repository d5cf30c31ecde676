import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  buildCatalogue,
  type Catalogue,
  describeProblem,
  type Edition,
  type FilingCondition,
  parseConditions,
  parseEdition,
  parseEditionMetas,
  type Row,
  type RowProblem,
  readCsv,
} from '@wanmi/catalogue';
import type { Result } from '@wanmi/kernel';
import { type Department, parseDepartments, parseRules, type Rule } from '@wanmi/routing';
import { CommandError } from './wanmi/command.ts';

/** The catalogues that come with the product. */
export const CATALOGUE_DIR = fileURLToPath(new URL('../data/catalogue', import.meta.url));
/** The demo organisation and its rules. */
export const DEMO_DIR = fileURLToPath(new URL('../data/demo/dongcheng', import.meta.url));

/**
 * Reads a folder of catalogue tables: `editions.csv`, the table of each edition that it names, `conditions-defaults.csv`
 * and, where present, `conditions-<edition>.csv`. Throws CommandError with every problem, by file and row.
 */
export async function readCatalogue(dir: string = CATALOGUE_DIR): Promise<Catalogue> {
  const metaRows = await readRows(join(dir, 'editions.csv'));
  const metas = acceptedOf(parseEditionMetas(metaRows), 'editions.csv');
  const editions: Edition[] = [];
  const conditions: FilingCondition[] = [];
  for (const [index, meta] of metas.entries()) {
    const file = metaRows[index]?.file ?? `${meta.id}.csv`;
    editions.push(acceptedOf(parseEdition(await readRows(join(dir, file)), meta), file));
  }
  for (const name of ['defaults', ...editions.map(({ id }) => id)]) {
    const file = `conditions-${name}.csv`;
    conditions.push(...acceptedOf(parseConditions(await readRows(join(dir, file), 'optional'), editions), file));
  }
  return buildCatalogue(editions, conditions);
}

/** Reads a table of departments. Throws CommandError with every problem. */
export async function readDepartments(
  file: string = join(DEMO_DIR, 'departments.csv'),
): Promise<readonly Department[]> {
  return acceptedOf(parseDepartments(await readRows(file)), file);
}

/** Reads a table of rules, checked against departments and catalogue. Throws CommandError with every problem. */
export async function readRules(
  file: string,
  departments: readonly Department[],
  catalogue: Catalogue,
): Promise<readonly Rule[]> {
  return acceptedOf(parseRules(await readRows(file), departments, catalogue), file);
}

async function readRows(file: string, need: 'compulsory' | 'optional' = 'compulsory'): Promise<readonly Row[]> {
  try {
    return acceptedOf(readCsv(await readFile(file, 'utf8')), file);
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isAbsent && need === 'optional') return [];
    if (isAbsent) throw new CommandError(`cannot read ${file}: found no such file, needs a CSV table`);
    throw error;
  }
}

function acceptedOf<T>(result: Result<T, readonly RowProblem[]>, file: string): T {
  if (result.ok) return result.value;
  const lines = result.error.map((problem) => `  ${describeProblem(problem)}`);
  throw new CommandError(`cannot use ${file}: found ${lines.length} problems, needs none\n${lines.join('\n')}`);
}
