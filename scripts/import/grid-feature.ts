import type { imports } from '@wanmi/db';
import type { PolygonFeature } from '@wanmi/formats';
import { areaOfAllM2, communityOf, isGridCode } from '@wanmi/grid';
import { type Instant, instantOf, isoOf } from '@wanmi/kernel';
import { geometryOf } from './geometry.ts';
import type { Rejection } from './outcome.ts';

/** What a grid is checked against. `seen` holds the codes so far and where they stood. */
export type GridFacts = {
  readonly communities: ReadonlyMap<string, { readonly drawn: boolean }>;
  readonly at: Instant;
  readonly seen: Map<string, string>;
};

/** A grid of a file, as it would be stored, and which dates the file states itself. */
export type NewGrid = {
  readonly row: imports.GridRow;
  readonly states: { readonly validFrom: boolean; readonly managedFrom: boolean };
  readonly file: string;
  readonly place: string;
};

type Report = (reason: string) => void;

/** Stated areas may differ from the computed one by this share: other ellipsoids, rounding to whole m². */
const AREA_TOLERANCE = 0.01;

/**
 * Reads one feature as a unit grid. Properties: `code`, `areaM2`, `communityCode` (the first 12 digits of the code),
 * `areaClass` (A, B or C; B), `drawn` (as its community), `validFrom`, `managedFrom` (RFC 3339), `landUse`, `remark`.
 */
export function gridOf(
  feature: PolygonFeature,
  file: string,
  facts: GridFacts,
): { readonly grid?: NewGrid; readonly rejected: readonly Rejection[] } {
  const place = `feature ${feature.index}`;
  const rejected: Rejection[] = [];
  const report: Report = (reason) => rejected.push({ file, place, reason });
  const { properties, polygons } = feature;
  const code = String(properties.code ?? '');
  const community = codesOf(code, properties.communityCode, facts, report);
  const earlier = facts.seen.get(code);
  if (earlier !== undefined) report(`code ${code} is that of ${earlier} too, needs to be unique`);
  facts.seen.set(code, `${place} of ${file}`);
  const validFrom = timeOf(properties.validFrom, 'validFrom', report);
  const managedFrom = timeOf(properties.managedFrom, 'managedFrom', report);
  const row: imports.GridRow = {
    code,
    community_code: code.slice(0, 12),
    area_m2: areaOf(properties.areaM2, areaOfAllM2(polygons), report),
    area_class: classOf(properties.areaClass, report),
    geometry: geometryOf(polygons),
    drawn: typeof properties.drawn === 'boolean' ? properties.drawn : (community?.drawn ?? false),
    valid_from: isoOf(validFrom ?? facts.at),
    managed_from: isoOf(managedFrom ?? validFrom ?? facts.at),
    land_use: textOf(properties.landUse, 'landUse', report),
    remark: textOf(properties.remark, 'remark', report),
  };
  if (rejected.length > 0) return { rejected };
  const states = { validFrom: validFrom !== undefined, managedFrom: managedFrom !== undefined };
  return { grid: { row, states, file, place }, rejected };
}

function codesOf(code: string, stated: unknown, { communities }: GridFacts, report: Report) {
  if (!isGridCode(code)) {
    report(`code is ${JSON.stringify(code)}, needs 15 digits, no part of them 000`);
    return undefined;
  }
  const own = communityOf(code) ?? '';
  if (stated !== undefined && String(stated) !== own)
    report(`communityCode is ${stated}, needs ${own} for grid ${code}`);
  const community = communities.get(own);
  if (community === undefined) report(`grid ${code} lies in community ${own}, which is not imported`);
  return community;
}

function areaOf(stated: unknown, computed: number, report: Report): number {
  const rounded = Math.round(computed * 10_000) / 10_000;
  if (!(computed > 0)) report(`its polygon has an area of ${computed} m², needs more`);
  if (stated === undefined) return rounded;
  if (typeof stated === 'number' && Math.abs(stated - computed) <= computed * AREA_TOLERANCE) return stated;
  report(`areaM2 is ${JSON.stringify(stated)}, needs about ${Math.round(computed)}, which its polygon has`);
  return rounded;
}

function classOf(value: unknown, report: Report): imports.GridRow['area_class'] {
  if (value === undefined || value === null) return 'B';
  if (value === 'A' || value === 'B' || value === 'C') return value;
  report(`areaClass is ${JSON.stringify(value)}, needs A, B or C`);
  return 'B';
}

function timeOf(value: unknown, name: string, report: Report): Instant | undefined {
  if (value === undefined || value === null) return undefined;
  try {
    return instantOf(String(value));
  } catch {
    report(`${name} is ${JSON.stringify(value)}, needs RFC 3339 with an offset, as 2026-01-01T00:00:00+08:00`);
    return undefined;
  }
}

function textOf(value: unknown, name: string, report: Report): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  report(`${name} is ${JSON.stringify(value)}, needs text`);
  return null;
}
