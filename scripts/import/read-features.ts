import { FormatError } from '@wanmi/formats';
import type { Rejection, SourceFile } from './outcome.ts';

/** What a reader of GeoJSON made of a file, or every feature that it could not read. */
export type FeaturesRead<T> = {
  readonly value: T | undefined;
  readonly read: number;
  readonly rejected: readonly Rejection[];
};

/**
 * Reads GeoJSON with a reader that throws FormatError at the first fault. On a fault every feature is read again by
 * itself, so that all faults are told together.
 */
export function readFeatures<T>(file: SourceFile, reader: (text: string, name: string) => T): FeaturesRead<T> {
  const features = featuresOf(file.text);
  try {
    return { value: reader(file.text, file.name), read: features.length, rejected: [] };
  } catch (cause) {
    const alone = features.flatMap((feature, index) => faultOf(feature, index, file, reader) ?? []);
    const whole = { file: file.name, place: 'file', reason: reasonOf(cause) };
    return { value: undefined, read: features.length, rejected: alone.length > 0 ? alone : [whole] };
  }
}

function featuresOf(text: string): readonly unknown[] {
  try {
    const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof root !== 'object' || root === null) return [];
    return 'features' in root && Array.isArray(root.features) ? root.features : [root];
  } catch {
    return []; // the reader tells what is wrong with the text
  }
}

function faultOf<T>(
  feature: unknown,
  index: number,
  { name }: SourceFile,
  reader: (text: string, name: string) => T,
): Rejection | undefined {
  try {
    reader(JSON.stringify({ type: 'FeatureCollection', features: [feature] }), name);
    return undefined;
  } catch (cause) {
    const reason = reasonOf(cause).replace(`feature 0 of ${name}`, `feature ${index} of ${name}`);
    return { file: name, place: `feature ${index}`, reason };
  }
}

/** The message of a fault in the file. Throws anything else: that is a fault of ours. */
function reasonOf(cause: unknown): string {
  if (cause instanceof FormatError) return cause.message;
  throw cause;
}
