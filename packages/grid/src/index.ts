export { BuildError, type BuildOptions, type BuiltGrids, buildGrids } from './build-grids.ts';
export { checkGrids } from './check/check-grids.ts';
export type { CommunityToCheck, Fault, FaultKind, Figures, GridReport, GridToCheck, Spread } from './check/report.ts';
export {
  type AreaCode,
  type AreaLevel,
  type CommunityCode,
  communityOf,
  districtOf,
  gridCodeOf,
  isAreaCode,
  isCommunityCode,
  isDistrictCode,
  isGridCode,
  isStreetCode,
  isWithinArea,
  levelOfCode,
  MAX_SEQUENCE,
  parseAreaCode,
  parseGridCode,
  type StreetCode,
  streetOf,
} from './code.ts';
export { drawAreas, type Outline, type StreetPlan } from './draw/draw-areas.ts';
export { type Division, drawCommunities, type Named } from './draw/draw-communities.ts';
export { DrawError } from './draw/draw-error.ts';
export type { Area, Grid, LngLat, MultiPolygonRings, PolygonRings, Ring } from './geometry.ts';
export { buildGridIndex, type GridIndex, type IndexedGrid } from './grid-index.ts';
export { locate } from './locate.ts';
export { MendError, type MendedAreas, type Mending, type MendOptions, mendAreas } from './mend/mend-areas.ts';
export { areaM2, areaOfAllM2, distanceM, type LocalScale, localScale, planarCentroid } from './metric.ts';
export { type NearGrid, nearest } from './nearest.ts';
export {
  type CodedArea,
  type IssuedBefore,
  IssueError,
  issueCodes,
  type ParentArea,
  type UncodedArea,
} from './nest/issue-codes.ts';
export { outsideM2 } from './nest/reach.ts';
