import { type NearSection, nearestSection } from '@wanmi/gazetteer';
import type { LngLat } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';
import type { Reference } from '../reference/reference.ts';

/** How far from the middle line of a road something still lies on it, in metres: half a wide street and its pavement. */
const ROAD_REACH_M = 40;

/** How far away a road section still helps to tell a place, in metres. */
const NEAR_M = 100;

/** The road section nearest to a WGS 84 position at an instant, within 100 m. */
export const roadSectionNear = (
  { roads }: Pick<Reference, 'roads'>,
  position: LngLat,
  at: Instant,
): NearSection | undefined => nearestSection(roads, position, { withinM: NEAR_M, at });

/**
 * The road section on which a WGS 84 position lay at an instant: a case takes that of its report, so that later changes
 * of the sections leave it where it was. Undefined where none is within `ROAD_REACH_M`.
 */
export const roadSectionAt = (
  { roads }: Pick<Reference, 'roads'>,
  position: LngLat,
  at: Instant,
): NearSection | undefined => nearestSection(roads, position, { withinM: ROAD_REACH_M, at });
