import { createHash } from 'node:crypto';
import { type Desk, type Reference, scopeOf } from '@wanmi/cases';
import type { TileLayer } from '@wanmi/contracts';
import { encodeTile, type TileAddress, type TileFeature } from '@wanmi/tiles';
import { tagOf } from '../reference-tag.ts';
import type { Viewer } from '../viewers.ts';
import { openShapes, type ShapeSource } from './open-shapes.ts';
import { openPointTiles, type PointTiles } from './point-tiles.ts';
import { keepRecentTiles } from './recent-tiles.ts';
import { areaFeatures, gridFeatures, shapesIn } from './shape-tiles.ts';

/** How a tile is made and kept. */
export type Tile = {
  readonly body: () => Promise<Uint8Array>;
  /** Names its version ahead of time; without one the answer is its own. */
  readonly tag?: string;
  /** Seconds for which the caller's own cache may show it unasked. */
  readonly maxAgeS: number;
};

export type Tiles = { readonly find: (layer: TileLayer, tile: TileAddress, viewer: Viewer) => Tile };

/** Bytes of tiles of shapes that a process keeps. */
const KEPT_BYTES = 32 * 1024 * 1024;
/** Seconds for which points may be old. */
const POINTS_AGE_S = { cases: 15, components: 60 } as const;

/** Tiles over a desk, cut when they are asked for: shapes from memory, points from the database. */
export function openTiles(desk: Desk): Tiles {
  const source = openShapes(desk);
  const points = openPointTiles(desk.db);
  const recent = keepRecentTiles(KEPT_BYTES);
  return {
    find: (layer, tile, viewer) => {
      const reference = desk.reference();
      if (layer === 'components' || layer === 'cases') {
        const features = () => pointsOf(points, layer, { reference, tile, viewer });
        return { body: async () => encodeTile(layer, await features()), maxAgeS: POINTS_AGE_S[layer] };
      }
      const tag = tagOfShapes(source, layer, { reference, viewer });
      const features = () => shapesOf(source, layer, { reference, tile, viewer });
      const make = async (): Promise<Uint8Array> => encodeTile(layer, await features());
      const { z, x, y } = tile;
      return { body: () => recent([layer, tag, z, x, y].join('/'), make), tag, maxAgeS: 0 };
    },
  };
}

type Asked = { readonly reference: Reference; readonly tile: TileAddress; readonly viewer: Viewer };

const pointsOf = (
  points: PointTiles,
  layer: 'components' | 'cases',
  { reference, tile, viewer }: Asked,
): Promise<readonly TileFeature[]> =>
  layer === 'cases' ? points.cases(tile, scopeOf(viewer)) : points.components(reference, tile, areasOf(viewer));

type ShapeLayer = Exclude<TileLayer, 'components' | 'cases'>;

async function shapesOf(
  source: ShapeSource,
  layer: ShapeLayer,
  { reference, tile, viewer }: Asked,
): Promise<readonly TileFeature[]> {
  switch (layer) {
    case 'grids':
      return gridFeatures(await source.shapes(reference), tile);
    case 'areas': {
      const own = areasOf(viewer);
      const mayShow = (code: string): boolean => own.some((area) => code.startsWith(area) || area.startsWith(code));
      return areaFeatures(await source.shapes(reference), tile, mayShow);
    }
    case 'responsibility-grids': {
      const { shapes, from } = await source.groups(reference);
      return tile.z < from ? [] : shapesIn(shapes, tile, ({ count }) => ({ count }));
    }
  }
}

/** The version of a layer of shapes. Which grids are in force changes with time, too: `changesAt` moves on with it. */
function tagOfShapes(
  source: ShapeSource,
  layer: ShapeLayer,
  { reference, viewer }: Pick<Asked, 'reference' | 'viewer'>,
): string {
  const grids = `${tagOf(reference, 'grids')}-${reference.changesAt ?? 'last'}`;
  switch (layer) {
    case 'grids':
      return `${grids}-${tagOf(reference, 'areas')}`;
    case 'responsibility-grids':
      return `${grids}-${source.groupsTag(reference)}`;
    case 'areas':
      return `${tagOf(reference, 'areas')}-${digestOf(areasOf(viewer))}`;
  }
}

/** Where a person holds posts, as code prefixes. */
const areasOf = ({ posts }: Viewer): readonly string[] => [...new Set(posts.map(({ area }) => area))].sort();

/** A short word for what decides what a person sees: what another person sees is another version. */
const digestOf = (areas: readonly string[]): string =>
  createHash('sha256').update(areas.join(',')).digest('base64url').slice(0, 12);
