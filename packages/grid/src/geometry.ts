/** Degrees, WGS 84, longitude first as in GeoJSON. */
export type LngLat = readonly [lng: number, lat: number];
/** Closed: the last position repeats the first. */
export type Ring = readonly LngLat[];
/** The outer ring and its holes. */
export type PolygonRings = readonly Ring[];
/** One or more polygons, as the coordinates of a GeoJSON MultiPolygon. */
export type MultiPolygonRings = readonly PolygonRings[];

/** An area of any level above the grid, as files bring it. */
export type Area = {
  readonly code: string;
  readonly name: string;
  /** Drawn for a demo, not surveyed. */
  readonly drawn: boolean;
  readonly polygons: MultiPolygonRings;
  /** Wanted area of its grids in m², where it is not the common one. */
  readonly targetM2?: number;
};

/** A unit grid as it is built and written. */
export type Grid = {
  readonly code: string;
  readonly communityCode: string;
  /** On the WGS 84 ellipsoid, to the square centimetre. */
  readonly areaM2: number;
  /** Its community is drawn, not surveyed. */
  readonly drawn: boolean;
  readonly rings: PolygonRings;
};
