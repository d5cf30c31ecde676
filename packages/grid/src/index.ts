export { BuildError, type BuildOptions } from './build/build-input.ts';
export { type CutResult, type CutTask, cutCommunity } from './build/cut-community.ts';
export type { ExcusedPart, ExcuseReason } from './build/excused-parts.ts';
export { type BuiltCommunity, GridPlan } from './build/grid-plan.ts';
export { type BuiltGrids, buildGrids } from './build-grids.ts';
export { checkGrids } from './check/check-grids.ts';
export type {
  Aim,
  CheckAgainst,
  CommunityToCheck,
  ExcusedGrids,
  Fault,
  FaultKind,
  Figures,
  GridReport,
  GridToCheck,
  Spread,
} from './check/report.ts';
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
export {
  buildGridIndex,
  codeAt,
  type GridIndex,
  type GridIndexBuilder,
  type IndexedGrid,
  polygonsAt,
  startGridIndex,
} from './grid-index.ts';
export * from './group/index.ts';
export { type Box, eachItemInBox, itemsInBox } from './items-in-box.ts';
export { mergeShapes } from './life/merge-shapes.ts';
export { locate } from './locate.ts';
export { MendError, type MendedAreas, type Mending, type MendOptions, mendAreas } from './mend/mend-areas.ts';
export { areaM2, areaOfAllM2, distanceM, type LocalScale, localScale, planarCentroid } from './metric.ts';
export { type NearGrid, nearest, outsideGridM } from './nearest.ts';
export {
  type CodedArea,
  type IssuedBefore,
  IssueError,
  issueCodes,
  type ParentArea,
  type UncodedArea,
} from './nest/issue-codes.ts';
export { commonM2, outsideM2 } from './nest/reach.ts';
export { type Numbered, orderGrids } from './number-grids.ts';
