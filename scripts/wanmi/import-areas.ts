import type { AreaFields } from '@wanmi/formats';
import { IssueError } from '@wanmi/grid';
import { AREA_OPTIONS, AREA_USAGE, areaFieldsOf } from '../areas/area-fields.ts';
import { type ReadOptions, readOptions, writeText } from '../areas/files.ts';
import { withCode } from '../areas/one-area.ts';
import { areasText } from '../areas/write-areas.ts';
import { type AreaImport, type AreaOutcome, importAreas } from '../import/import-areas.ts';
import { callersFile, IMPORT_OPTIONS, IMPORT_USAGE, runImportCommand, someFiles } from '../import/import-command.ts';
import { codesCsv } from '../import/issue-area-codes.ts';
import { callersShapes } from '../import/shapes-file.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi import areas FILE... [--source TEXT] [--json]
wanmi import areas FILE --code CODE [--name NAME]
wanmi import areas FILE... --issue-codes --parent FILE [--codes-out FILE] [--areas-out FILE]

Imports districts, streets and communities from GeoJSON, CSV with well-known text or Shapefiles (*.shp): \`code\` of 6, 9 or 12 digits (12 digits ending in 000 are a
street, in 000000 a district), \`name\`, \`drawn\` true where the border was drawn for the purpose. Files may be packed by gzip.
A file named *.csv without a column \`wkt\` is a table of codes and names: such areas have no border until a file brings one.

A street needs its district and a community its street, in the files or imported before, and lies inside it. Areas that
the files leave out stay.

  --source TEXT    where the borders come from (default the names of the files)
  --within CODE    only areas whose code begins with it
  --tolerance P    percent of an area that may lie outside its parent (default 20; more than 1 is told)
${AREA_USAGE}
  --code CODE      the code of the only area of the file; --name NAME its name
  --issue-codes    the areas have no codes: each gets one inside the parent that holds most of it, three digits in rows
                   from north to south, west to east in a row. An area imported before keeps its code.
  --parent FILE    the areas above, with codes, or imported before with the same borders
  --codes-out FILE the codes given: name,code,parent_code,parent_name
  --areas-out FILE the areas with their codes, for "grid build --areas"
${IMPORT_USAGE}
`;

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  'issue-codes': { type: 'boolean' },
  ...{ source: TEXT, within: TEXT, tolerance: TEXT, code: TEXT, name: TEXT },
  ...{ parent: TEXT, 'codes-out': TEXT, 'areas-out': TEXT },
  ...AREA_OPTIONS,
  ...IMPORT_OPTIONS,
} as const;

/** `wanmi import areas`: districts, streets and communities. */
export const command: Command = {
  words: ['import', 'areas'],
  summary: 'import districts, streets and communities, with or without codes',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, OPTIONS);
    const order = await orderOf(options, context);
    return runImportCommand(options, context, async (db) => {
      const { areas, ...outcome } = await importing(importAreas(db, order));
      if (outcome.rejected.length === 0) await writeMade(options, { areas, ...outcome }, context);
      return outcome;
    });
  },
};

async function orderOf(options: ReadOptions, context: CommandContext): Promise<AreaImport> {
  const names = someFiles(options, 'files of areas');
  const read = await Promise.all(names.map((name) => callersShapes(name, context)));
  const fields = areaFieldsOf(options);
  const files = codedFiles(read, options, fields);
  const [within, parent] = [options.find('within'), parentOf(options)];
  const tolerance = options.find('tolerance');
  return {
    files,
    fields: options.find('code') === undefined ? fields : { ...fields, codeField: 'code' },
    source: options.find('source') ?? files.map(({ name }) => name).join(', '),
    ...(within === undefined ? {} : { within }),
    ...(parent === undefined ? {} : { issueIn: await callersFile(parent, context) }),
    ...(tolerance === undefined ? {} : { tolerancePercent: percentOf(tolerance) }),
  };
}

function codedFiles(files: AreaImport['files'], options: ReadOptions, { nameField = 'name' }: AreaFields) {
  const [code, name] = [options.find('code'), options.find('name')];
  const [only, surplus] = files;
  if (code === undefined && name === undefined) return files;
  if (code === undefined || only === undefined || surplus !== undefined || options.has('issue-codes')) {
    throw new CommandError('--code CODE and --name NAME go with one file of one area, without --issue-codes');
  }
  return [withCode(only, code, name === undefined ? {} : { [nameField]: name })];
}

function parentOf(options: ReadOptions): string | undefined {
  const parent = options.find('parent');
  if (options.has('issue-codes') === (parent !== undefined)) return parent;
  throw new CommandError('--issue-codes and --parent FILE need each other');
}

function percentOf(text: string): number {
  const percent = Number(text);
  if (text.trim() !== '' && percent >= 0 && percent <= 100) return percent;
  throw new CommandError(`--tolerance is ${JSON.stringify(text)}, needs percent from 0 to 100`);
}

async function importing(running: Promise<AreaOutcome>): Promise<AreaOutcome> {
  try {
    return await running;
  } catch (error) {
    throw error instanceof IssueError ? new CommandError(error.message, { cause: error }) : error;
  }
}

async function writeMade(options: ReadOptions, { areas, issued }: AreaOutcome, context: CommandContext): Promise<void> {
  const [codesOut, areasOut] = [options.find('codes-out'), options.find('areas-out')];
  if (codesOut !== undefined) await writeText(codesOut, codesCsv(issued), context);
  else if (issued.length > 0 && !options.has('json')) context.out(codesCsv(issued).trimEnd());
  if (areasOut !== undefined) await writeText(areasOut, areasText(areas.toSorted(byCode)), context);
}

const byCode = (a: { readonly code: string }, b: { readonly code: string }): number => (a.code < b.code ? -1 : 1);
