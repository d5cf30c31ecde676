export type { Brand, CaseId, ClassCode, DepartmentCode, DistrictCode, GridCode, UserId } from './ids.ts';
export { DAY_MS, HOUR_MS, type Instant, instantOf, isoOf, MINUTE_MS, type WorkDate } from './instant.ts';
export { accept, assertNever, type Refused, type Result, refuse } from './result.ts';
