import type { RoadSectionView } from '@wanmi/contracts';
import type { NearSection } from '@wanmi/gazetteer';

/** A road section as answers show it; metres to the decimetre. */
export function viewSection(near: NearSection | undefined): RoadSectionView | null {
  if (near === undefined) return null;
  const { code, roadName, name, roadClass, drawn } = near.section;
  return { code, roadName, name, roadClass, drawn, distanceM: Math.round(near.distanceM * 10) / 10 };
}
