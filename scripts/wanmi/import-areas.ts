import { AREA_OPTIONS, AREA_USAGE, areaFieldsOf } from '../areas/area-fields.ts';
import { readOptions } from '../areas/files.ts';
import { importAreas } from '../import/import-areas.ts';
import { callersFiles, IMPORT_OPTIONS, IMPORT_USAGE, runImportCommand, someFiles } from '../import/import-command.ts';
import type { Command } from './command.ts';

const USAGE = `wanmi import areas FILE... [--source TEXT] [--json]

Imports districts, streets and communities from GeoJSON: \`code\` of 6, 9 or 12 digits (12 digits ending in 000 are a
street, in 000000 a district), \`name\`, \`drawn\` true where the border was drawn for the purpose. A street needs its district
and a community its street, in the files or imported before. Areas that the files leave out stay.

  --source TEXT    where the borders come from (default the names of the files)
${AREA_USAGE}
${IMPORT_USAGE}
`;

const OPTIONS = { source: { type: 'string' }, ...AREA_OPTIONS, ...IMPORT_OPTIONS } as const;

/** `wanmi import areas`: districts, streets and communities. */
export const command: Command = {
  words: ['import', 'areas'],
  summary: 'import districts, streets and communities from GeoJSON',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, OPTIONS);
    const files = await callersFiles(someFiles(options, 'GeoJSON files of areas'), context);
    const source = options.find('source') ?? files.map(({ name }) => name).join(', ');
    const fields = areaFieldsOf(options);
    return runImportCommand(options, context, (db) => importAreas(db, { files, source, fields }));
  },
};
