import type { ClassCode, DepartmentCode } from '@wanmi/kernel';
import type { CatalogueKind } from './edition.ts';

/** The six units of limits, in the order of the docs. What they mean in time is the calendar's business. */
export const LIMIT_UNITS = [
  'urgent_working_hour',
  'working_hour',
  'working_day',
  'natural_day',
  'natural_hour',
  'natural_minute',
] as const;

export type LimitUnit = (typeof LIMIT_UNITS)[number];

/** A span allowed for handling. Day units hold whole numbers. */
export type Limit = { readonly value: number; readonly unit: LimitUnit };

/** Management class of the place: core, general, other. */
export type AreaClass = 'A' | 'B' | 'C';

/** One rung of a staged limit: stop the building, fine it, remove it. */
export type LimitStep = {
  /** The ladder that the step belongs to, unique in its class. */
  readonly ladder: string;
  /** From 1. */
  readonly order: number;
  readonly name: string;
};

/** When a case of a class is filed (立案条件), when it may be closed (结案条件), and the time between. */
export type FilingCondition = {
  /** Unique in the catalogue. */
  readonly id: string;
  readonly edition: string;
  readonly kind: CatalogueKind;
  readonly classCode: ClassCode;
  readonly text: string;
  readonly closing: string;
  readonly limits: Readonly<Record<AreaClass, Limit>>;
  readonly defaultDepartment?: DepartmentCode;
  readonly step?: LimitStep;
  /** True for the condition that holds when a report names none: a project default, nobody's norm. */
  readonly isDefault: boolean;
  /** True for a limit whose place is not known: shown as an example, never applied by itself. */
  readonly example?: true;
  /** The place where it holds, or the origin of a default. */
  readonly scope: string;
  readonly source: string;
};
