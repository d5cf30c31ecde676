import { basename } from 'node:path';
import { readOptions } from '../areas/files.ts';
import { COMPONENT_FIELDS } from '../import/components/component-fields.ts';
import {
  COMPONENT_OPTIONS,
  COMPONENT_USAGE,
  componentOrder,
  describeComponents,
} from '../import/components/component-options.ts';
import { importComponents } from '../import/components/import-components.ts';
import { onDatabase, onlyFile } from '../import/import-command.ts';
import { readRecords } from '../import/records/read-records.ts';
import { registerFile, takeRecords } from '../import/records/take-records.ts';
import type { Command } from './command.ts';

const USAGE = `wanmi import components FILE [--class CODE] [--id-field F] [--fields OURS=THEIRS,...] [--json] [--rejects FILE]

Imports a register of components: GeoJSON points or CSV with a header (*.csv), either packed by gzip (*.gz), or a
Shapefile of points (*.shp), of any size.
Fields: ${COMPONENT_FIELDS.join(', ')}. \`state\` is 完好, 破损, 丢失, 废弃 or 移除.

An id of 17 or 16 digits is checked and kept. Any other is the register's own: the component gets the next number of its
district and class, and is found by source and id the next time. Each lies in a unit grid in force. What is lawful is
taken, every other record is told with its reasons: read = accepted + rejected. The same file again changes nothing;
components that the file leaves out stay. Exit code 2 when nothing could be taken.

${COMPONENT_USAGE}
`;

/** `wanmi import components`: street lamps, manhole covers, trees. */
export const command: Command = {
  words: ['import', 'components'],
  summary: 'import components: street lamps, manhole covers, trees',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, COMPONENT_OPTIONS);
    const file = await registerFile(onlyFile(options, 'FILE of components'), context);
    const order = { ...componentOrder(options), source: options.find('source') ?? basename(file.name, '.gz') };
    const counts = await takeRecords(file, options.find('rejects'), context, (told) =>
      onDatabase(context, (db) => importComponents(db, { ...order, ...told, records: readRecords(file) })),
    );
    if (options.has('json')) context.out(JSON.stringify(counts));
    else context.out(describeComponents(counts));
    return counts.accepted === 0 && counts.rejected > 0 ? 2 : 0;
  },
};
