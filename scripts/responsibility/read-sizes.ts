import type { responsibility } from '@wanmi/db';
import { isAreaCode } from '@wanmi/grid';
import { CommandError } from '../wanmi/command.ts';

/**
 * Reads sizes of responsibility grids: `10-16` for everywhere (area ''), `110101002=20-30` for an area. Later ones win.
 * Throws CommandError for another text.
 */
export function readSizes(texts: readonly string[]): readonly responsibility.SizeSetting[] {
  const byArea = new Map(
    texts.map((text) => {
      const [, area = '', low, high] = /^(?:(\d+)=)?(\d{1,4})-(\d{1,4})$/.exec(text.trim()) ?? [];
      const [min, max] = [Number(low), Number(high)];
      const isArea = area === '' || (isAreaCode(area) && area.length < 15);
      if (isArea && min >= 1 && max >= min) return [area, { area, min, max }] as const;
      throw new CommandError(`size "${text}" is not known, needs 10-16, or 110101002=20-30 for an area`);
    }),
  );
  return [...byArea.values()];
}
