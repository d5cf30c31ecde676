import { FormatError, type PolygonFeature, readPolygonFile } from '@wanmi/formats';
import { isCommunityCode, isGridCode, type MultiPolygonRings } from '@wanmi/grid';
import { accept, type Instant, instantOf, type Result, refuse } from '@wanmi/kernel';

/** A grid that begins. What is null is found out: the code issued, the rest inherited. */
export type NewGrid = {
  /** What messages call it: `feature 3`, `merge 1`. */
  readonly place: string;
  readonly code: string | null;
  readonly communityCode: string | null;
  /** Null for the union of `merges`. */
  readonly polygons: MultiPolygonRings | null;
  readonly merges: readonly string[];
  readonly areaClass: 'A' | 'B' | 'C' | null;
  readonly landUse: string | null;
  readonly remark: string | null;
};

/** Grids that end and begin together, and grids whose managed-from date is set. */
export type ChangeSet = {
  readonly reason: string;
  /** When it comes into force; null for at once. */
  readonly at: Instant | null;
  /** Wanted area of a grid in m²; null for the ordinary one. */
  readonly targetM2: number | null;
  readonly ends: readonly string[];
  readonly begins: readonly NewGrid[];
  readonly managed: { readonly codes: readonly string[]; readonly from: Instant } | null;
};

type Plain = Readonly<Record<string, unknown>>;
type Report = (field: string, problem: string) => void;

/** Where in a change set something is wrong, as a JSON pointer, and what. */
export type SetProblem = { readonly field: string; readonly problem: string };

const MEMBERS = ['type', 'crs', 'reason', 'at', 'targetM2', 'ends', 'merges', 'features', 'managed'];
const MOST = 2000;

/**
 * Reads a change set: a GeoJSON FeatureCollection whose features begin, with the members `reason`, `at` (RFC 3339),
 * `ends` (codes), `merges` (lists of codes that become one grid each), `managed` ({ codes, from }) and `targetM2`.
 * Properties of a feature, all optional: `code`, `communityCode`, `areaClass`, `landUse`, `remark`.
 */
export function readChangeSet(value: unknown): Result<ChangeSet, readonly SetProblem[]> {
  if (!isPlain(value)) return refuse([{ field: '', problem: 'is no object' }]);
  const problems: SetProblem[] = [];
  const report: Report = (field, problem) => void problems.push({ field, problem });
  for (const name of Object.keys(value)) if (!MEMBERS.includes(name)) report(`/${name}`, 'is not known');
  const merges = mergesOf(value.merges, report);
  const set: ChangeSet = {
    reason: textOf(value.reason, '/reason', 2000, report) ?? '',
    at: instantIn(value.at, '/at', report),
    targetM2: targetOf(value.targetM2, report),
    ends: [...new Set([...codesOf(value.ends, '/ends', report), ...merges.flatMap((one) => one.merges)])],
    begins: [...featuresOf(value, report), ...merges],
    managed: managedOf(value.managed, report),
  };
  if (value.reason === undefined) report('/reason', 'is missing, needs the words that the change log shows');
  if (set.ends.length + set.begins.length === 0 && set.managed === null) {
    report('', 'changes nothing, needs ends, merges, features or managed');
  }
  if (set.ends.length + set.begins.length > MOST) report('', `holds more than ${MOST} grids, needs several sets`);
  return problems.length > 0 ? refuse(problems) : accept(set);
}

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(value: unknown, field: string, most: number, report: Report): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && value.trim() !== '' && value.length <= most) return value;
  report(field, `needs text of 1 to ${most} characters`);
  return null;
}

function instantIn(value: unknown, field: string, report: Report): Instant | null {
  if (value === undefined || value === null) return null;
  try {
    return instantOf(String(value));
  } catch {
    report(field, 'needs RFC 3339 with an offset, as 2027-01-01T00:00:00+08:00');
    return null;
  }
}

function targetOf(value: unknown, report: Report): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && value > 0 && value <= 1e9) return value;
  report('/targetM2', 'needs square metres above 0');
  return null;
}

function codesOf(value: unknown, field: string, report: Report): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    report(field, 'needs a list of grid codes');
    return [];
  }
  const codes = value.map(String);
  codes.forEach((code, i) => {
    if (!isGridCode(code)) report(`${field}/${i}`, 'needs 15 digits, no part of them 000');
  });
  return codes;
}

function mergesOf(value: unknown, report: Report): readonly NewGrid[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    report('/merges', 'needs a list of lists of grid codes');
    return [];
  }
  return value.map((codes, i) => {
    const merges = codesOf(codes, `/merges/${i}`, report);
    if (merges.length < 2) report(`/merges/${i}`, 'needs two grids or more');
    const nothing = { code: null, polygons: null, areaClass: null, landUse: null, remark: null };
    return { ...nothing, place: `merge ${i}`, communityCode: merges[0]?.slice(0, 12) ?? null, merges };
  });
}

function managedOf(value: unknown, report: Report): ChangeSet['managed'] {
  if (value === undefined || value === null) return null;
  if (!isPlain(value)) {
    report('/managed', 'needs { codes, from }');
    return null;
  }
  const codes = codesOf(value.codes, '/managed/codes', report);
  if (codes.length === 0) report('/managed/codes', 'needs at least one grid');
  if (value.from === undefined) report('/managed/from', 'is missing');
  const from = instantIn(value.from, '/managed/from', report);
  return from === null ? null : { codes: [...new Set(codes)], from };
}

function featuresOf(value: Plain, report: Report): readonly NewGrid[] {
  const features = value.features ?? [];
  try {
    const file = readPolygonFile(JSON.stringify({ ...value, type: 'FeatureCollection', features }), 'the change set');
    return file.features.map((feature) => beginOf(feature, report));
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    report('/features', cause.message);
    return [];
  }
}

function beginOf({ index, properties, polygons }: PolygonFeature, report: Report): NewGrid {
  const at = (name: string): string => `/features/${index}/properties/${name}`;
  const { code = null, communityCode = null, areaClass = null } = properties;
  if (code !== null && !isGridCode(String(code))) report(at('code'), 'needs 15 digits, no part of them 000');
  if (communityCode !== null && !isCommunityCode(String(communityCode))) report(at('communityCode'), 'needs 12 digits');
  if (areaClass !== null && areaClass !== 'A' && areaClass !== 'B' && areaClass !== 'C') {
    report(at('areaClass'), 'needs A, B or C');
  }
  return {
    place: `feature ${index}`,
    code: code === null ? null : String(code),
    communityCode: communityCode === null ? (code === null ? null : String(code).slice(0, 12)) : String(communityCode),
    polygons,
    merges: [],
    areaClass: areaClass === 'A' || areaClass === 'B' || areaClass === 'C' ? areaClass : null,
    landUse: textOf(properties.landUse, at('landUse'), 200, report),
    remark: textOf(properties.remark, at('remark'), 2000, report),
  };
}
