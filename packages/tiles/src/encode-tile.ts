import { fromVectorTileJs, type VectorTileFeatureLike } from '@maplibre/vt-pbf';
import type { TilePoint, TileRing } from './cut-polygon.ts';
import { EXTENT } from './tile-address.ts';

/** Values that a tile can hold. */
export type TileProperties = Record<string, string | number | boolean>;
/** A polygon or a point of a tile. */
export type TileFeature =
  | { readonly rings: readonly TileRing[]; readonly properties: TileProperties }
  | { readonly point: TilePoint; readonly properties: TileProperties };

/** Writes a Mapbox Vector Tile (specification 2.1) of one layer. No features make an empty tile of no bytes. */
export function encodeTile(layer: string, features: readonly TileFeature[]): Uint8Array {
  if (features.length === 0) return new Uint8Array();
  return fromVectorTileJs({
    layers: {
      [layer]: {
        version: 2,
        name: layer,
        extent: EXTENT,
        length: features.length,
        feature: (i: number) => asVectorTile(features[i]),
      },
    },
  });
}

const POINT = 1;
const POLYGON = 3;

function asVectorTile(feature: TileFeature | undefined): VectorTileFeatureLike {
  const shapes = feature === undefined ? [] : 'point' in feature ? [[feature.point]] : feature.rings;
  return {
    type: feature !== undefined && 'point' in feature ? POINT : POLYGON,
    properties: feature?.properties ?? {},
    id: undefined,
    extent: EXTENT,
    // The library reads x and y of its points and nothing else.
    loadGeometry: () => shapes as unknown as ReturnType<VectorTileFeatureLike['loadGeometry']>,
  };
}
