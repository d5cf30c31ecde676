import type { GroupSize } from './groups.ts';

/** Into how many groups some cells go, and why not all of these can have a lawful size. */
export type PartCount = { readonly parts: number; readonly excuse?: string };

/**
 * The number of groups nearest to the middle of the range that some cells that hang together can be parted into. Too few
 * cells make one group; some numbers (17 to 19 of 10 to 16) fit no number of groups: they take the one that misses least.
 */
export function partCount(cells: number, { min, max }: GroupSize): PartCount {
  const [fewest, most] = [Math.ceil(cells / max), Math.floor(cells / min)];
  if (fewest <= most) {
    const wanted = Math.round((2 * cells) / (min + max));
    return { parts: Math.min(most, Math.max(fewest, wanted)) };
  }
  if (most === 0) {
    const what = cells === 1 ? '1 cell hangs' : `${cells} cells hang`;
    return { parts: 1, excuse: `only ${what} together, a group needs ${min}` };
  }
  const [over, under] = [Math.ceil(cells / most) - max, min - Math.floor(cells / fewest)];
  const excuse = `${cells} cells cannot be parted into groups of ${min} to ${max}`;
  return { parts: over <= under ? most : fewest, excuse };
}

/** The range that groups of some cells can keep: the lawful one, or where that is impossible the equal shares. */
export function reachableSize(cells: number, parts: number, { min, max }: GroupSize): GroupSize {
  return { min: Math.min(min, Math.floor(cells / parts)), max: Math.max(max, Math.ceil(cells / parts)) };
}
