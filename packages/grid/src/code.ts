import type { Brand, DistrictCode, GridCode } from '@wanmi/kernel';

/** 9 digits: district and street. */
export type StreetCode = Brand<string, 'StreetCode'>;
/** 12 digits: district, street and community. */
export type CommunityCode = Brand<string, 'CommunityCode'>;
/** Any code of the hierarchy; the code of an area is a prefix of every code inside it. */
export type AreaCode = DistrictCode | StreetCode | CommunityCode | GridCode;
export type AreaLevel = 'district' | 'street' | 'community' | 'grid';

/** The greatest sequence number that fits the last three digits of a grid code. */
export const MAX_SEQUENCE = 999;

const LEVEL_OF_LENGTH: ReadonlyMap<number, AreaLevel> = new Map([
  [6, 'district'],
  [9, 'street'],
  [12, 'community'],
  [15, 'grid'],
]);

/** The level of a code by its length; undefined unless it is 6, 9, 12 or 15 digits and none of its parts is 000. */
export function levelOfCode(code: string): AreaLevel | undefined {
  const level = /^[1-9]\d+$/.test(code) ? LEVEL_OF_LENGTH.get(code.length) : undefined;
  if (level === undefined) return undefined;
  for (let end = 9; end <= code.length; end += 3) if (code.slice(end - 3, end) === '000') return undefined;
  return level;
}

export const isGridCode = (code: string): code is GridCode => levelOfCode(code) === 'grid';
export const isCommunityCode = (code: string): code is CommunityCode => levelOfCode(code) === 'community';
export const isStreetCode = (code: string): code is StreetCode => levelOfCode(code) === 'street';
export const isDistrictCode = (code: string): code is DistrictCode => levelOfCode(code) === 'district';
/** True for a code of any level. */
export const isAreaCode = (code: string): code is AreaCode => levelOfCode(code) !== undefined;

/** Reads a 15-digit grid code. Throws RangeError, naming what it got, for anything else. */
export function parseGridCode(text: string): GridCode {
  if (isGridCode(text)) return text;
  throw new RangeError(
    `cannot read grid code ${JSON.stringify(text)}: needs 15 digits, 6 district, 3 street, 3 community, 3 sequence, none of them 000`,
  );
}

/** Reads a code of any level. Throws RangeError, naming what it got, for anything else. */
export function parseAreaCode(text: string): AreaCode {
  if (isAreaCode(text)) return text;
  throw new RangeError(
    `cannot read area code ${JSON.stringify(text)}: needs 6, 9, 12 or 15 digits, no part of them 000`,
  );
}

export const districtOf = (code: AreaCode): DistrictCode => code.slice(0, 6) as DistrictCode;
/** The street of a community or grid. Undefined for a district. */
export const streetOf = (code: AreaCode): StreetCode | undefined =>
  code.length >= 9 ? (code.slice(0, 9) as StreetCode) : undefined;
/** The community of a grid. Undefined for a district or street. */
export const communityOf = (code: AreaCode): CommunityCode | undefined =>
  code.length >= 12 ? (code.slice(0, 12) as CommunityCode) : undefined;

/** True when `inner` is `outer` or lies inside it. */
export const isWithinArea = (inner: AreaCode, outer: AreaCode): boolean => inner.startsWith(outer);

/** Builds a grid code from its community and its number, 1 to 999. Throws RangeError outside that. */
export function gridCodeOf(community: CommunityCode, sequence: number): GridCode {
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > MAX_SEQUENCE) {
    throw new RangeError(
      `cannot number a grid of community ${community}: sequence ${sequence}, needs 1 to ${MAX_SEQUENCE}`,
    );
  }
  return `${community}${String(sequence).padStart(3, '0')}` as GridCode;
}
