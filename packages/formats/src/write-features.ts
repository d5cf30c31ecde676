import type { PolygonCoordinates } from './polygon-features.ts';

export type FeatureToWrite = {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly polygons: readonly PolygonCoordinates[];
};

/**
 * Writes a FeatureCollection with one feature a line, so that two versions can be compared by line.
 * One polygon becomes a Polygon, more a MultiPolygon. Coordinates are rounded to 7 decimals, about 1 cm.
 */
export function writePolygonFile(
  features: Iterable<FeatureToWrite>,
  members: Readonly<Record<string, unknown>> = {},
): string {
  return `${featuresHead(members)}${[...features].map(featureLine).join(',\n')}\n]}\n`;
}

/** What stands before the first feature. */
export function featuresHead(members: Readonly<Record<string, unknown>>): string {
  const head = Object.entries(members).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},`);
  return `{"type":"FeatureCollection",${head.join('')}"features":[\n`;
}

/** One feature, without the comma between two. */
export function featureLine({ properties, polygons }: FeatureToWrite): string {
  const rounded = polygons.map((rings) => rings.map((ring) => ring.map(([lng, lat]) => [seven(lng), seven(lat)])));
  const geometry =
    rounded.length === 1
      ? { type: 'Polygon', coordinates: rounded[0] }
      : { type: 'MultiPolygon', coordinates: rounded };
  return JSON.stringify({ type: 'Feature', properties, geometry });
}

const seven = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
