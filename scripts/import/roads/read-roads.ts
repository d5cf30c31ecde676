import type { imports } from '@wanmi/db';
import { distanceM } from '@wanmi/grid';
import type { Rejection, SourceFile } from '../outcome.ts';

type Row = imports.RoadRow;
type RoadsRead = { readonly read: number; readonly rows: readonly Row[]; readonly rejected: readonly Rejection[] };
type Plain = Readonly<Record<string, unknown>>;
type Report = (reason: string) => void;

const CLASSES: ReadonlyMap<string, Row['road_class']> = new Map<string, Row['road_class']>([
  ...(['model', 'standard', 'ordinary'] as const).map((one) => [one, one] as const),
  ...([
    ['示范', 'model'],
    ['达标', 'standard'],
    ['一般', 'ordinary'],
  ] as const),
]);
const CODE = /^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$/;

/** Reads road sections from a GeoJSON FeatureCollection of lines; every reason against every feature is told. */
export function readRoads({ name: file, text }: SourceFile, source: string): RoadsRead {
  const features = featuresOf(text);
  if (typeof features === 'string') return { read: 0, rows: [], rejected: [{ file, place: 'file', reason: features }] };
  const rejected: Rejection[] = [];
  const seen = new Map<string, string>();
  const rows = features.flatMap((feature, index): Row[] => {
    const place = `feature ${index}`;
    const before = rejected.length;
    const report: Report = (reason) => rejected.push({ file, place, reason });
    const row = rowOf(feature, source, report);
    const earlier = seen.get(row.section_code);
    if (earlier !== undefined) report(`code ${row.section_code} is that of ${earlier} too, needs to be unique`);
    seen.set(row.section_code, place);
    return rejected.length === before ? [row] : [];
  });
  return { read: features.length, rows, rejected };
}

function featuresOf(text: string): readonly unknown[] | string {
  try {
    const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (isPlain(root) && Array.isArray(root.features)) return root.features;
    return '"features" is missing, needs a FeatureCollection';
  } catch (cause) {
    return `it is not JSON (${cause instanceof Error ? cause.message : String(cause)})`;
  }
}

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function rowOf(feature: unknown, source: string, report: Report): Row {
  const { properties, geometry } = isPlain(feature) ? feature : {};
  const said = isPlain(properties) ? properties : {};
  const word = (field: string): string => {
    const value = said[field];
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  };
  const [code, roadName, classWord] = [word('code'), word('roadName') || word('name'), word('roadClass') || '一般'];
  const roadClass = CLASSES.get(classWord);
  if (!CODE.test(code)) report(`its code is ${JSON.stringify(code)}, needs 1 to 40 letters, digits, ".", "_" or "-"`);
  if (roadName === '') report('it has no name: "roadName" is empty, needs one');
  if (roadClass === undefined) report(`its roadClass is ${JSON.stringify(classWord)}, needs 示范, 达标 or 一般`);
  return {
    section_code: code,
    road_name: roadName,
    name: word('name') || roadName,
    road_class: roadClass ?? 'ordinary',
    geometry,
    length_m: lengthOf(geometry, report),
    drawn: said.drawn === true,
    source,
    remark: word('remark') || null,
  };
}

/** Whole metres, at least 1; 0 where the line cannot be read, which is told. */
function lengthOf(geometry: unknown, report: Report): number {
  const { type, coordinates } = isPlain(geometry) ? geometry : {};
  const lines: unknown = type === 'LineString' ? [coordinates] : type === 'MultiLineString' ? coordinates : undefined;
  if (!Array.isArray(lines) || lines.length === 0) {
    report(`its geometry is ${JSON.stringify(type ?? null)}, needs a LineString or MultiLineString`);
    return 0;
  }
  const lengths = lines.map((line) => lineLength(line, report));
  return Math.max(1, Math.round(lengths.reduce((sum, one) => sum + one, 0)));
}

function lineLength(line: unknown, report: Report): number {
  const positions: unknown[] = Array.isArray(line) ? line : [];
  const bad = positions.findIndex((position) => !isPosition(position));
  if (positions.length < 2) report(`a line has ${positions.length} positions, needs two or more`);
  if (bad !== -1) report(`position ${bad} of a line is ${JSON.stringify(positions[bad])}, needs degrees of WGS 84`);
  if (positions.length < 2 || bad !== -1) return 0;
  const points = positions.filter(isPosition);
  return points.slice(1).reduce((sum, to, i) => sum + distanceM(points[i] ?? to, to), 0);
}

const isPosition = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && Math.abs(Number(value[0])) <= 180 && Math.abs(Number(value[1])) <= 90;
