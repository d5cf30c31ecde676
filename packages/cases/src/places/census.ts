import { localDateOf } from '@wanmi/calendar';
import type { CensusReport, CensusRoundView } from '@wanmi/contracts';
import { census, components, type Database } from '@wanmi/db';
import { accept, type Instant, type Result, refuse } from '@wanmi/kernel';
import type { Kysely, Transaction } from 'kysely';
import { CaseError } from '../case-error.ts';
import type { Reference } from '../reference/reference.ts';
import { writeTime } from '../write-time.ts';

type World = { readonly db: Kysely<Database>; readonly calendar: Reference['calendars']['city'] };
/** Who does it; null for the command line. */
type Person = { readonly by: string | null; readonly at: Instant };
type Answer<T> = Promise<Result<T, CaseError>>;

/** Per cent of a sample that must be right unless the plan says another. Source: docs/sources.md#roads-and-census */
export const NEEDED_PERCENT = 96;

/** Plans a round. */
export async function planCensus(db: Kysely<Database>, round: census.NewRound): Answer<census.CensusRound> {
  if (round.plannedTo < round.plannedFrom)
    return refuse(refused('plan', round.roundId, `it ends on ${round.plannedTo}, before it begins`));
  const isNew = await census.plan(db, round);
  const planned = await census.findRound(db, round.roundId);
  if (!isNew || planned === undefined) return refuse(refused('plan', round.roundId, 'there is one of this id already'));
  return accept(planned);
}

/** A round with what it found against the register and how its sample was judged. */
export async function reportCensus({ db, calendar }: World, roundId: string): Answer<CensusReport> {
  const round = await census.findRound(db, roundId);
  if (round === undefined) return refuse(noRound('read', roundId));
  const isOpen = round.settledAt === null;
  const sample = await census.listSample(db, roundId);
  const strata = [...Map.groupBy(sample, ({ street, department }) => `${street}\n${department}`).values()];
  return accept({
    round: viewRound(round, calendar),
    findings: isOpen && round.state !== 'planned' ? [...(await census.findings(db, round))] : [],
    sample: {
      ...judgedOf(sample),
      strata: strata.map((rows) => ({
        street: rows[0]?.street ?? '',
        department: rows[0]?.department ?? '',
        ...judgedOf(rows),
      })),
    },
  });
}

/** A round as answers show it. */
export const viewRound = (
  { createdAt, settledAt, by: _by, classes, ...round }: census.CensusRound,
  calendar: World['calendar'],
): CensusRoundView => ({
  ...round,
  classes: [...classes],
  createdAt: writeTime(calendar, createdAt.getTime() as Instant),
  settledAt: settledAt === null ? null : writeTime(calendar, settledAt.getTime() as Instant),
});

function judgedOf(rows: readonly census.CensusSample[]) {
  const judged = rows.filter(({ isRight }) => isRight !== null);
  const right = judged.filter(({ isRight }) => isRight === true).length;
  const share = judged.length === 0 ? null : Math.round((10_000 * right) / judged.length) / 100;
  return { drawn: rows.length, judged: judged.length, right, share };
}

/** Draws the sample of a surveyed round; drawn again, judgements are lost. Returns how many were drawn. */
export const drawCensusSample = (
  db: Kysely<Database>,
  roundId: string,
  order: { readonly perStratum: number; readonly seed: string },
): Answer<number> =>
  onRound(db, { roundId, tried: 'draw a sample of', states: ['surveyed', 'sampled'] }, async (trx) => {
    const drawn = await census.drawSample(trx, roundId, order);
    await census.setState(trx, roundId, { state: 'sampled' });
    return accept(drawn);
  });

/** Writes judgements of the sample: all or none. */
export const judgeCensus = (
  db: Kysely<Database>,
  roundId: string,
  { judgements, by, at }: Person & { readonly judgements: readonly census.Judgement[] },
): Answer<number> =>
  onRound(db, { roundId, tried: 'judge', states: ['sampled'] }, async (trx) => {
    const strange = await census.judge(trx, roundId, { judgements, by, at: new Date(at) });
    if (strange.length === 0) return accept(judgements.length);
    return refuse(
      refused(
        'judge',
        roundId,
        `${strange.slice(0, 5).join(', ')} ${strange.length === 1 ? 'is' : 'are'} not in its sample`,
      ),
    );
  });

export type Settlement = Person & {
  readonly decision: 'accept' | 'refuse';
  /** What becomes of components of the area that the survey did not find. */
  readonly missing: 'keep' | 'lost' | 'removed';
  readonly remark: string | null;
};

/** What a settled round did to the register. */
export type Settled = { readonly added: number; readonly changed: number; readonly missing: number };

/**
 * Accepts a round into the register, if its whole sample is judged and enough of it is right, or refuses it. Either way
 * the survey's rows go: the register and its history say what they changed.
 */
export const settleCensus = (world: World, roundId: string, order: Settlement): Answer<Settled> =>
  onRound(world.db, { roundId, tried: order.decision, states: statesFor(order) }, async (trx, round) => {
    const done = order.decision === 'refuse' ? accept(NOTHING) : await takeOver(trx, round, world, order);
    if (!done.ok) return done;
    await census.dropRecords(trx, roundId);
    const state = order.decision === 'accept' ? 'accepted' : 'refused';
    await census.setState(trx, roundId, { state, remark: order.remark, at: new Date(order.at) });
    return done;
  });

const NOTHING: Settled = { added: 0, changed: 0, missing: 0 };
const statesFor = ({ decision }: Settlement): readonly census.CensusRound['state'][] =>
  decision === 'accept' ? ['sampled'] : ['planned', 'surveyed', 'sampled'];

async function takeOver(
  trx: Transaction<Database>,
  round: census.CensusRound,
  { calendar }: World,
  { missing, by, at }: Settlement,
): Answer<Settled> {
  const { drawn, judged, right, share } = judgedOf(await census.listSample(trx, round.roundId));
  if (judged < drawn || share === null) {
    return refuse(refused('accept', round.roundId, `${judged} of ${drawn} of its sample are judged, all must be`));
  }
  // Not the share itself, which is rounded: 95.996 % is no 96.
  if (100 * right < round.needed * judged) {
    return refuse(
      refused(
        'accept',
        round.roundId,
        `${right} of ${judged} are right (${share} %), at least ${round.needed} % must be`,
      ),
    );
  }
  await components.nameChanger(trx, by, `census ${round.roundId}`);
  const { added, changed } = await census.applyRecords(trx, round.roundId);
  const on = localDateOf(calendar, at);
  const marked = missing === 'keep' ? 0 : await census.markMissing(trx, round, { state: missing, on });
  return accept({ added, changed, missing: marked });
}

type Step = {
  readonly roundId: string;
  readonly tried: string;
  readonly states: readonly census.CensusRound['state'][];
};

/** Does one step of a round in one transaction, with the round locked; a refusal leaves nothing behind. */
async function onRound<T>(
  db: Kysely<Database>,
  { roundId, tried, states }: Step,
  work: (trx: Transaction<Database>, round: census.CensusRound) => Answer<T>,
): Answer<T> {
  return db.transaction().execute(async (trx) => {
    const round = await census.lockRound(trx, roundId);
    if (round === undefined) return refuse(noRound(tried, roundId));
    if (states.includes(round.state)) return work(trx, round);
    return refuse(refused(tried, roundId, `it is ${round.state}, needs to be ${states.join(' or ')}`));
  });
}

const noRound = (tried: string, roundId: string): CaseError =>
  new CaseError('not-found', `cannot ${tried} census round ${roundId}: there is none of this id`, { roundId });
const refused = (tried: string, roundId: string, problem: string): CaseError =>
  new CaseError('census-refused', `cannot ${tried} census round ${roundId}: ${problem}`, { roundId, reason: problem });
