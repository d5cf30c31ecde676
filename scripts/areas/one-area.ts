import type { SourceFile } from '../import/outcome.ts';
import { CommandError } from '../wanmi/command.ts';

/** Gives the only feature of a GeoJSON file a code, and what else is told of it. Throws CommandError for several. */
export function withCode(
  { name: file, text }: SourceFile,
  code: string,
  more: Readonly<Record<string, string>>,
): SourceFile {
  const { features } = rootOf(file, text);
  const [only, second] = features;
  if (only === undefined || second !== undefined) {
    throw new CommandError(`cannot give ${file} the code ${code}: it has ${features.length} areas, needs one`);
  }
  const properties = { ...only.properties, code, ...more };
  return { name: file, text: JSON.stringify({ type: 'Feature', properties, geometry: only.geometry }) };
}

type Feature = { readonly properties?: object | null; readonly geometry?: unknown };
type Root = { readonly features: readonly Feature[] };

function rootOf(file: string, text: string): Root {
  try {
    const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof root === 'object' && root !== null) {
      return 'features' in root && Array.isArray(root.features) ? { features: root.features } : { features: [root] };
    }
  } catch {
    // told below
  }
  throw new CommandError(`cannot give ${file} a code: it is not GeoJSON`);
}
