/** A value of type T that only a checked constructor may produce. */
declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Opaque to clients; carries district and month: `110101-202611-0f3k…`. */
export type CaseId = Brand<string, 'CaseId'>;
/** 15 digits: 6 district, 3 street, 3 community, 3 sequence. Prefixes of 6, 9 and 12 digits are areas. */
export type GridCode = Brand<string, 'GridCode'>;
/** 6 digits by GB/T 2260. */
export type DistrictCode = Brand<string, 'DistrictCode'>;
/** A short slug, unique in one installation: `urban-management`, `street-110101001`. */
export type DepartmentCode = Brand<string, 'DepartmentCode'>;
export type UserId = Brand<string, 'UserId'>;
/** Major and minor code of a component or matter class; its length belongs to the edition. */
export type ClassCode = Brand<string, 'ClassCode'>;
