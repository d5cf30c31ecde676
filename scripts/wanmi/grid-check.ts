import { type AreaFields, readAreaFile, readGridFile, readPolygonFile } from '@wanmi/formats';
import { type CommunityToCheck, checkGrids, type Fault, type GridReport, isCommunityCode } from '@wanmi/grid';
import { AREA_OPTIONS, AREA_USAGE, areaFieldsOf } from '../areas/area-fields.ts';
import { onCallersFiles, readOptions, readText, targetOf } from '../areas/files.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi grid check FILE --areas FILE [--json] [--target M2]

Judges whether unit grids are lawful: valid single polygons, lawful codes in order, inside their community, filling it
without gaps and overlaps, half to one and a half of the target in size. Exit code 0 only if they are, else 1.

  FILE             GeoJSON grids
  --areas FILE     GeoJSON areas, best those of "grid build --areas-out"; communities are judged
  --json           the report { ok, faults, figures } on stdout
  --target M2      wanted area of a grid in m² (default that of FILE, else 10000)
${AREA_USAGE}

Without codes geometry alone is judged: with --level community, areas without a code are taken as communities.`;

const TEXT = { type: 'string' } as const;
const OPTIONS = { areas: TEXT, target: TEXT, json: { type: 'boolean' }, ...AREA_OPTIONS } as const;
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
  const { grids, targetAreaM2 = 10_000 } = readGridFile(await readText(file, context), file);
  const target = options.find('target');
  const targetM2 = target === undefined ? targetAreaM2 : targetOf(target);
  const communities = readCommunities(await readText(areasFile, context), areasFile, areaFieldsOf(options));
  const report = checkGrids(grids, communities, targetM2);
  if (options.has('json')) context.out(`${JSON.stringify(report)}\n`);
  else for (const line of linesOf(report)) context.out(`${line}\n`);
  return report.ok ? 0 : 1;
}

function readCommunities(text: string, file: string, fields: AreaFields): CommunityToCheck[] {
  if (fields.level === 'community' && fields.codeField === undefined) {
    const { features } = readPolygonFile(text, file);
    if (features.every(({ properties }) => properties.code === undefined)) {
      return features.map(({ polygons }) => ({ polygons }));
    }
  }
  const communities = readAreaFile(text, file, fields).filter(({ code }) => isCommunityCode(code));
  if (communities.length > 0) return communities;
  throw new CommandError(`cannot check against ${file}: it has no communities, needs areas with codes of 12 digits`);
}

/** The verdict in one line, then the faults. */
function linesOf({ ok, faults, figures }: GridReport): string[] {
  const { grids, communities, gridAreaM2, compactness, gapM2, overlapM2 } = figures;
  const m2 = (value: number): string => value.toFixed(0);
  const what = `${grids} grids in ${communities} communities`;
  const sizes = `${m2(gridAreaM2.min)} to ${m2(gridAreaM2.max)} m² (p5 ${m2(gridAreaM2.p5)}, p95 ${m2(gridAreaM2.p95)})`;
  const shape = `compactness median ${compactness.median.toFixed(2)}, p5 ${compactness.p5.toFixed(2)}`;
  const cover = `gaps ${gapM2.toFixed(2)} m², overlaps ${overlapM2.toFixed(2)} m²`;
  const verdict = `${ok ? 'lawful' : `NOT lawful: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`}: ${what}, ${sizes}, ${shape}, ${cover}`;
  const hidden = faults.length > SHOWN ? [`... and ${faults.length - SHOWN} more (--json has all)`] : [];
  return [verdict, ...faults.slice(0, SHOWN).map(lineOf), ...hidden];
}

const lineOf = ({ kind, subject, text, at }: Fault): string =>
  `  ${kind} ${subject}: ${text}${at === undefined ? '' : ` at ${at.map((degrees) => degrees.toFixed(7)).join(', ')}`}`;
