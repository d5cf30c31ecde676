import type { PolygonCoordinates, Position } from '../polygon-features.ts';

/** A file of shapes, or several that belong together, as those of a Shapefile do. */
export type ShapeSource = {
  /** Its name with its ending, as errors call it. */
  readonly name: string;
  /** The bytes of the file, or of the one beside it with another ending (`.dbf`). Undefined when there is none. */
  readonly open: (ending?: string) => Promise<AsyncIterable<Uint8Array> | undefined>;
};

/** A geometry as GeoJSON has it, not yet checked. */
export type RawShape = {
  readonly index: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: unknown;
};

/** What a file brings for lines: roads, rivers, walls. */
export type LineFeature = {
  readonly index: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly lines: readonly (readonly Position[])[];
};

/** What is written, whatever the format: values by field, and polygons. */
export type ShapeToWrite = {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly polygons: readonly PolygonCoordinates[];
};
