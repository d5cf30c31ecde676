import type { CatalogueKind } from '@wanmi/catalogue';
import type { AreaCode } from '@wanmi/grid';
import type { DepartmentCode, WorkDate } from '@wanmi/kernel';
import type { ClassLevel, RankKey } from './match-rule.ts';
import type { ComponentRole } from './question.ts';
import type { DayWindow, Principle } from './rule.ts';

/** Why nobody could be named without a person. */
export type UndecidedReason = 'no-rule' | 'tie' | 'inactive-department' | 'inactive-arbitrated-department';

/** A proposal for the dispatcher, the best first. */
export type Candidate =
  | { readonly department: DepartmentCode; readonly because: 'rule'; readonly rule: string }
  | { readonly department: DepartmentCode; readonly because: 'territorial'; readonly area: AreaCode };

/** What came out. */
export type Conclusion =
  | {
      readonly outcome: 'decided';
      readonly department: DepartmentCode;
      readonly assisting: readonly DepartmentCode[];
      /** Informed, without a task: the other active units on a component's record. */
      readonly told: readonly DepartmentCode[];
    }
  | { readonly outcome: 'undecided'; readonly reason: UndecidedReason; readonly candidates: readonly Candidate[] };

/** A rule that matched, as it read then: rules may change, the explanation may not. */
export type AppliedRule = {
  readonly rule: string;
  readonly principle: Principle;
  readonly level: ClassLevel;
  readonly area?: AreaCode;
  readonly polygon?: true;
  readonly channel?: string;
  readonly hours?: DayWindow;
  readonly department: DepartmentCode;
  readonly assisting: readonly DepartmentCode[];
  readonly source: string;
};

/** What became of one unit on a component's record. */
export type UnitStanding = {
  readonly role: ComponentRole;
  readonly unit: string;
  readonly department?: DepartmentCode;
  readonly standing: 'lead' | 'told' | 'inactive' | 'unknown';
};

/** One step of the reasoning, as data. */
export type ExplanationStep =
  | {
      readonly step: 'arbitrated';
      readonly department: DepartmentCode;
      readonly reference: string;
      readonly active: boolean;
    }
  | { readonly step: 'component'; readonly componentId: string; readonly units: readonly UnitStanding[] }
  | {
      readonly step: 'rules';
      /** The best first; `more` counts those left off the list. */
      readonly applied: readonly AppliedRule[];
      readonly more: number;
      /** Rules with a polygon that a report without a position leaves open. */
      readonly unjudged: readonly string[];
    }
  | { readonly step: 'won'; readonly rule: string; readonly by: RankKey; readonly over: string }
  | { readonly step: 'won'; readonly rule: string; readonly by: 'only' | 'agreement' }
  | { readonly step: 'tied'; readonly rules: readonly string[] }
  | { readonly step: 'inactive'; readonly rule: string; readonly department: DepartmentCode }
  | { readonly step: 'assisting-dropped'; readonly departments: readonly DepartmentCode[] }
  | { readonly step: 'territorial'; readonly department: DepartmentCode; readonly area: AreaCode };

/** Why a case goes where it goes. Plain JSON, stored with the case. */
export type Explanation = {
  readonly rulesVersion: string;
  readonly asked: {
    readonly edition: string;
    readonly kind: CatalogueKind;
    readonly classCode: string;
    readonly conditionId?: string;
    readonly gridCode: string;
    readonly channel?: string;
    readonly date: WorkDate;
    readonly minuteOfDay: number;
  };
  readonly steps: readonly ExplanationStep[];
  readonly conclusion: Conclusion;
  /** Names of the departments at that time, by code. */
  readonly names: Readonly<Record<string, string>>;
};
