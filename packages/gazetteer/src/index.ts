export { type CellSquare, cellsAround } from './cells.ts';
export { confidenceOf, type PlaceNames } from './confidence.ts';
export { type Sound, soundOf } from './pinyin.ts';
export { type AreaKeys, areaKeysOf, type PlaceQuery, readQuery } from './query.ts';
export {
  buildRoadIndex,
  type NearSection,
  nearestSection,
  type RoadClass,
  type RoadIndex,
  type RoadSection,
} from './road-index.ts';
export { keyOf } from './text.ts';
export { lenientSetsOf, tokenSetsOf, tokensOf } from './tokens.ts';
