import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { FormatError, isDatum } from '@wanmi/formats';
import { type ReadOptions, readOptions } from '../areas/files.ts';
import { COMPONENT_FIELDS, type FieldMap } from '../import/components/component-fields.ts';
import {
  type ComponentCounts,
  type ComponentImport,
  importComponents,
} from '../import/components/import-components.ts';
import { type FileOnDisk, readComponents } from '../import/components/read-components.ts';
import { openRejectsFile, type RejectsFile } from '../import/components/rejects-file.ts';
import { onDatabase, onlyFile } from '../import/import-command.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi import components FILE [--class CODE] [--id-field F] [--fields OURS=THEIRS,...] [--json] [--rejects FILE]

Imports a register of components: GeoJSON points, or CSV with a header (*.csv), either packed by gzip (*.gz), of any size.
Fields: ${COMPONENT_FIELDS.join(', ')}. \`state\` is 完好, 破损, 丢失, 废弃 or 移除.

An id of 17 or 16 digits is checked and kept. Any other is the register's own: the component gets the next number of its
district and class, and is found by source and id the next time. Each lies in a unit grid in force. What is lawful is
taken, every other record is told with its reasons: read = accepted + rejected. The same file again changes nothing;
components that the file leaves out stay. Exit code 2 when nothing could be taken.

  --class CODE     class of records that name none: 5 digits, 4 in classic editions
  --edition ID     the edition of the catalogue to find classes in (default any)
  --id-field F     property that holds the id (default componentId, else id)
  --name-field F   property that holds the name (default name; without one the name of the class)
  --fields A=B,... other properties: owner=OWNER,remark=LOCATION
  --set A=TEXT,... values for records that have none: competentName=市政所
  --datum DATUM    wgs84 (default), gcj02, bd09 or cgcs2000; the position as it came is kept
  --source TEXT    the register (default the name of the file): keep it the same from import to import
  --json           { read, accepted, rejected, added, changed, withoutDepartment, classesChecked } on stdout
  --rejects FILE   what was rejected: file,place,reason,record
`;

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  json: { type: 'boolean' },
  ...{ class: TEXT, edition: TEXT, 'id-field': TEXT, 'name-field': TEXT, fields: TEXT, set: TEXT, datum: TEXT },
  ...{ source: TEXT, rejects: TEXT },
} as const;

/** `wanmi import components`: street lamps, manhole covers, trees. */
export const command: Command = {
  words: ['import', 'components'],
  summary: 'import components: street lamps, manhole covers, trees',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, OPTIONS);
    const file = await fileOf(onlyFile(options, 'FILE of components'), context);
    const order = { ...orderOf(options), source: options.find('source') ?? basename(file.name, '.gz') };
    const counts = await takeIn(file, { order, rejects: options.find('rejects') }, context);
    if (options.has('json')) context.out(JSON.stringify(counts));
    else context.out(describe(counts));
    return counts.accepted === 0 && counts.rejected > 0 ? 2 : 0;
  },
};

async function fileOf(name: string, { callerDir }: CommandContext): Promise<FileOnDisk> {
  const path = resolve(callerDir, name);
  const found = await stat(path).catch((cause: unknown) => {
    throw new CommandError(`cannot read ${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  if (!found.isFile()) throw new CommandError(`cannot read ${name}: it is no file`);
  return { path, name: basename(name) };
}

function orderOf(options: ReadOptions): Pick<ComponentImport, 'fields' | 'set' | 'edition'> {
  const [id, name, edition] = [options.find('id-field'), options.find('name-field'), options.find('edition')];
  const [classCode, datum] = [options.find('class'), options.find('datum')];
  if (datum !== undefined && !isDatum(datum)) {
    throw new CommandError(`--datum is ${JSON.stringify(datum)}, needs wgs84, gcj02, bd09 or cgcs2000`);
  }
  return {
    fields: { ...pairsOf('fields', options), ...(id ? { componentId: id } : {}), ...(name ? { name } : {}) },
    set: { ...pairsOf('set', options), ...(classCode ? { classCode } : {}), ...(datum ? { datum } : {}) },
    ...(edition === undefined ? {} : { edition }),
  };
}

function pairsOf(option: string, options: ReadOptions): FieldMap {
  const pairs = (options.find(option) ?? '').split(',').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [ours = '', ...theirs] = pair.split('=');
      if (COMPONENT_FIELDS.some((field) => field === ours) && theirs.length > 0) return [ours, theirs.join('=')];
      throw new CommandError(
        `--${option} holds ${JSON.stringify(pair)}, needs FIELD=... of ${COMPONENT_FIELDS.join(', ')}`,
      );
    }),
  );
}

/** Rejected records told on stderr; `--rejects` has them all. */
const SHOWN = 20;
/** Batches between two remarks on the progress. */
const REMARK_EVERY = 10;

type Taking = { readonly order: Omit<ComponentImport, 'records' | 'onRejected'>; readonly rejects: string | undefined };

async function takeIn(file: FileOnDisk, { order, rejects }: Taking, context: CommandContext): Promise<ComponentCounts> {
  const listed = rejects === undefined ? undefined : await listIn(rejects, file.name, context);
  let [told, batches] = [0, 0];
  const onRejected: ComponentImport['onRejected'] = async (one) => {
    told += 1;
    if (told <= SHOWN) context.err(`  ${file.name}, ${one.record.place}: ${one.reasons.join('; ')}`);
    await listed?.add(one);
  };
  const onProgress = ({ read, accepted, rejected }: ComponentCounts): void => {
    batches += 1;
    if (batches % REMARK_EVERY === 0) context.err(`${read} read, ${accepted} accepted, ${rejected} rejected`);
  };
  try {
    const counts = await onDatabase(context, (db) =>
      importComponents(db, { ...order, records: readComponents(file), onRejected, onProgress }),
    );
    if (told > SHOWN) context.err(`  ... and ${told - SHOWN} more (--rejects FILE has all)`);
    return counts;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new CommandError(`${error.message}; what stands before it is imported`, { cause: error });
  } finally {
    await listed?.finish();
  }
}

async function listIn(rejects: string, source: string, { callerDir }: CommandContext): Promise<RejectsFile> {
  try {
    return await openRejectsFile(resolve(callerDir, rejects), source);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`cannot write ${rejects}: ${reason}`, { cause });
  }
}

function describe({ read, accepted, rejected, added, changed, withoutDepartment, classesChecked }: ComponentCounts) {
  const lines = [
    `components: ${read} read, ${accepted} accepted (${added} added, ${changed} changed), ${rejected} rejected`,
  ];
  if (withoutDepartment > 0)
    lines.push(`${withoutDepartment} of them name no competent department, which the standard asks for`);
  if (!classesChecked) lines.push('class codes were not looked up: no catalogue is imported');
  return lines.join('\n');
}
