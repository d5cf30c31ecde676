import { FormatError, formatOf, readCsvHeader, readPolygons, wktColumn, writePolygonFile } from '@wanmi/formats';
import { readText } from '../areas/files.ts';
import { shapeSource } from '../areas/shape-source.ts';
import { type CommandContext, CommandError } from '../wanmi/command.ts';
import type { SourceFile } from './outcome.ts';

/**
 * Reads a file of polygons for an import: GeoJSON as it is, a Shapefile or CSV with well-known text as GeoJSON, and any
 * other CSV as the table that it is. Throws CommandError naming the first feature that cannot be read.
 */
export async function callersShapes(name: string, context: CommandContext): Promise<SourceFile> {
  const format = formatOf(name);
  if (format === 'geojson') return { name, text: await readText(name, context) };
  if (format === 'csv') {
    const text = await readText(name, context);
    if (wktColumn(readCsvHeader(text)) === undefined) return { name, text };
  }
  try {
    return { name, text: await asGeoJson(name, context) };
  } catch (error) {
    if (error instanceof FormatError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}

async function asGeoJson(name: string, context: CommandContext): Promise<string> {
  const features = [];
  for await (const { properties, polygons } of readPolygons(shapeSource(name, context))) {
    features.push({ properties: ourProperties(properties), polygons });
  }
  return writePolygonFile(features);
}

/** Tables hold words where GeoJSON has numbers and truths, and Shapefiles have short names. */
function ourProperties(found: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { commCode, ...properties } = found;
  const numbers = ['areaM2', 'targetM2'].flatMap((field) => {
    const value = properties[field];
    return typeof value === 'string' && value.trim() !== '' ? [[field, numberOr(value)]] : [];
  });
  const drawn = properties.drawn === 'true' ? { drawn: true } : properties.drawn === 'false' ? { drawn: false } : {};
  const community = commCode === undefined ? {} : { communityCode: commCode };
  return { ...properties, ...community, ...Object.fromEntries(numbers), ...drawn };
}

/** What is no number is told of as it stands. */
const numberOr = (text: string): unknown => (Number.isFinite(Number(text)) ? Number(text) : text);
