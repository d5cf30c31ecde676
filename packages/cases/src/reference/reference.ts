import type { CompiledCalendar } from '@wanmi/calendar';
import type { AreaClass, Catalogue } from '@wanmi/catalogue';
import type { reference } from '@wanmi/db';
import type { CommunityCode, GridIndex } from '@wanmi/grid';
import type { DepartmentCode, DistrictCode, GridCode, Instant } from '@wanmi/kernel';
import type { Department, RoutingIndex } from '@wanmi/routing';
import type { WorkflowPolicy } from '@wanmi/workflow';

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
  /** Grids of any time by code. */
  readonly gridOf: (code: string) => GridInfo | undefined;
  readonly areas: ReadonlyMap<string, reference.Area>;
  readonly districts: readonly DistrictCode[];
  readonly catalogue: Catalogue;
  /** All departments, the inactive ones included. */
  readonly departments: ReadonlyMap<DepartmentCode, Department>;
  readonly rules: RoutingIndex;
  readonly calendars: { readonly city: CompiledCalendar; readonly duty: CompiledCalendar };
  readonly policy: WorkflowPolicy;
  /** When a grid begins or ends and this has to be read anew; null when none will. */
  readonly changesAt: Instant | null;
};
