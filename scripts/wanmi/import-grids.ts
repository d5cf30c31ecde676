import { type Instant, instantOf } from '@wanmi/kernel';
import { readOptions, targetOf } from '../areas/files.ts';
import { IMPORT_OPTIONS, IMPORT_USAGE, runImportCommand, someFiles } from '../import/import-command.ts';
import { importGrids } from '../import/import-grids.ts';
import { callersShapes } from '../import/shapes-file.ts';
import { type Command, CommandError } from './command.ts';

const USAGE = `wanmi import grids FILE... [--from TIME] [--target M2] [--no-check] [--json]

Imports unit grids from GeoJSON, CSV with well-known text (*.csv) or Shapefiles (*.shp): \`code\` of 15 digits, and where known \`areaM2\`, \`communityCode\`, \`areaClass\` (A, B or C;
default B), \`drawn\`, \`validFrom\`, \`managedFrom\`, \`landUse\`, \`remark\`. Their communities are imported before.

The files hold all grids of each community that they touch: a grid in force that they leave out ends. A code is never used
again: another shape needs a new code. The grids must be lawful, as "grid check" judges them.

  --from TIME      from when new grids hold and old ones end (RFC 3339, default now)
  --target M2      wanted area of a grid in m² (default 10000)
  --no-check       imports them even if they leave gaps or overlap
${IMPORT_USAGE}
`;

const TEXT = { type: 'string' } as const;
const OPTIONS = { from: TEXT, target: TEXT, 'no-check': { type: 'boolean' }, ...IMPORT_OPTIONS } as const;

/** `wanmi import grids`: unit grids. */
export const command: Command = {
  words: ['import', 'grids'],
  summary: 'import unit grids from GeoJSON, CSV or Shapefiles',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, OPTIONS);
    const at = timeOf(options.find('from'));
    const target = options.find('target');
    const check = options.has('no-check') ? false : target === undefined ? {} : { targetM2: targetOf(target) };
    const names = someFiles(options, 'files of unit grids');
    const files = await Promise.all(names.map((name) => callersShapes(name, context)));
    return runImportCommand(options, context, (db) => importGrids(db, { files, at, check }));
  },
};

function timeOf(text: string | undefined): Instant {
  if (text === undefined) return Date.now() as Instant;
  try {
    return instantOf(text);
  } catch {
    throw new CommandError(`--from is ${JSON.stringify(text)}, needs RFC 3339, as 2027-01-01T00:00:00+08:00`);
  }
}
