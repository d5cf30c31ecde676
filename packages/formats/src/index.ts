export {
  type AreaFields,
  type AreaLevel,
  type AreaRecord,
  type AreaRow,
  areaTaker,
  normalizeAreaCode,
  readAreaFile,
  readAreaTable,
  readUncodedAreaFile,
  type UncodedRecord,
} from './area-file.ts';
export { type CsvRow, readCsvFile, readCsvHeader } from './csv-file.ts';
export { DATUMS, type Datum, fromWgs84, isDatum, toWgs84 } from './datum.ts';
export { readFeatureStream } from './feature-stream.ts';
export { FormatError } from './format-error.ts';
export { type GridFile, type GridRecord, gridRecordOf, readGridFile } from './grid-file.ts';
export {
  type PolygonCoordinates,
  type PolygonFeature,
  type PolygonFile,
  type Position,
  readPolygonFile,
} from './polygon-features.ts';
export type { DbfEncoding } from './shapefile/dbf-encoding.ts';
export { readShapefile } from './shapefile/read-shapefile.ts';
export { formatOf, type OnMembers, readLines, readPolygons } from './shapes/read-shapes.ts';
export type { LineFeature, RawShape, ShapeSource, ShapeToWrite } from './shapes/shape-source.ts';
export { type Piece, type ShapeField, type ShapeWriter, writerFor } from './shapes/shape-writer.ts';
export { wktColumn } from './shapes/wkt-table.ts';
export { type FeatureToWrite, writePolygonFile } from './write-features.ts';
