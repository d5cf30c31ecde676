import type { LearnCase, Named } from '../history.ts';

export const HOUR_MS = 3_600_000;

const STREETS: Readonly<Record<string, Named>> = {
  north: { code: '440310001', name: '北山街道' },
  south: { code: '440310002', name: '南河街道' },
  east: { code: '440310003', name: '东岭街道' },
};

const streetOf = (key: string): Named => STREETS[key] ?? { code: key, name: key };

type Part = {
  readonly class: string;
  readonly street?: string;
  readonly community?: string;
  readonly channel?: string;
  readonly unit: string;
  readonly unitName?: string;
};

/** A case of a made-up history; the n-th happens n hours after the first. */
export function buildCase(index: number, part: Part): LearnCase {
  const street = streetOf(part.street ?? 'north');
  const community = part.community ?? `${street.name}一社区`;
  return {
    id: `h${index}`,
    atMs: index * HOUR_MS,
    classes: [
      { code: 'w', name: 'all' },
      { code: part.class.slice(0, 1), name: part.class.slice(0, 1) },
      { code: part.class, name: part.class },
    ],
    areas: [street, { code: community, name: community }],
    channel: part.channel ?? 'hotline',
    nature: 'complaint',
    unit: { code: part.unit, name: part.unitName ?? `unit ${part.unit}` },
  };
}

/** The same case again and again, `count` times, from `from` on. */
export const repeat = (from: number, count: number, part: Part): readonly LearnCase[] =>
  Array.from({ length: count }, (_, index) => buildCase(from + index, part));
