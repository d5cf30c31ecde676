import type { AreaCode } from '@wanmi/grid';
import type { DepartmentCode } from '@wanmi/kernel';

/** A unit that cases are dispatched to. */
export type Department = {
  /** A short slug, unique in the installation. */
  readonly code: DepartmentCode;
  readonly name: string;
  /** 统一社会信用代码, 18 characters. */
  readonly creditCode?: string;
  /** A slug of the organisation's own: `bureau`, `institution`, `street`, `enterprise`. */
  readonly kind: string;
  /** On a territorial unit (属地): the code prefix of what it answers for. */
  readonly area?: AreaCode;
  readonly active: boolean;
};

/** A department that answers for an area. */
export type TerritorialDepartment = Department & { readonly area: AreaCode };

/** A unit as a component record names it: a code of ours, a credit code, or only a name. */
export type UnitReference = { readonly code?: string; readonly name?: string };

/** Finds departments. Built once for a version of the organisation. */
export type DepartmentIndex = {
  readonly find: (code: string) => Department | undefined;
  /** By our code, by credit code, or by name; brackets and spaces may differ in width. */
  readonly findUnit: (unit: UnitReference) => Department | undefined;
  /** The active territorial unit of the smallest area around a grid, street or community. */
  readonly findTerritorial: (gridCode: string) => TerritorialDepartment | undefined;
};

/** Indexes departments by code, credit code, name and territory. */
export function indexDepartments(departments: readonly Department[]): DepartmentIndex {
  const byCode = new Map<string, Department>(departments.map((one) => [one.code, one]));
  const byCredit = new Map(departments.flatMap((one) => (one.creditCode ? [[one.creditCode, one] as const] : [])));
  const byName = new Map(departments.map((one) => [plainName(one.name), one]));
  const territorial = departments.filter(isTerritorial).filter(({ active }) => active);
  const byArea = new Map<string, TerritorialDepartment>(territorial.map((one) => [one.area, one]));
  return {
    find: (code) => byCode.get(code),
    findUnit: ({ code, name }) =>
      (code ? (byCode.get(code) ?? byCredit.get(code)) : undefined) ?? (name ? byName.get(plainName(name)) : undefined),
    findTerritorial: (gridCode) =>
      [15, 12, 9, 6]
        .filter((length) => length <= gridCode.length)
        .map((length) => byArea.get(gridCode.slice(0, length)))
        .find((one) => one !== undefined),
  };
}

const isTerritorial = (one: Department): one is TerritorialDepartment => one.area !== undefined;

/** NFKC makes （ and ( alike; names in registers differ in little else. */
const plainName = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
