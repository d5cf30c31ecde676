import { readAreaFile } from '@wanmi/formats';
import { buildGrids } from '@wanmi/grid';
import { AREA_OPTIONS, AREA_USAGE, areaFieldsOf } from '../areas/area-fields.ts';
import { onCallersFiles, readOptions, readText, targetOf, writeText } from '../areas/files.ts';
import { areasText, gridsText } from '../areas/write-areas.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi grid build --areas FILE --out FILE [--areas-out FILE] [--target 10000]

Cuts every community into coded unit grids of about the target area, without gaps or overlaps.

  --areas FILE     GeoJSON areas with "code" (6, 9 or 12 digits) and "name"; communities are cut
  --out FILE       GeoJSON grids with "code" (15 digits), "areaM2" and "communityCode"
  --areas-out FILE the areas with borders that the grids fit exactly: check against these
  --target M2      wanted area of a grid in m² (default 10000)
${AREA_USAGE}

A community of more than 999 grids is refused: split it or enlarge the target.`;

const TEXT = { type: 'string' } as const;
const OPTIONS = { areas: TEXT, out: TEXT, 'areas-out': TEXT, target: TEXT, ...AREA_OPTIONS };

/** `wanmi grid build`: coded unit grids from communities. */
export const command: Command = {
  words: ['grid', 'build'],
  summary: 'cut communities into coded unit grids',
  usage: USAGE,
  run: (argv, context) => onCallersFiles(() => build(argv, context)),
};

async function build(argv: readonly string[], context: CommandContext): Promise<number> {
  const options = readOptions(argv, OPTIONS);
  const [surplus] = options.files;
  if (surplus !== undefined) throw new CommandError(`"${surplus}" is not expected, needs --areas FILE`);
  const [areasFile, outFile, areasOut] = [options.get('areas'), options.get('out'), options.find('areas-out')];
  const targetM2 = targetOf(options.find('target') ?? '10000');
  const areas = readAreaFile(await readText(areasFile, context), areasFile, areaFieldsOf(options));
  const built = buildGrids(areas, { targetM2, onCommunity: progress(context) });
  await writeText(outFile, gridsText(built.grids, targetM2), context);
  if (areasOut !== undefined) await writeText(areasOut, areasText(built.areas), context);
  const communities = new Set(built.grids.map(({ communityCode }) => communityCode)).size;
  context.err(`built: ${built.grids.length} grids in ${communities} communities -> ${outFile}\n`);
  for (const code of built.uncut) {
    context.err(`warning: community ${code} has grids larger than wanted, its shape could not be cut further\n`);
  }
  return 0;
}

/** Says how far the work is at every tenth of the communities. */
const progress =
  ({ err }: CommandContext) =>
  (done: number, total: number): void => {
    const tenths = (count: number): number => Math.floor((10 * count) / total);
    if (tenths(done) > tenths(done - 1)) err(`cut ${done} of ${total} communities\n`);
  };
