import type { responsibility } from '@wanmi/db';
import { readGridFile, readPolygonFile } from '@wanmi/formats';
import { isAreaCode, isGridCode } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';
import { onCallersFiles, type ReadOptions, readOptions, readText, writeText } from '../areas/files.ts';
import { onDatabase } from '../import/import-command.ts';
import { groupsText, readGroups, readWeights } from '../responsibility/group-file.ts';
import { type GroupOrder, type GroupReport, groupGrids } from '../responsibility/group-grids.ts';
import { readSizes } from '../responsibility/read-sizes.ts';
import { applyGroups, readStoredGrids, type Weighing } from '../responsibility/stored-groups.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi grid responsibility --grids FILE --out FILE [--areas FILE] [--size 10-16] [--from FILE]
wanmi grid responsibility --area CODE [--apply] [--out FILE] [--weight cases] [--from FILE|database]

Groups unit grids into responsibility grids: connected, inside one street, of 10 to 16 unit grids, of about equal weight and
compact; from a file, or without --grids from the instance's database.

  --grids FILE     GeoJSON unit grids with "code"
  --areas FILE     GeoJSON areas: names of streets, and sizes where an area has "responsibilitySize": "20-30"
  --out FILE       GeoJSON responsibility grids: "code", "name", "areaCode", "weight", "areaM2", "grids"
  --size RANGES    unit grids in a group, with those of areas behind it: 10-16,110101002=20-30
  --within AREA    "street" (default) or "community": whose border no group crosses
  --weight WHAT    "equal" (default); of the database also "components" or "cases"
  --weights FILE   CSV grid_code,weight in place of it
  --from OLD       goes on from these responsibility grids (GeoJSON, or CSV as "import responsibility-grids" takes it; or the
                   word "database") and moves as few unit grids as it can
  --tolerance PC   with --from: percent by which a weight may be off the mean before grids move for it (default: never mind)
  --area CODE      of the database only this district, street or community (default: all)
  --apply          stores the groups, and the sizes given as settings of their areas
  --assign         with --apply: gives the inspectors of each shift in turns to groups that nobody answers for
  --json           the report on stdout

Streets that cannot be parted into lawful sizes are named. Exit code 0 when every other group is lawful, else 1.`;

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ grids: TEXT, areas: TEXT, out: TEXT, size: TEXT, within: TEXT, weight: TEXT, weights: TEXT, from: TEXT },
  ...{ tolerance: TEXT, area: TEXT, apply: FLAG, assign: FLAG, json: FLAG },
} as const;

/** `wanmi grid responsibility`: responsibility grids from unit grids. */
export const command: Command = {
  words: ['grid', 'responsibility'],
  summary: 'group unit grids into responsibility grids',
  usage: USAGE,
  run: (argv, context) => onCallersFiles(() => run(readOptions(argv, OPTIONS), context)),
};

async function run(options: ReadOptions, context: CommandContext): Promise<number> {
  const [surplus] = options.files;
  if (surplus !== undefined) throw new CommandError(`"${surplus}" is not expected, needs --grids FILE`);
  if (options.find('grids') === undefined) return onStored(options, context);
  for (const name of ['apply', 'assign']) {
    if (options.has(name)) throw new CommandError(`--${name} is for grids of the database, needs no --grids`);
  }
  const order = await orderOfFiles(options, context);
  const { groups, report } = groupGrids(order);
  await writeText(options.get('out'), groupsText(groups), context);
  return tell(report, options, context);
}

async function orderOfFiles(options: ReadOptions, context: CommandContext): Promise<GroupOrder> {
  const gridsFile = options.get('grids');
  const { grids } = readGridFile(await readText(gridsFile, context), gridsFile);
  const areasFile = options.find('areas');
  const areas = areasFile === undefined ? [] : readPolygonFile(await readText(areasFile, context), areasFile).features;
  const weights = await weightsOf(options, context);
  if (options.find('weight') !== undefined && options.get('weight') !== 'equal') {
    throw new CommandError('--weight of a file can only be equal, needs --weights FILE');
  }
  const sizesOfAreas = areas.flatMap(({ properties: { code, responsibilitySize } }) =>
    typeof responsibilitySize === 'string' ? [`${String(code)}=${responsibilitySize}`] : [],
  );
  return {
    ...(await shared(options, context)),
    cells: grids.map(({ code = '', polygons, index }) => {
      if (!isGridCode(code))
        throw new CommandError(`feature ${index} of ${gridsFile} has code "${code}", needs 15 digits`);
      return { code, polygons, weight: weights?.get(code) ?? (weights === undefined ? 1 : 0) };
    }),
    sizes: readSizes([...sizesOfAreas, ...(options.find('size')?.split(',') ?? [])]),
    streetNames: new Map(areas.map(({ properties }) => [String(properties.code), String(properties.name ?? '')])),
    used: [],
  };
}

async function onStored(options: ReadOptions, context: CommandContext): Promise<number> {
  const within = options.find('area') ?? '';
  if (within !== '' && (!isAreaCode(within) || within.length > 12)) {
    throw new CommandError(`--area is "${within}", needs a district, street or community`);
  }
  const given = readSizes(options.find('size')?.split(',') ?? []);
  const weights = await weightsOf(options, context);
  const basics = await shared(options, context);
  return onDatabase(context, async (db) => {
    const at = Date.now() as Instant;
    const stored = await readStoredGrids(db, { within, weight: weighingOf(options), at });
    const inside = stored.cells.filter(({ code }) => code.startsWith(within));
    const cells = inside.map((cell) =>
      weights === undefined ? cell : { ...cell, weight: weights.get(cell.code) ?? 0 },
    );
    const old =
      options.find('from') === 'database'
        ? stored.groups.filter(({ areaCode }) => areaCode.startsWith(within))
        : basics.old;
    const sizes = [...stored.sizes.filter(({ area }) => !given.some((one) => one.area === area)), ...given];
    const { groups, report } = groupGrids({ ...stored, ...basics, old, cells, sizes });
    const out = options.find('out');
    if (out !== undefined) await writeText(out, groupsText(groups), context);
    if (options.has('apply')) {
      if (within.length === 12) throw new CommandError('--apply needs whole streets, a district or everything');
      const assignFrom = options.has('assign') ? { assignFrom: new Date(at).toISOString().slice(0, 10) } : {};
      const settings: readonly responsibility.SizeSetting[] = given.filter(({ area }) => area !== '');
      const done = await applyGroups(db, groups, { at, areas: [within], settings, ...assignFrom });
      context.err(
        `stored: ${done.added} added, ${done.ended} ended, ${done.moved} unit grids moved, ${done.assigned} assigned`,
      );
    }
    return tell(report, options, context);
  });
}

async function shared(options: ReadOptions, context: CommandContext) {
  const within = options.find('within') ?? 'street';
  if (within !== 'street' && within !== 'community') {
    throw new CommandError(`--within is "${within}", needs street or community`);
  }
  const from = options.find('from');
  const percent = Number(options.find('tolerance') ?? 'NaN');
  if (options.find('tolerance') !== undefined && !(percent >= 0))
    throw new CommandError('--tolerance needs percent, as 25');
  return {
    within: within as 'street' | 'community',
    old: from === undefined || from === 'database' ? [] : readGroups(await readText(from, context), from),
    tolerance: Number.isNaN(percent) ? null : percent / 100,
  };
}

function weighingOf(options: ReadOptions): Weighing {
  const weight = options.find('weight') ?? 'equal';
  if (weight === 'equal' || weight === 'components' || weight === 'cases') return weight;
  throw new CommandError(`--weight is "${weight}", needs equal, components or cases`);
}

async function weightsOf(options: ReadOptions, context: CommandContext) {
  const file = options.find('weights');
  return file === undefined ? undefined : readWeights(await readText(file, context), file);
}

function tell(report: GroupReport, options: ReadOptions, context: CommandContext): number {
  const { groups, cells, shareInRange, cellsPerGroup, weight, weightVariation, compactness, moved, excuses, faults } =
    report;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const lines = [
    `${groups} responsibility grids of ${cells} unit grids, ${cellsPerGroup.min} to ${cellsPerGroup.max} each, ${percent(shareInRange)} in range`,
    `weight ${weight.min} to ${weight.max}, off the mean of the street by ${percent(weightVariation.mean)} (most ${percent(weightVariation.most)}); compactness median ${compactness.median.toFixed(2)}, p5 ${compactness.p5.toFixed(2)}; ${moved.length} unit grids moved`,
    ...excuses.map(({ scope, text }) => `excused: ${scope}: ${text}`),
    ...faults.map(({ kind, subject, text }) => `fault: ${kind} ${subject}: ${text}`),
  ];
  if (options.has('json')) context.out(JSON.stringify(report));
  else for (const line of lines) context.out(line);
  return faults.length > 0 ? 1 : 0;
}
