export {
  checkGroups,
  type GroupFault,
  type GroupFaultKind,
  type GroupRules,
  type GroupToCheck,
} from './check-groups.ts';
export {
  type ClassedCell,
  type EvaluationGrid,
  evaluationGrids,
  type ManagementGrid,
  managementGrids,
} from './evaluation-grids.ts';
export { figuresOf as groupingFigures, type GroupingFigures } from './figures.ts';
export {
  type CellGroup,
  type CellToGroup,
  type GroupExcuse,
  type Grouping,
  type GroupOptions,
  groupCells,
  scopeOf,
} from './group-cells.ts';
export type { GroupSize } from './groups.ts';
export { type GroupKind, issueGroupCodes, parseGroupCode } from './name-groups.ts';
export { type OldGroup, type Regrouped, type Regrouping, type RegroupOptions, regroupCells } from './regroup.ts';
