import type { CatalogueKind } from '@wanmi/catalogue';
import type { AreaCode, MultiPolygonRings } from '@wanmi/grid';
import type { DepartmentCode, WorkDate } from '@wanmi/kernel';

/** The four principles, the strongest first: 法律法规, 市有关规定, 职能就近, 区领导意见. */
export const PRINCIPLES = ['law', 'city-rule', 'nearest-function', 'district-leaders'] as const;
export type Principle = (typeof PRINCIPLES)[number];

/**
 * Local minutes of the day, from 0 to 1440, half-open. `from` above `to` runs past midnight: 20:00–06:00 holds at 20:00 and
 * not at 06:00.
 */
export type DayWindow = { readonly fromMinute: number; readonly toMinute: number };

/** Who answers for what. Everything that is absent matches all. */
export type Rule = {
  readonly id: string;
  readonly principle: Principle;
  /** The edition that `classes` belong to; present when there are any. */
  readonly edition?: string;
  readonly kind?: CatalogueKind;
  /** Class codes or major codes; empty for every class. */
  readonly classes: readonly string[];
  readonly conditionId?: string;
  /** Prefix of the grid codes where the rule holds. */
  readonly area?: AreaCode;
  /** WGS 84. The border belongs to it. With `area`, both must hold. */
  readonly polygon?: MultiPolygonRings;
  readonly channel?: string;
  readonly hours?: DayWindow;
  /** Local dates, half-open: in force on `validFrom`, no longer on `validTo`. */
  readonly validFrom: WorkDate;
  readonly validTo?: WorkDate;
  readonly department: DepartmentCode;
  readonly assisting: readonly DepartmentCode[];
  /** Where the rule comes from: a statute, a notice, minutes of a meeting. */
  readonly source: string;
  readonly note: string;
};
