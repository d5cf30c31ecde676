import { routes, ruleProposals } from '@wanmi/db';
import { accept, type DepartmentCode, type Result, refuse, type UserId } from '@wanmi/kernel';
import { type Question, type Rule, route, rowOfRule } from '@wanmi/routing';
import type { CaseState } from '@wanmi/workflow';
import { CaseError } from '../case-error.ts';
import type { Desk } from '../desk.ts';
import { cityDate, replaceRules } from './replace-rules.ts';

/** Length of a community's code: where a decision on one case says something of others. */
const COMMUNITY = 12;

/**
 * Proposes, as the workflow's effect asks, that what was arbitrated for one case holds for its class in its community,
 * under the fourth principle. Takes the effect from the outbox; done twice it proposes once.
 */
export async function proposeArbitrated(
  desk: Desk,
  {
    effectId,
    state,
    department,
  }: { readonly effectId: number; readonly state: CaseState; readonly department: DepartmentCode },
): Promise<'proposed' | 'done-before'> {
  const { subject, place } = state;
  const scope = {
    ...{ edition: subject.edition, kind: subject.kind, classCode: subject.classCode, department },
    areaCode: place.areaCode.slice(0, COMMUNITY),
    principle: 'district-leaders',
    evidence: { caseId: state.id, caseNo: state.caseNo },
  } as const;
  const isNew = await ruleProposals.recordArbitrated(desk.db, effectId, scope, desk.now());
  return isNew ? 'proposed' : 'done-before';
}

/** Fewer cases than these, or a smaller share of them, are no habit. */
const HABIT = { leastKept: 10, leastShare: 0.95 };

/**
 * Proposes a rule for each class that nearly always goes to one department in an area where the rules decide nothing. A
 * narrower area is proposed only where no wider one says the same. Returns how many are new.
 */
export async function proposeHabits(desk: Desk): Promise<number> {
  const habits = await routes.listHabits(desk.db, HABIT);
  const { rules, departments } = desk.reference();
  const date = cityDate(desk);
  const said = new Set<string>();
  const scopes = habits.flatMap((habit): ruleProposals.ProposedScope[] => {
    const { edition, kind, classCode, areaCode, department, kept, moved, cases } = habit;
    const keyOf = (area: string): string => [edition, kind, classCode, area, department].join('|');
    const wider = [6, 9].some((length) => length < areaCode.length && said.has(keyOf(areaCode.slice(0, length))));
    const question: Question = { edition, kind, classCode, gridCode: areaCode, date, minuteOfDay: 720 };
    const isOpen = route(rules, question).outcome === 'undecided';
    if (wider || !isOpen || departments.get(department)?.active !== true) return [];
    said.add(keyOf(areaCode));
    return [
      {
        ...{ edition, kind, classCode, areaCode, department },
        principle: 'district-leaders',
        evidence: { kept, moved, cases },
      },
    ];
  });
  if (scopes.length === 0) return 0;
  return desk.db.transaction().execute((trx) => ruleProposals.saveLearned(trx, scopes, desk.now()));
}

/** What a person decides on a proposal, and why. */
export type ProposalVerdict = {
  readonly by: UserId;
  /** Code prefixes in which this person decides; a proposal elsewhere is not there for them. */
  readonly areas: readonly string[];
  readonly reason: string | null;
};

/** Refuses a proposal. Learning does not propose it again. */
export function refuseProposal(
  desk: Desk,
  proposalId: number,
  verdict: ProposalVerdict,
): Promise<Result<ruleProposals.RuleProposal, CaseError>> {
  return desk.db.transaction().execute(async (trx) => {
    const { by, reason } = verdict;
    const found = await lockOpen(trx, proposalId, verdict);
    if (!found.ok) return found;
    const decision = { state: 'refused', by, at: desk.now(), reason, rulesVersion: null } as const;
    return accept(await ruleProposals.decideProposal(trx, proposalId, decision));
  });
}

/**
 * Approves a proposal: its rule joins those in force, from today, as a new version. Refused when the rules would
 * contradict each other; then the table has to be changed by hand.
 */
export async function approveProposal(
  desk: Desk,
  proposalId: number,
  verdict: ProposalVerdict,
): Promise<Result<ruleProposals.RuleProposal, CaseError>> {
  return desk.db.transaction().execute(async (trx) => {
    const { by, reason } = verdict;
    const found = await lockOpen(trx, proposalId, verdict);
    if (!found.ok) return found;
    const rule = ruleOf(found.value, desk, reason);
    const replaced = await replaceRules(trx, desk, {
      ...{ by, source: `proposal ${proposalId}`, expectedVersion: 'latest' },
      rowsFrom: (inForce) => [...inForce, rule].map(rowOfRule),
    });
    if (!replaced.ok) return replaced;
    const rulesVersion = replaced.value.version;
    const decision = { state: 'approved', by, at: desk.now(), reason, rulesVersion } as const;
    return accept(await ruleProposals.decideProposal(trx, proposalId, decision));
  });
}

function ruleOf(proposal: ruleProposals.RuleProposal, desk: Desk, reason: string | null): Rule {
  const { proposalId, origin, evidence, edition, kind, classCode, areaCode, department, principle } = proposal;
  return {
    id: `proposal-${proposalId}`,
    ...{ principle, edition, kind, department },
    classes: [classCode],
    ...(areaCode === null ? {} : { area: areaCode as NonNullable<Rule['area']> }),
    validFrom: cityDate(desk),
    assisting: [],
    source:
      origin === 'arbitration' ? `arbitration, ${JSON.stringify(evidence)}` : `history, ${JSON.stringify(evidence)}`,
    note: reason ?? '',
  };
}

async function lockOpen(
  trx: Parameters<typeof ruleProposals.lockProposal>[0],
  proposalId: number,
  { areas }: ProposalVerdict,
): Promise<Result<ruleProposals.RuleProposal, CaseError>> {
  const found = await ruleProposals.lockProposal(trx, proposalId);
  if (!found || !areas.some((area) => (found.areaCode ?? '').startsWith(area))) {
    return refuse(
      new CaseError('not-found', `cannot decide proposal ${proposalId}: there is none in your area`, { proposalId }),
    );
  }
  const { state } = found;
  if (state === 'proposed') return accept(found);
  const message = `cannot decide proposal ${proposalId}: it is ${state}, needs an open one`;
  return refuse(new CaseError('proposal-decided', message, { proposalId, state }));
}
