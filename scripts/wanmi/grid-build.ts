import { writerFor } from '@wanmi/formats';
import { type Area, type BuiltCommunity, type ExcusedPart, GridPlan } from '@wanmi/grid';
import { AREA_OPTIONS, AREA_USAGE, areaFieldsOf } from '../areas/area-fields.ts';
import { readAreaShapes, readGuides } from '../areas/build-order.ts';
import { cutAll } from '../areas/cut-all.ts';
import { onCallersFiles, type ReadOptions, readOptions } from '../areas/files.ts';
import { AREA_FIELDS, areaShape, encodingOf, GRID_FIELDS, gridShape } from '../areas/grid-fields.ts';
import { progressBar } from '../areas/progress-bar.ts';
import { ShapeFile } from '../areas/shape-file.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi grid build --areas FILE --out FILE [--areas-out FILE] [--within FILE] [--lines FILE] [--keep FILE]

Cuts every community into coded unit grids of about the target area, without gaps or overlaps. Files are GeoJSON, CSV
with a column of well-known text (*.csv), or Shapefiles (*.shp), by their endings; what is read may be packed by gzip.

  --areas FILE     areas with "code" (6, 9 or 12 digits) and "name"; communities are cut. "targetM2" of an area is the
                   wanted area of its grids, and of those of the areas inside it
  --out FILE       grids with "code" (15 digits), "areaM2" and "communityCode"
  --areas-out FILE the areas with borders that the grids fit exactly: check against these
  --target M2      wanted area of a grid in m² (default 10000)
  --within FILE    polygons of planning units: no grid lies in two of them
  --lines FILE     roads, rivers, walls: borders of grids follow them where sizes allow
  --keep FILE      polygons of buildings that no border enters
  --encoding E     of a Shapefile's table: utf-8 (default) or gbk
  --threads N      threads that cut (default one a core); the result is the same
  --json           what was built and which parts are excused, on stdout
${AREA_USAGE}

A community of more than 999 grids is refused: split it or enlarge the target, of all or of it alone. Parts too small or too
narrow for grids of ordinary size or shape are named. Small overlaps of areas are mended and named; larger ones are refused.`;

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  ...{ areas: TEXT, out: TEXT, 'areas-out': TEXT, target: TEXT, within: TEXT, lines: TEXT, keep: TEXT },
  ...{ encoding: TEXT, threads: TEXT },
  json: { type: 'boolean' },
  ...AREA_OPTIONS,
} as const;
/** Excused parts printed; `--json` has them all. */
const SHOWN = 20;

/** `wanmi grid build`: coded unit grids from communities. */
export const command: Command = {
  words: ['grid', 'build'],
  summary: 'cut communities into coded unit grids',
  usage: USAGE,
  run: (argv, context) => onCallersFiles(() => build(argv, context)),
};

type Built = { grids: number; communities: number; readonly excused: ExcusedPart[]; readonly areas: Area[] };

async function build(argv: readonly string[], context: CommandContext): Promise<number> {
  const options = readOptions(argv, OPTIONS);
  const [surplus] = options.files;
  if (surplus !== undefined) throw new CommandError(`"${surplus}" is not expected, needs --areas FILE`);
  const [areasFile, outFile, areasOut] = [options.get('areas'), options.get('out'), options.find('areas-out')];
  const [threads, encoding] = [threadsOf(options), encodingOf(options)];
  const guides = await readGuides(options, context);
  const plan = new GridPlan(await readAreaShapes(areasFile, areaFieldsOf(options), context), guides);
  for (const text of plan.mended) context.err(`mended: ${text}\n`);
  const members = { targetAreaM2: guides.targetM2 };
  const out = await ShapeFile.create(
    outFile,
    writerFor(outFile, { fields: GRID_FIELDS, members, ...encoding }),
    context,
  );
  const built: Built = { grids: 0, communities: 0, excused: [], areas: [] };
  try {
    const onBuilt = (one: BuiltCommunity): Promise<void> => takeBuilt(one, built, out);
    await cutAll(plan, { ...threads, onBuilt, onProgress: progressBar(context, ['cut', 'communities']) });
    if (areasOut !== undefined) {
      const writer = writerFor(areasOut, { fields: AREA_FIELDS, ...encoding });
      await writeAreas(await ShapeFile.create(areasOut, writer, context), [...plan.upperAreas(), ...built.areas]);
    }
    await out.close();
  } catch (error) {
    await out.abandon();
    throw error;
  }
  tell(options, built, context, outFile);
  return 0;
}

async function takeBuilt({ area, grids, excused }: BuiltCommunity, built: Built, out: ShapeFile): Promise<void> {
  built.communities += 1;
  built.grids += grids.length;
  built.excused.push(...excused);
  built.areas.push(area);
  for (const grid of grids) await out.add(gridShape(grid));
}

async function writeAreas(file: ShapeFile, areas: readonly Area[]): Promise<void> {
  for (const area of areas.toSorted((a, b) => (a.code < b.code ? -1 : 1))) await file.add(areaShape(area));
  await file.close();
}

function threadsOf(options: ReadOptions): { readonly threads?: number } {
  const text = options.find('threads');
  if (text === undefined) return {};
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 64) return { threads };
  throw new CommandError(`--threads is ${JSON.stringify(text)}, needs a whole number from 1 to 64`);
}

const REASONS: Readonly<Record<ExcusedPart['reason'], string>> = {
  'too-small': 'too small for a grid of ordinary size',
  'between-sizes': 'too large for one grid and too small for two',
  'too-thin': 'too narrow for compact grids',
  'not-cut': 'of a shape that could not be cut further',
};

function tell(
  options: ReadOptions,
  { grids, communities, excused }: Built,
  context: CommandContext,
  out: string,
): void {
  context.err(`built: ${grids} grids in ${communities} communities -> ${out}\n`);
  for (const { community, reason, areaM2, widthM, at } of excused.slice(0, SHOWN)) {
    const place = at.map((degrees) => degrees.toFixed(5)).join(', ');
    const size = `${Math.round(areaM2)} m², ${widthM} m wide on average`;
    context.err(`excused: part of ${community} at ${place} (${size}) is ${REASONS[reason]}\n`);
  }
  if (excused.length > SHOWN) context.err(`... and ${excused.length - SHOWN} more excused parts (--json has all)\n`);
  if (options.has('json')) context.out(`${JSON.stringify({ grids, communities, excused })}\n`);
}
