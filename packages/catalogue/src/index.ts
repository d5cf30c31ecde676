export { buildCatalogue, type Catalogue, FALLBACK_LIMIT } from './build-catalogue.ts';
export {
  type AreaClass,
  type FilingCondition,
  LIMIT_UNITS,
  type Limit,
  type LimitStep,
  type LimitUnit,
} from './condition.ts';
export type {
  CatalogueClass,
  CatalogueKind,
  Edition,
  EditionMeta,
  LocalExtension,
  MajorClass,
} from './edition.ts';
export { parseConditions } from './parse-conditions.ts';
export { parseEdition } from './parse-edition.ts';
export { parseEditionMetas } from './parse-edition-metas.ts';
export { limitText, parseLimit } from './parse-limit.ts';
export { readCsv } from './read-csv.ts';
export { cellOf, checkColumns, describeProblem, type Row, type RowProblem, rowNumber } from './row.ts';
export { type Selection, type SelectorWidth, selectClasses } from './select-classes.ts';
