import type { ClassCode } from '@wanmi/kernel';

/** A thing with an owner, or a situation. */
export type CatalogueKind = 'component' | 'matter';

/** How a city may add classes of its own to an edition. */
export type LocalExtension =
  /** By minor codes inside the standard's majors, given from `to` downward, names ending in `suffix`. */
  | { readonly by: 'minor'; readonly from: number; readonly to: number; readonly suffix: string }
  /** By further majors (扩展部件, 扩展事件) behind the standard's own. */
  | { readonly by: 'major'; readonly standardMajors: Readonly<Record<CatalogueKind, number>> };

/** What is known of an edition apart from its classes. */
export type EditionMeta = {
  /** A slug: `gbt-47678.5-2026`, or a city's own. */
  readonly id: string;
  readonly name: string;
  /** Local date `YYYY-MM-DD`, or the year alone where only that is known. */
  readonly inForceFrom: string;
  readonly classCodeLengths: { readonly major: number; readonly minor: number };
  readonly localExtension: LocalExtension;
  readonly source: string;
  /** True for a copy made by somebody else than the body that published it. */
  readonly transcribed: boolean;
};

/** A major class of one kind. In the 2026 edition majors 01–05 exist twice: components, and matters for their faults. */
export type MajorClass = { readonly kind: CatalogueKind; readonly code: string; readonly name: string };

/** A minor class: what a report names. Keyed by (edition, kind, code): both kinds may share a code. */
export type CatalogueClass = {
  readonly edition: string;
  readonly kind: CatalogueKind;
  readonly code: ClassCode;
  readonly majorCode: string;
  readonly majorName: string;
  readonly minorCode: string;
  readonly name: string;
  /** On a matter that is the fault of a component ("…异常"): the component's class. */
  readonly linkedComponentClass?: ClassCode;
  /** True for a class that the city added to the standard. */
  readonly local?: true;
};

/** One version of the table of component and matter classes. */
export type Edition = EditionMeta & {
  readonly majors: readonly MajorClass[];
  readonly classes: readonly CatalogueClass[];
};
