/** One of the codes of a path, with the words that a person reads. */
export type Named = { readonly code: string; readonly name: string };

/** What is known of a case before anybody has dispatched it. */
export type LearnQuestion = {
  readonly id: string;
  /** Milliseconds; only differences and order matter. */
  readonly atMs: number;
  /** From the widest class to the narrowest; at least one. */
  readonly classes: readonly Named[];
  /** From the widest area to the smallest; at least one. */
  readonly areas: readonly Named[];
  readonly channel: string;
  /** What kind of message it was: complaint, question, praise. Empty where the history does not say. */
  readonly nature: string;
};

/** A case of the past with the unit that handled it, as the register names it. */
export type LearnCase = LearnQuestion & { readonly unit: Named };

/** The order of learning: by time, then as the history lists them. */
export function inTimeOrder<Item extends LearnQuestion>(cases: readonly Item[]): readonly Item[] {
  return [...cases].sort((left, right) => left.atMs - right.atMs);
}

/** What the learner looks at; a path of fewer levels repeats its narrowest. */
export type Traits = {
  readonly major: string;
  readonly middle: string;
  readonly minor: string;
  readonly street: string;
  readonly community: string;
  readonly channel: string;
  readonly nature: string;
};

/** Reads the traits of a case. */
export function traitsOf({ classes, areas, channel, nature }: LearnQuestion): Traits {
  const minor = classes.at(-1)?.code ?? '';
  const middle = classes.at(-2)?.code ?? minor;
  const community = areas.at(-1)?.code ?? '';
  const street = areas.at(-2)?.code ?? community;
  return { major: classes.at(-3)?.code ?? middle, middle, minor, street, community, channel, nature };
}
