import type { CommandName, ReportBody } from '@wanmi/contracts';
import type { LngLat } from '@wanmi/grid';

/** Who gives a command: an account of the centre, or the handler of the department that has the case. */
export type Doer = 'inspector' | 'inspector2' | 'acceptor' | 'leader' | 'dispatcher' | 'handler';

/** One command of one person, given when the case is in a state. */
export type Step = {
  readonly from: string;
  readonly as: Doer;
  readonly command: CommandName;
  readonly fields?: Readonly<Record<string, unknown>>;
};

/** A request to send, and what people do with the case that comes of it. */
export type ReplayRequest = {
  /** Unique in the replay: idempotency keys begin with it. */
  readonly id: string;
  readonly as: Doer;
  /** Without a position where the source has none: the product is to refuse it. */
  readonly body: Omit<ReportBody, 'position'> & { readonly position?: ReportBody['position'] };
  /** The position as a pair; undefined where the source has none. */
  readonly at: LngLat | undefined;
  /** The area that the source says it lies in. */
  readonly assigned: string | undefined;
  /** The department that the source says had it. Never sent: the router sees class and place. */
  readonly owner: string | undefined;
  /** What people do, in order. */
  readonly steps: readonly Step[];
};

/** Everything that a replay needs. */
export type ReplayPlan = {
  readonly name: string;
  /** Changes with anything that the reference data is made from. */
  readonly fingerprint: string;
  /** Fills an empty, migrated database with areas, grids, catalogue, people, rules, calendars and policy. */
  readonly load: (databaseUrl: string, say: (text: string) => void) => Promise<void>;
  /** The areas of the source that a position lies in: the lowest code, undefined for none. */
  readonly areaAt: (at: LngLat) => string | undefined;
  readonly requests: readonly ReplayRequest[];
};
