import type { CompiledCalendar } from '@wanmi/calendar';
import type { AreaClass, Catalogue } from '@wanmi/catalogue';
import type { reference } from '@wanmi/db';
import type { AreaKeys, RoadIndex } from '@wanmi/gazetteer';
import type { CommunityCode, GridIndex } from '@wanmi/grid';
import type { DepartmentCode, DistrictCode, GridCode, Instant } from '@wanmi/kernel';
import type { Department, RoutingIndex } from '@wanmi/routing';
import type { WorkflowPolicy } from '@wanmi/workflow';
import type { ResponsibilityIndex, Responsible } from './responsibility.ts';

/** A unit grid without its geometry. */
export type GridInfo = {
  readonly code: GridCode;
  readonly communityCode: CommunityCode;
  readonly areaClass: AreaClass;
  readonly areaM2: number;
  /** Inside a border drawn for the purpose, not surveyed. */
  readonly drawn: boolean;
  readonly validFrom: Instant;
  readonly validTo: Instant | null;
  readonly managedFrom: Instant;
};

/** One version of all reference data in memory. Never changed: an import leads to a new one. */
export type Reference = {
  readonly versions: reference.ReferenceVersions;
  /** The grids in force when this was read. */
  readonly gridIndex: GridIndex;
  /** When a grid began or ended last: `gridIndex` holds from then until `changesAt`. */
  readonly gridsSince: Instant;
  /** Responsibility grids, from two days ago on. */
  readonly responsibility: ResponsibilityIndex;
  /** Who answers for a unit grid at an instant since `responsibility.since`; undefined when it is in no responsibility grid. */
  readonly responsibleAt: (gridCode: string, at: Instant) => Responsible | undefined;
  /** Grids of any time by code. */
  readonly gridOf: (code: string) => GridInfo | undefined;
  readonly areas: ReadonlyMap<string, reference.Area>;
  /** What people write before an address. */
  readonly areaKeys: AreaKeys;
  readonly districts: readonly DistrictCode[];
  /** Road sections of all times. */
  readonly roads: RoadIndex;
  readonly catalogue: Catalogue;
  /** All departments, the inactive ones included. */
  readonly departments: ReadonlyMap<DepartmentCode, Department>;
  readonly rules: RoutingIndex;
  readonly calendars: { readonly city: CompiledCalendar; readonly duty: CompiledCalendar };
  readonly policy: WorkflowPolicy;
  /** When a grid begins or ends and this has to be read anew; null when none will. */
  readonly changesAt: Instant | null;
};
