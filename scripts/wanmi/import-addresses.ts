import { basename } from 'node:path';
import { isDatum } from '@wanmi/formats';
import { type ReadOptions, readOptions } from '../areas/files.ts';
import { ADDRESS_FIELDS } from '../import/addresses/address-draft.ts';
import { type AddressCounts, importAddresses } from '../import/addresses/import-addresses.ts';
import { onDatabase, onlyFile } from '../import/import-command.ts';
import { readRecords } from '../import/records/read-records.ts';
import { pairsOf, registerFile, takeRecords } from '../import/records/take-records.ts';
import { type Command, CommandError } from './command.ts';

const USAGE = `wanmi import addresses FILE [--kind KIND] [--id-field F] [--fields OURS=THEIRS,...] [--json] [--rejects FILE]

Imports a table of standard addresses, place names, roads, gates and points of interest: GeoJSON points or CSV with a header
(*.csv), either packed by gzip (*.gz), or a Shapefile of points (*.shp), of any size. Fields: ${ADDRESS_FIELDS.join(', ')}.

\`kind\` is address (门牌, default), place (地名), road (道路), gate (院门) or poi (兴趣点); \`aliases\` are separated by ";".
A record is found again by source and id, else by its name and place. One that differs ends the version that was valid and
begins another; the same file again changes nothing; addresses that the file leaves out stay. What is lawful is taken,
every other record is told with its reasons: read = accepted + rejected. Exit code 2 when nothing could be taken. An
import that broke off is repeated: it says how many records stand, and finds them again.

  --kind KIND      kind of records that name none
  --id-field F     property that holds the id (default addressId, else id)
  --name-field F   property that holds the name (default name)
  --fields A=B,... other properties: aliases=OTHER_NAMES
  --set A=TEXT,... values for records that have none: drawn=true
  --datum DATUM    wgs84 (default), gcj02, bd09 or cgcs2000
  --source TEXT    the table (default the name of the file): keep it the same from import to import
  --json           { read, accepted, rejected, added, changed, ended, withoutGrid } on stdout
  --rejects FILE   what was rejected: file,place,reason,record
`;

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  json: { type: 'boolean' },
  ...{ kind: TEXT, 'id-field': TEXT, 'name-field': TEXT, fields: TEXT, set: TEXT, datum: TEXT, source: TEXT },
  rejects: TEXT,
} as const;

/** `wanmi import addresses`: house numbers, place names, roads, gates, points of interest. */
export const command: Command = {
  words: ['import', 'addresses'],
  summary: 'import addresses: house numbers, place names, roads, gates, points of interest',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, OPTIONS);
    const file = await registerFile(onlyFile(options, 'FILE of addresses'), context);
    const source = options.find('source') ?? basename(file.name, '.gz');
    const order = { ...orderOf(options), source, at: new Date() };
    const counts = await takeRecords(file, options.find('rejects'), context, (told) =>
      onDatabase(context, (db) => importAddresses(db, { ...order, ...told, records: readRecords(file) })),
    );
    context.out(options.has('json') ? JSON.stringify(counts) : describe(counts));
    return counts.accepted === 0 && counts.rejected > 0 ? 2 : 0;
  },
};

function orderOf(options: ReadOptions) {
  const [id, name, kind, datum] = ['id-field', 'name-field', 'kind', 'datum'].map((option) => options.find(option));
  if (datum !== undefined && !isDatum(datum)) {
    throw new CommandError(`--datum is ${JSON.stringify(datum)}, needs wgs84, gcj02, bd09 or cgcs2000`);
  }
  const pairs = (option: string) => pairsOf(option, options, ADDRESS_FIELDS);
  return {
    fields: { ...pairs('fields'), ...(id ? { addressId: id } : {}), ...(name ? { name } : {}) },
    set: { ...pairs('set'), ...(kind ? { kind } : {}), ...(datum ? { datum } : {}) },
  };
}

function describe({ read, accepted, rejected, added, changed, ended, withoutGrid }: AddressCounts): string {
  const first = `addresses: ${read} read, ${accepted} accepted (${added} added, ${changed} changed, ${ended} ended), ${rejected} rejected`;
  return withoutGrid === 0 ? first : `${first}\n${withoutGrid} of them lie in no unit grid`;
}
