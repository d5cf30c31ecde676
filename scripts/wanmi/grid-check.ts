import { type AreaFields, type AreaRecord, areaTaker, gridRecordOf } from '@wanmi/formats';
import {
  type CheckAgainst,
  type CommunityToCheck,
  checkGrids,
  type Fault,
  type GridReport,
  isCommunityCode,
} from '@wanmi/grid';
import { AREA_OPTIONS, AREA_USAGE, areaFieldsOf } from '../areas/area-fields.ts';
import { readShapes } from '../areas/build-order.ts';
import { onCallersFiles, type ReadOptions, readOptions, targetOf } from '../areas/files.ts';
import { readAllPolygons, shapeSource } from '../areas/shape-source.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi grid check FILE --areas FILE [--within FILE] [--keep FILE] [--json] [--target M2]

Judges whether unit grids are lawful, wherever they were made: valid single polygons, lawful codes in order, inside their
community, filling it without gaps and overlaps, half to one and a half of the target in size, no needles. Exit code 0
only if they are, else 1. Files are GeoJSON, CSV with well-known text (*.csv), or Shapefiles (*.shp).

  FILE             unit grids
  --areas FILE     areas, best those of "grid build --areas-out"; communities are judged, by their "targetM2" if they have one
  --within FILE    planning units: no grid may lie in two
  --keep FILE      buildings: no border between grids of one community may part one
  --json           the report { ok, faults, figures, aims, excused } on stdout
  --target M2      wanted area of a grid in m² (default that of FILE, else 10000)
${AREA_USAGE}

Without codes geometry alone is judged: with --level community, areas without a code are taken as communities. Aims say how
good lawful grids are: a missed aim is no fault.`;

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  ...{ areas: TEXT, target: TEXT, within: TEXT, keep: TEXT },
  json: { type: 'boolean' },
  ...AREA_OPTIONS,
} as const;
/** Faults printed; the rest is counted. `--json` has them all. */
const SHOWN = 20;

/** `wanmi grid check`: are these unit grids lawful? */
export const command: Command = {
  words: ['grid', 'check'],
  summary: 'judge unit grids: gaps, overlaps, codes, order, sizes',
  usage: USAGE,
  run: (argv, context) => onCallersFiles(() => check(argv, context)),
};

async function check(argv: readonly string[], context: CommandContext): Promise<number> {
  const options = readOptions(argv, OPTIONS);
  const [file, surplus] = options.files;
  if (file === undefined) throw new CommandError('no file given, needs FILE with unit grids');
  if (surplus !== undefined) throw new CommandError(`"${surplus}" is not expected, needs one FILE`);
  const areasFile = options.get('areas');
  const { features, members } = await readAllPolygons(shapeSource(file, context));
  const grids = features.map((feature) => gridRecordOf(feature));
  const stated = typeof members.targetAreaM2 === 'number' ? members.targetAreaM2 : 10_000;
  const target = options.find('target');
  const targetM2 = target === undefined ? stated : targetOf(target);
  const communities = await readCommunities(areasFile, areaFieldsOf(options), context);
  const report = checkGrids(grids, communities, targetM2, await readAgainst(options, context));
  if (options.has('json')) context.out(`${JSON.stringify(report)}\n`);
  else for (const line of linesOf(report)) context.out(`${line}\n`);
  return report.ok ? 0 : 1;
}

async function readAgainst(options: ReadOptions, context: CommandContext): Promise<CheckAgainst> {
  const [within, keep] = [options.find('within'), options.find('keep')];
  return {
    within: within === undefined ? undefined : await readShapes(within, context),
    keep: keep === undefined ? undefined : await readShapes(keep, context),
  };
}

async function readCommunities(file: string, fields: AreaFields, context: CommandContext): Promise<CommunityToCheck[]> {
  const { features } = await readAllPolygons(shapeSource(file, context));
  const isBare = fields.level === 'community' && fields.codeField === undefined;
  if (isBare && features.every(({ properties }) => properties.code === undefined)) {
    return features.map(({ polygons }) => ({ polygons }));
  }
  const areas = features.map(areaTaker(file, fields));
  const targets = targetsOf(areas);
  const communities = areas.filter(({ code }) => isCommunityCode(code));
  if (communities.length > 0) return communities.map((area) => ({ ...area, targetM2: targets(area.code) }));
  throw new CommandError(`cannot check against ${file}: it has no communities, needs areas with codes of 12 digits`);
}

/** A community's own target, else that of its street or district, if any says one. */
function targetsOf(areas: readonly AreaRecord[]): (code: string) => number | undefined {
  const own = new Map(areas.map(({ code, targetM2 }) => [code, targetM2]));
  return (code) => own.get(code) ?? own.get(code.slice(0, 9)) ?? own.get(code.slice(0, 6));
}

/** The verdict in one line, then the faults. */
function linesOf({ ok, faults, figures, aims, excused }: GridReport): string[] {
  const { grids, communities, gridAreaM2, compactness, gapM2, overlapM2 } = figures;
  const m2 = (value: number): string => value.toFixed(0);
  const what = `${grids} grids in ${communities} communities`;
  const sizes = `${m2(gridAreaM2.min)} to ${m2(gridAreaM2.max)} m² (p5 ${m2(gridAreaM2.p5)}, p95 ${m2(gridAreaM2.p95)})`;
  const shape = `compactness median ${compactness.median.toFixed(2)}, p5 ${compactness.p5.toFixed(2)}`;
  const cover = `gaps ${gapM2.toFixed(2)} m², overlaps ${overlapM2.toFixed(2)} m²`;
  const verdict = `${ok ? 'lawful' : `NOT lawful: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`}: ${what}, ${sizes}, ${shape}, ${cover}`;
  const hidden = faults.length > SHOWN ? [`... and ${faults.length - SHOWN} more (--json has all)`] : [];
  const missed = aims
    .filter(({ met }) => !met)
    .map(({ name, value, needs }) => `  aim missed: ${name} is ${value.toFixed(3)}, needs ${needs}`);
  const spared = excused.length === 0 ? [] : [`  excused: ${excusedLine(excused)}`];
  return [verdict, ...faults.slice(0, SHOWN).map(lineOf), ...hidden, ...missed, ...spared];
}

function excusedLine(excused: GridReport['excused']): string {
  const shown = excused
    .slice(0, SHOWN)
    .map(({ community, reason, areaM2 }) => `${community} ${reason} (${Math.round(areaM2)} m²)`);
  const more = excused.length > SHOWN ? [`... and ${excused.length - SHOWN} more (--json has all)`] : [];
  return [...shown, ...more].join(', ');
}

const lineOf = ({ kind, subject, text, at }: Fault): string =>
  `  ${kind} ${subject}: ${text}${at === undefined ? '' : ` at ${at.map((degrees) => degrees.toFixed(7)).join(', ')}`}`;
