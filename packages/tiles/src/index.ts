export { cutPolygon, type FlatPolygon, type TilePoint, type TileRing } from './cut-polygon.ts';
export { encodeTile, type TileFeature, type TileProperties } from './encode-tile.ts';
export { type Lattice, latticeOf, unitsOf } from './lattice.ts';
export { leastZoom } from './least-zoom.ts';
export {
  addressProblem,
  BUFFER,
  type Degrees,
  degreesOf,
  EXTENT,
  MAX_ZOOM,
  mercatorX,
  mercatorY,
  type TileAddress,
} from './tile-address.ts';
