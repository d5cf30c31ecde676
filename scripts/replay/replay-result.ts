import type { ReplayPlan, ReplayRequest, Step } from './replay-plan.ts';
import type { Sent } from './run-replay.ts';
import type { Routed } from './walk-case.ts';

/** Counts by name. */
export type Counts = Readonly<Record<string, number>>;

/** What a replay came to. The first seven members are fixed by name; more may come. */
export type ReplayResult = {
  readonly sent: number;
  readonly accepted: number;
  readonly refused: Counts;
  /** Of the positions in at least one area of the source, those whose case lies in the area that the source assigned. */
  readonly located: { readonly same: number; readonly of: number };
  readonly routed: {
    readonly automatic: number;
    readonly byPerson: number;
    /** Automatic ones by department. */
    readonly to: Counts;
    /** Of the automatic ones, those whose department is the recorded one; the router never saw it. */
    readonly agreed: { readonly same: number; readonly of: number };
  };
  readonly states: Counts;
  readonly seconds: number;
  /** What people did. */
  readonly walked: {
    readonly commands: number;
    /** Cases that went through every state from `reported` to `closed`. */
    readonly throughAllStates: number;
    readonly closed: number;
    readonly rejected: number;
    readonly returned: number;
    readonly returnsRefused: number;
    readonly feedbackRefused: number;
    readonly reworked: number;
  };
  readonly phases: { readonly prepare: number; readonly send: number; readonly walk: number };
  readonly rates: { readonly reportsPerSecond: number; readonly commandsPerSecond: number };
  /** Names the run; a later process that goes on with it has the same. */
  readonly run: string;
  readonly resumed: boolean;
};

export type Measured = {
  readonly plan: ReplayPlan;
  readonly sent: readonly Sent[];
  readonly decisions: readonly { readonly request: ReplayRequest; readonly routed: Routed | undefined }[];
  readonly states: Counts;
  readonly phases: ReplayResult['phases'];
  readonly seconds: number;
  readonly run: string;
  readonly resumed: boolean;
};

/** Draws up what a replay came to. */
export function resultOf({ plan, sent, decisions, states, phases, seconds, run, resumed }: Measured): ReplayResult {
  const accepted = sent.filter(({ seen }) => seen !== undefined);
  const filed = decisions.flatMap(({ request, routed }) => (routed ? [{ request, routed }] : []));
  const automatic = filed.filter(({ routed }) => routed.byRouter && routed.departmentCode !== undefined);
  const owned = automatic.filter(({ request }) => request.owner !== undefined);
  const walked = walkedOf(accepted.map(({ request }) => request));
  return {
    sent: sent.length,
    accepted: accepted.length,
    refused: countOf(sent.flatMap(({ refused }) => refused ?? [])),
    located: locatedOf(plan, sent),
    routed: {
      automatic: automatic.length,
      byPerson: filed.length - automatic.length,
      to: countOf(automatic.map(({ routed }) => routed.departmentCode ?? '')),
      agreed: {
        same: owned.filter(({ request, routed }) => request.owner === routed.departmentCode).length,
        of: owned.length,
      },
    },
    states,
    seconds: rounded(seconds),
    walked,
    phases: { prepare: rounded(phases.prepare), send: rounded(phases.send), walk: rounded(phases.walk) },
    rates: {
      reportsPerSecond: rounded(sent.length / phases.send),
      commandsPerSecond: rounded(walked.commands / phases.walk),
    },
    run,
    resumed,
  };
}

function locatedOf({ areaAt }: ReplayPlan, sent: readonly Sent[]): ReplayResult['located'] {
  const inside = sent.filter(({ request: { at } }) => at !== undefined && areaAt(at) !== undefined);
  const same = inside.filter(
    ({ request: { assigned }, seen }) => assigned !== undefined && seen?.gridCode.startsWith(assigned),
  );
  return { same: same.length, of: inside.length };
}

function walkedOf(requests: readonly ReplayRequest[]): ReplayResult['walked'] {
  const count = (test: (steps: readonly Step[]) => boolean): number =>
    requests.filter(({ steps }) => test(steps)).length;
  const has =
    (command: Step['command'], fields: Step['fields'] = {}) =>
    (steps: readonly Step[]): boolean =>
      steps.some(
        (step) =>
          step.command === command && Object.entries(fields).every(([field, value]) => step.fields?.[field] === value),
      );
  const isReworked = (steps: readonly Step[]): boolean =>
    has('submit-check', { result: 'not-pass' })(steps) || has('send-back', { to: 'handling' })(steps);
  return {
    commands: requests.reduce((sum, { steps }) => sum + steps.length, 0),
    throughAllStates: count((steps) => has('submit-verification')(steps) && has('close')(steps)),
    closed: count(has('close')),
    rejected: count(has('reject')),
    returned: count(has('accept-return')),
    returnsRefused: count(has('refuse-return')),
    feedbackRefused: count(has('refuse-feedback')),
    reworked: count(isReworked),
  };
}

function countOf(names: readonly string[]): Counts {
  const groups = Map.groupBy(names, (name) => name);
  return Object.fromEntries([...groups].map(([name, all]): [string, number] => [name, all.length]).sort());
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** The result for a person, line by line. */
export function linesOf(result: ReplayResult): readonly string[] {
  const { sent, accepted, refused, located, routed, states, seconds, walked, phases, rates } = result;
  const list = (counts: Counts): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  const share = ({ same, of }: { readonly same: number; readonly of: number }): string =>
    `${same} of ${of} (${of === 0 ? '-' : ((100 * same) / of).toFixed(2)} %)`;
  return [
    `sent        ${sent}`,
    `accepted    ${accepted}`,
    `refused     ${sent - accepted}: ${list(refused)}`,
    `located     ${share(located)} in the area that the source assigned`,
    `routed      ${routed.automatic} automatically: ${list(routed.to)}; ${routed.byPerson} by a person`,
    `agreed      ${share(routed.agreed)} routed to the recorded owner, which the router never saw`,
    `walked      ${walked.throughAllStates} cases through all states (${((100 * walked.throughAllStates) / accepted).toFixed(1)} % of the accepted), by ${walked.commands} commands in all`,
    `            closed ${walked.closed}, rejected ${walked.rejected}, returned ${walked.returned}, returns refused ${walked.returnsRefused}, results refused ${walked.feedbackRefused}, reworked ${walked.reworked}`,
    `states      ${list(states)}`,
    `seconds     ${seconds}: preparing ${phases.prepare}, sending ${phases.send}, working ${phases.walk}`,
    `rates       ${rates.reportsPerSecond} reports/s, ${rates.commandsPerSecond} commands/s`,
  ];
}
