import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import { FormatError, type PolygonFeature, readPolygons, type ShapeSource } from '@wanmi/formats';
import type { CommandContext } from '../wanmi/command.ts';

/** A file of shapes named by the caller: GeoJSON, CSV with well-known text, or Shapefile; the first two packed by gzip or not. */
export function shapeSource(name: string, { callerDir }: Pick<CommandContext, 'callerDir'>): ShapeSource {
  const path = resolve(callerDir, name);
  return {
    name,
    open: async (ending) => {
      if (ending === undefined || ending === '.shp') return opened(path, name);
      const found = await firstThere(siblingsOf(path, ending));
      return found === undefined ? undefined : opened(found, name);
    },
  };
}

/** A file beside another; endings are written small or large. */
const siblingsOf = (path: string, ending: string): string[] =>
  [ending, ending.toUpperCase()].map((one) => path.replace(/\.shp$/i, one));

async function firstThere(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    try {
      await access(path);
      return path;
    } catch {
      // the next one may be there
    }
  }
  return undefined;
}

/** The bytes of a file, unpacked where they are packed. Throws FormatError when they cannot be read. */
async function* opened(path: string, name: string): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(path);
  const unpacking = createGunzip();
  try {
    if (!/\.gz$/i.test(path)) yield* stream;
    else yield* stream.on('error', (error) => unpacking.destroy(error)).pipe(unpacking);
  } catch (cause) {
    throw new FormatError(`cannot read ${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  } finally {
    stream.destroy();
  }
}

/** All polygons of a file, and what it says besides. */
export async function readAllPolygons(
  source: ShapeSource,
): Promise<{ readonly features: PolygonFeature[]; readonly members: Readonly<Record<string, unknown>> }> {
  const features: PolygonFeature[] = [];
  let members: Readonly<Record<string, unknown>> = {};
  for await (const feature of readPolygons(source, (found) => {
    members = found;
  })) {
    features.push(feature);
  }
  return { features, members };
}
