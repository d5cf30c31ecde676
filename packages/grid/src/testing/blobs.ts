import type { CellToGroup } from '../group/group-cells.ts';
import { seededRandom } from './seeded-random.ts';
import { box } from './shapes.ts';

const STEP_M = 100;

/** Cells of 100 m that grew from one cell at chance, in one community of a street; `weightOf` says what each weighs. */
export function blob(
  size: number,
  seed: number,
  { street = '110101001', at = [0, 0], weightOf = (): number => 1 }: BlobOptions = {},
): CellToGroup[] {
  const random = seededRandom(seed);
  const taken = new Map<string, readonly [number, number]>([['0 0', [0, 0]]]);
  while (taken.size < size) {
    const from = [...taken.values()][Math.floor(random() * taken.size)] ?? [0, 0];
    const [dx, dy] = SIDES[Math.floor(random() * 4)] ?? [0, 1];
    const next = [from[0] + dx, from[1] + dy] as const;
    taken.set(next.join(' '), next);
  }
  return [...taken.values()].map(([x, y], i) => ({
    code: `${street}${String(Math.floor(i / 900) + 1).padStart(3, '0')}${String((i % 900) + 1).padStart(3, '0')}`,
    polygons: [[box(at[0] + x * STEP_M, at[1] + y * STEP_M, STEP_M, STEP_M)]],
    weight: weightOf(random),
  }));
}

type BlobOptions = {
  readonly street?: string;
  /** Metres east and north of the base of the shapes. */
  readonly at?: readonly [number, number];
  readonly weightOf?: (random: () => number) => number;
};

const SIDES = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;
