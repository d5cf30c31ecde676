import type { CatalogueKind } from '@wanmi/catalogue';
import type { LngLat } from '@wanmi/grid';
import type { DepartmentCode, WorkDate } from '@wanmi/kernel';
import type { UnitReference } from './department.ts';

/** The units on a component's record, in the order in which they answer. */
export const COMPONENT_ROLES = ['maintainer', 'owner', 'competent'] as const;
export type ComponentRole = (typeof COMPONENT_ROLES)[number];

/** What a component's own record says of responsibility. */
export type ComponentRecord = { readonly id: string } & { readonly [role in ComponentRole]?: UnitReference };

/** A supervisor's binding decision on one case. */
export type Arbitration = {
  readonly department: DepartmentCode;
  readonly assisting?: readonly DepartmentCode[];
  /** What proves it: a note, minutes, an event id. */
  readonly reference: string;
};

/** One case as routing sees it. The caller gathers the facts; local date and minute are in the city's zone. */
export type Question = {
  readonly edition: string;
  readonly kind: CatalogueKind;
  readonly classCode: string;
  readonly conditionId?: string;
  /** A grid code, or the code of the smallest area known. */
  readonly gridCode: string;
  /** WGS 84. Without it a rule with a polygon cannot be judged and does not apply. */
  readonly position?: LngLat;
  readonly channel?: string;
  readonly date: WorkDate;
  /** 0–1439. */
  readonly minuteOfDay: number;
  readonly component?: ComponentRecord;
  readonly arbitration?: Arbitration;
};
