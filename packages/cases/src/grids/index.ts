export {
  type AssignmentInput,
  type AssignmentProblem,
  assignInspectors,
  inspectorsByShift,
} from './assign-inspectors.ts';
export { type ChangeOrder, type ChangeOutcome, changeGrids, followResponsibility } from './change-grids.ts';
export { type ChangeSet, readChangeSet, type SetProblem } from './change-set.ts';
export { ORDINARY_SIZE, sizeIn } from './group-sizes.ts';
export { heirsOf } from './heirs.ts';
export { gridIndexAt } from './locate-at.ts';
export type { ChangeFault } from './plan-change.ts';
export { responsibleAt } from './responsible-at.ts';
export { moveToNewGrids, settleNextChange } from './settle-change.ts';
