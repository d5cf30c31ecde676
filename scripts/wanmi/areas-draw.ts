import { readAreaFile, readCsvFile } from '@wanmi/formats';
import { type Area, type Division, drawAreas, drawCommunities, isStreetCode, mendAreas } from '@wanmi/grid';
import { AREA_OPTIONS, AREA_USAGE, areaFieldsOf } from '../areas/area-fields.ts';
import { onCallersFiles, type ReadOptions, readOptions, readText, writeText } from '../areas/files.ts';
import { readPlans } from '../areas/read-plans.ts';
import { areasText } from '../areas/write-areas.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi areas draw --outline FILE --streets CSV --communities CSV --out FILE
wanmi areas draw --areas FILE (--communities CSV | --most-km2 N) [--mend] --out FILE

Draws what has no public borders. The first form draws streets and communities inside the outline of a district: streets
get areas in the proportion of those given, around their centres. The second draws communities inside streets whose
borders are known. The communities of a street get equal areas. Everything drawn says "drawn": true. The same files give
the same result to the last digit.

  --outline FILE      GeoJSON with one feature, or { "code", "name", "ring": [[lng, lat], ...] }
  --streets CSV       street_code,name,centre_lng,centre_lat,area_km2 (WGS 84, degrees)
  --areas FILE        GeoJSON with streets, and with their district unless its name is not needed
  --communities CSV   community_code,name (12 digits, the first 9 the street's)
  --most-km2 N        as many communities, numbered, as keep each below N km²
  --mend              parts streets that overlap: the lowest code keeps the ground, borders move by half a metre at most
  --out FILE          GeoJSON of the district, its streets and its communities
${AREA_USAGE}`;

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  ...{ outline: TEXT, streets: TEXT, areas: TEXT, communities: TEXT, 'most-km2': TEXT, out: TEXT },
  mend: { type: 'boolean' },
  ...AREA_OPTIONS,
} as const;

/** `wanmi areas draw`: streets and communities from centres and areas, or communities inside known streets. */
export const command: Command = {
  words: ['areas', 'draw'],
  summary: 'draw streets and communities where no borders are public',
  usage: USAGE,
  run: (argv, context) => onCallersFiles(() => draw(argv, context)),
};

async function draw(argv: readonly string[], context: CommandContext): Promise<number> {
  const options = readOptions(argv, OPTIONS);
  const [surplus] = options.files;
  if (surplus !== undefined) throw new CommandError(`"${surplus}" is not expected, needs options only`);
  const outFile = options.get('out');
  const areas =
    options.find('areas') === undefined ? await drawAll(options, context) : await drawInside(options, context);
  await writeText(outFile, areasText(areas), context);
  const count = (digits: number): number => areas.filter(({ code }) => code.length === digits).length;
  context.err(`drawn: 1 district, ${count(9)} streets, ${count(12)} communities -> ${outFile}\n`);
  return 0;
}

async function drawAll(options: ReadOptions, context: CommandContext): Promise<Area[]> {
  const named = async (name: string) => ({ file: options.get(name), text: await readText(options.get(name), context) });
  const [outline, plans] = readPlans(await named('outline'), await named('streets'), await named('communities'));
  return drawAreas(outline, plans);
}

async function drawInside(options: ReadOptions, context: CommandContext): Promise<Area[]> {
  const file = options.get('areas');
  const areas = readAreaFile(await readText(file, context), file, areaFieldsOf(options));
  const given = areas.filter(({ code }) => isStreetCode(code));
  const code = given[0]?.code.slice(0, 6) ?? '';
  const district = { code, name: areas.find((area) => area.code === code)?.name ?? code };
  const division = await divisionOf(options, context);
  return drawCommunities(district, options.has('mend') ? mended(given, context) : given, division);
}

function mended(streets: readonly Area[], { err }: CommandContext): readonly Area[] {
  const { areas, mendings } = mendAreas(streets);
  for (const { code, beforeM2, afterM2 } of mendings) {
    const lostM2 = Math.round(beforeM2 - afterM2);
    if (Math.abs(lostM2) > 0.001 * beforeM2) err(`mended: ${code} gave up ${lostM2} of ${Math.round(beforeM2)} m²\n`);
  }
  return areas;
}

async function divisionOf(options: ReadOptions, context: CommandContext): Promise<Division> {
  const [file, most] = [options.find('communities'), options.find('most-km2')];
  if ((file === undefined) === (most === undefined)) {
    throw new CommandError('communities are to be drawn: needs either --communities CSV or --most-km2 N');
  }
  if (file !== undefined) {
    const rows = readCsvFile(await readText(file, context), file, ['community_code', 'name']);
    return { communities: rows.map(({ community_code, name }) => ({ code: community_code, name })) };
  }
  const mostKm2 = Number(most);
  if (!(mostKm2 > 0)) throw new CommandError(`--most-km2 is ${JSON.stringify(most)}, needs a number above 0`);
  return { mostM2: mostKm2 * 1e6, nameOf: (street, sequence) => `${street.name} ${sequence}` };
}
