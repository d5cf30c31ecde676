/** How a benchmark is to run. */
export type BenchOptions = {
  /** Sizes so small that figures mean nothing: it only shows that everything still runs. */
  readonly quick: boolean;
};

/** Rates a second. `ratio` is `rate / limit`, the median of the rounds where there are several. */
export type Figures = {
  readonly rate: number;
  readonly limit: number;
  readonly ratio: number;
  readonly [more: string]: unknown;
};

/** What a benchmark found; `parts` are printed below its line. */
export type Measurement = Figures & {
  readonly unit: string;
  /** What the limit is, in words. */
  readonly against: string;
  /** The ratio wished for on an idle machine; never asserted. */
  readonly aim?: number;
  readonly parts?: Readonly<Record<string, Figures>>;
};

/** Rate and limit of one round, measured right after each other. */
export type Round = { readonly rate: number; readonly limit: number };

/** The medians of some rounds, with the smallest and the largest ratio among them. */
export function figuresOf(rounds: readonly Round[]): Figures {
  const ratios = rounds.map(({ rate, limit }) => rate / limit);
  return {
    rate: rounded(medianOf(rounds.map(({ rate }) => rate)), 1),
    limit: rounded(medianOf(rounds.map(({ limit }) => limit)), 1),
    ratio: rounded(medianOf(ratios), 3),
    ratioLow: rounded(Math.min(...ratios), 3),
    ratioHigh: rounded(Math.max(...ratios), 3),
  };
}

/** The middle one of some figures. Throws for none. */
const medianOf = (figures: readonly number[]): number => quantileOf(figures, 0.5);

/** The figure that a share of all does not exceed; 0.99 for p99. Throws for none. */
export function quantileOf(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('cannot take a quantile: there are no figures, at least one is needed');
  return found;
}

/** A figure with so many decimals at most. */
export const rounded = (figure: number, decimals: number): number => Number(figure.toFixed(decimals));
