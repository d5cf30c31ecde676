import type { Database } from '@wanmi/db';
import type { LngLat } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';
import type { Kysely } from 'kysely';
import type { GridInfo, Reference } from '../reference/reference.ts';
import { reverseGeocode } from './reverse-geocode.ts';
import { roadSectionNear } from './road-section.ts';

/** A location text has at most so many characters. Source: docs/sources.md#roads-and-census */
const LONGEST = 256;
/** How far away an address may be to tell a place, in metres. */
const WITHIN_M = 100;
/** As near as this the place is the address itself, in metres. */
const AT_M = 10;
/** Said of whatever was drawn for the purpose. */
const DRAWN = '（示意）';

type World = { readonly db: Kysely<Database>; readonly reference: Reference };
type Spot = { readonly position: LngLat; readonly grid: GridInfo; readonly at: Instant };

/**
 * Words for a place that nobody described: the nearest address within 100 m (东四北大街107号附近), else the road section,
 * else community and grid. What was drawn for the purpose says so.
 */
export async function locationText(world: World, spot: Spot): Promise<string> {
  const text =
    (await addressText(world, spot)) ?? roadText(world.reference, spot) ?? areaText(world.reference, spot.grid);
  return [...text].slice(0, LONGEST).join('');
}

async function addressText({ db, reference }: World, { position }: Spot): Promise<string | undefined> {
  if (reference.versions.addresses === 0) return undefined; // none was ever brought in: nothing to ask for
  const [near] = await reverseGeocode(db, { position, withinM: WITHIN_M, limit: 1 });
  if (near === undefined) return undefined;
  return `${near.name}${near.distanceM <= AT_M ? '' : '附近'}${near.drawn ? DRAWN : ''}`;
}

function roadText(reference: Reference, { position, at }: Spot): string | undefined {
  const near = roadSectionNear(reference, position, at);
  if (near === undefined) return undefined;
  const { roadName, name, drawn } = near.section;
  return `${roadName}${name === roadName ? '' : name}附近${drawn ? DRAWN : ''}`;
}

function areaText({ areas }: Reference, { code, communityCode }: GridInfo): string {
  const street = areas.get(communityCode.slice(0, 9))?.name ?? '';
  const community = areas.get(communityCode)?.name ?? '';
  return `${street}${community}（单元网格 ${code}）`;
}
