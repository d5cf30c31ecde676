import type { imports, reference } from '@wanmi/db';

/** Text with the name that messages call it by. */
export type SourceFile = { readonly name: string; readonly text: string };

/** What is wrong with one record of a file. `place` is `row 7`, `feature 12`, or `file` for the file as a whole. */
export type Rejection = { readonly file: string; readonly place: string; readonly reason: string };

/** What an import has read and what it would write: nothing at all as soon as something is rejected. */
export type Prepared = {
  readonly read: number;
  readonly rejected: readonly Rejection[];
  readonly write: () => Promise<imports.SyncCounts>;
};

/** What an import did. All or nothing: `accepted` is 0 when anything was rejected. */
export type ImportOutcome = {
  readonly kind: reference.ReferenceKind;
  /** Records in the files: rows, features, or the one setting. */
  readonly read: number;
  readonly accepted: number;
  readonly rejected: readonly Rejection[];
  /** What is taken all the same, but should be looked at. */
  readonly warnings?: readonly Rejection[];
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Version of the kind afterwards; raised only when something changed. */
  readonly version: number;
};

/** How many records were rejected; one record may have several reasons. */
export const rejectedRecords = (rejected: readonly Rejection[]): number =>
  new Set(rejected.map(({ file, place }) => `${file}\n${place}`)).size;

/** One line for a person. */
export const describeRejection = ({ file, place, reason }: Rejection): string => `${file}, ${place}: ${reason}`;

/** One line for a person: what came of an import. */
export function describeOutcome({ kind, read, rejected, added, changed, removed, version }: ImportOutcome): string {
  if (rejected.length > 0) {
    return `nothing imported: ${rejectedRecords(rejected)} of ${read} records of ${kind} rejected, ${rejected.length} problems`;
  }
  if (added + changed + removed === 0) return `nothing changed: all ${read} records of ${kind} are there already`;
  return `${kind}: ${read} read, ${added} added, ${changed} changed, ${removed} removed or ended; now version ${version}`;
}
