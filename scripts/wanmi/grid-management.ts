import { readPolygonFile, writePolygonFile } from '@wanmi/formats';
import {
  type ClassedCell,
  evaluationGrids,
  isGridCode,
  type ManagementGrid,
  type MultiPolygonRings,
  managementGrids,
  mergeShapes,
} from '@wanmi/grid';
import { onCallersFiles, readOptions, readText, writeText } from '../areas/files.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi grid management --grids FILE --out FILE [--evaluation-out FILE]

Groups unit grids into management grids (1 to 5 adjacent unit grids of one community and class) and these into evaluation
grids (the management grids of a street that have one class).

  --grids FILE           GeoJSON unit grids with "code" and, where known, "areaClass" (A, B or C; B)
  --out FILE             GeoJSON management grids: "code", "communityCode", "areaClass", "grids"
  --evaluation-out FILE  GeoJSON evaluation grids: "code", "areaClass", "managementGrids"
`;

const TEXT = { type: 'string' } as const;

/** `wanmi grid management`: management and evaluation grids from unit grids. */
export const command: Command = {
  words: ['grid', 'management'],
  summary: 'group unit grids into management and evaluation grids',
  usage: USAGE,
  run: (argv, context) => onCallersFiles(() => run(argv, context)),
};

async function run(argv: readonly string[], context: CommandContext): Promise<number> {
  const options = readOptions(argv, { grids: TEXT, out: TEXT, 'evaluation-out': TEXT });
  const [surplus] = options.files;
  if (surplus !== undefined) throw new CommandError(`"${surplus}" is not expected, needs --grids FILE`);
  const [file, out] = [options.get('grids'), options.get('out')];
  const cells = readCells(await readText(file, context), file);
  const management = managementGrids(cells);
  const evaluation = evaluationGrids(management);
  const shapes = new Map(cells.map(({ code, polygons }) => [code, polygons]));
  await writeText(out, managementText(management, shapes), context);
  const evaluationOut = options.find('evaluation-out');
  if (evaluationOut !== undefined) {
    const cellsOf = new Map(management.map((grid) => [grid.code, grid.cells]));
    const features = evaluation.map(({ managementGrids: of, ...properties }) => ({
      properties: { ...properties, managementGrids: of },
      polygons: union(
        of.flatMap((code) => cellsOf.get(code) ?? []),
        shapes,
      ),
    }));
    await writeText(evaluationOut, writePolygonFile(features), context);
  }
  context.err(
    `grouped: ${cells.length} unit grids in ${management.length} management and ${evaluation.length} evaluation grids`,
  );
  return 0;
}

function readCells(text: string, file: string): readonly ClassedCell[] {
  return readPolygonFile(text, file).features.map(({ index, properties, polygons }) => {
    const { code, areaClass = 'B' } = properties;
    if (!isGridCode(String(code))) {
      throw new CommandError(`feature ${index} of ${file} has code "${String(code)}", needs 15 digits`);
    }
    if (areaClass === 'A' || areaClass === 'B' || areaClass === 'C') return { code: String(code), polygons, areaClass };
    throw new CommandError(`feature ${index} of ${file} has areaClass ${JSON.stringify(areaClass)}, needs A, B or C`);
  });
}

type Shapes = ReadonlyMap<string, MultiPolygonRings>;

const union = (cells: readonly string[], shapes: Shapes): MultiPolygonRings =>
  mergeShapes(cells.map((cell) => shapes.get(cell) ?? []));

const managementText = (grids: readonly ManagementGrid[], shapes: Shapes): string =>
  writePolygonFile(
    grids.map(({ cells, ...properties }) => ({
      properties: { ...properties, grids: cells },
      polygons: union(cells, shapes),
    })),
  );
