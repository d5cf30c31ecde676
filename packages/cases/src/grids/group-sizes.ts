import type { responsibility } from '@wanmi/db';
import type { GroupSize } from '@wanmi/grid';

/** Unit grids of a responsibility grid where no setting says otherwise. */
export const ORDINARY_SIZE: GroupSize = { min: 10, max: 16 };

/** The range of sizes in an area: the setting with the longest prefix of its code. */
export function sizeIn(settings: readonly responsibility.SizeSetting[], area: string): GroupSize {
  const own = settings
    .filter((one) => area.startsWith(one.area))
    .reduce<responsibility.SizeSetting | undefined>(
      (longest, one) => (longest === undefined || one.area.length > longest.area.length ? one : longest),
      undefined,
    );
  return own === undefined ? ORDINARY_SIZE : { min: own.min, max: own.max };
}
