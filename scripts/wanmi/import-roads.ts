import { basename } from 'node:path';
import { readOptions } from '../areas/files.ts';
import { callersFile, IMPORT_OPTIONS, IMPORT_USAGE, onlyFile, runImportCommand } from '../import/import-command.ts';
import { importRoads } from '../import/roads/import-roads.ts';
import type { Command } from './command.ts';

const USAGE = `wanmi import roads FILE [--source TEXT] [--json] [--rejects FILE]

Imports road sections from GeoJSON: each a LineString or MultiLineString (the middle line, WGS 84) with \`code\`, \`roadName\`,
\`name\` of the section, \`roadClass\` (示范 or model, 达标 or standard, 一般 or ordinary), and where known \`drawn\`, \`remark\`.
A section that differs from what is there ends now and begins anew; one that the file leaves out ends, if it came from the
same source. A case stays on the section that was valid when it was reported.

  --source TEXT    kept with each section (default the name of the file)
${IMPORT_USAGE}
`;

/** `wanmi import roads`: sections of roads with their class. */
export const command: Command = {
  words: ['import', 'roads'],
  summary: 'import road sections with their class',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, { ...IMPORT_OPTIONS, source: { type: 'string' } });
    const name = onlyFile(options, 'FILE of road sections');
    const file = await callersFile(name, context);
    const source = options.find('source') ?? basename(name, '.gz');
    return runImportCommand(options, context, (db) => importRoads(db, { file, source, at: new Date() }));
  },
};
