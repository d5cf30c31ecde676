import { localDateOf } from '@wanmi/calendar';
import { type Catalogue, describeProblem, type Row, type RowProblem } from '@wanmi/catalogue';
import { type Database, imports, ruleSets } from '@wanmi/db';
import { accept, type Instant, type Result, refuse, type UserId, type WorkDate } from '@wanmi/kernel';
import {
  type Department,
  describeFinding,
  isLintError,
  type LintFinding,
  lintRules,
  parseRules,
  type Rule,
} from '@wanmi/routing';
import type { Transaction } from 'kysely';
import { CaseError } from '../case-error.ts';
import type { Desk } from '../desk.ts';
import { readCatalogue, readDepartments, readRules } from '../reference/read-parts.ts';

/** Rules as rows of their table, with who brings them and from where. */
export type RulesGiven = {
  readonly rows: readonly Row[];
  /** The person; null for the command line. */
  readonly by: UserId | null;
  /** Shown with the version: file names, or the proposal that was approved. */
  readonly source: string;
};

/** What rules are held against. */
export type RulesKnown = {
  readonly catalogue: Catalogue;
  readonly departments: readonly Department[];
  /** The city's date, on which rules must not contradict each other. */
  readonly today: WorkDate;
};

/** Why a set cannot come into force: broken rows, or rules that do not go together. */
export type RulesRefusal = { readonly problems: readonly RowProblem[]; readonly findings: readonly LintFinding[] };

/** Checks a table of rules whole: each row, then all together. Findings that are no errors come with the rules. */
export function checkRules(
  rows: readonly Row[],
  { catalogue, departments, today }: RulesKnown,
): Result<{ readonly rules: readonly Rule[]; readonly findings: readonly LintFinding[] }, RulesRefusal> {
  const parsed = parseRules(rows, departments, catalogue);
  if (!parsed.ok) return refuse({ problems: parsed.error, findings: [] });
  const findings = lintRules({ version: 'new', rules: parsed.value, departments }, catalogue, today);
  const errors = findings.filter(isLintError);
  return errors.length > 0 ? refuse({ problems: [], findings: errors }) : accept({ rules: parsed.value, findings });
}

/** The problems of a refused set, one line each. */
export const describeRefusal = ({ problems, findings }: RulesRefusal): readonly string[] => [
  ...problems.map(describeProblem),
  ...findings.map(describeFinding),
];

/**
 * Puts checked rules into force under the next version and keeps them under it; the same rules again change nothing. The
 * caller raises the version (`imports.raiseVersion`) when a count is not zero, in the same transaction.
 */
export async function putInForce(
  trx: Transaction<Database>,
  rules: readonly Rule[],
  { by, source, at }: Pick<RulesGiven, 'by' | 'source'> & { readonly at: Instant },
): Promise<imports.SyncCounts> {
  const before = await imports.lockKind(trx, 'rules');
  const counts = await imports.saveRules(trx, rules);
  if (counts.added + counts.changed + counts.removed === 0) return counts;
  const sorted = rules.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const head = { version: before + 1, importedAt: at, importedBy: by, source };
  await ruleSets.insertRuleSet(trx, head, sorted);
  return counts;
}

/** What an import did: the version in force afterwards, and what should be looked at all the same. */
export type RulesImported = imports.SyncCounts & {
  readonly version: number;
  readonly rules: number;
  readonly findings: readonly LintFinding[];
};

/** Which version the person saw, and how their rules follow from what is in force. */
export type RulesChange = Omit<RulesGiven, 'rows'> & {
  readonly expectedVersion: number | 'latest';
  readonly rowsFrom: (inForce: readonly Rule[]) => readonly Row[];
};

/**
 * Replaces the rules whole in `trx`, at the version expected. Checked against organisation and catalogue as they are in
 * the database. Refusals: `version-conflict`, and `rules-refused` with every problem.
 */
export async function replaceRules(
  trx: Transaction<Database>,
  desk: Pick<Desk, 'now' | 'reference'>,
  change: RulesChange,
): Promise<Result<RulesImported, CaseError>> {
  const version = await imports.lockKind(trx, 'rules');
  const { expectedVersion, rowsFrom, by, source } = change;
  if (expectedVersion !== 'latest' && expectedVersion !== version) return refuse(staleRules(expectedVersion, version));
  const departments = [...(await readDepartments(trx)).values()];
  const known = { catalogue: await readCatalogue(trx), departments, today: cityDate(desk) };
  const checked = checkRules(rowsFrom(await readRules(trx)), known);
  if (!checked.ok) return refuse(rulesRefused(checked.error));
  const { rules, findings } = checked.value;
  const counts = await putInForce(trx, rules, { by, source, at: desk.now() });
  const isChanged = counts.added + counts.changed + counts.removed > 0;
  const now = isChanged ? await imports.raiseVersion(trx, 'rules') : version;
  return accept({ ...counts, version: now, rules: rules.length, findings });
}

/** Today in the city. */
export const cityDate = ({ now, reference }: Pick<Desk, 'now' | 'reference'>): WorkDate =>
  localDateOf(reference().calendars.city, now());

const staleRules = (expected: number, current: number): CaseError =>
  new CaseError(
    'version-conflict',
    `cannot replace the rules: they are at version ${current}, the request expected ${expected}`,
    { expectedVersion: expected, currentVersion: current },
  );

/** Problems told in an answer; the command line tells them all. */
const TOLD = 100;

/** A set of rules that cannot come into force, with the first hundred of its problems. */
export function rulesRefused(refusal: RulesRefusal): CaseError {
  const lines = describeRefusal(refusal);
  return new CaseError(
    'rules-refused',
    `cannot take the rules: found ${lines.length} problems, needs none; the first is: ${lines[0]}`,
    { problems: refusal.problems.slice(0, TOLD), findings: refusal.findings.slice(0, TOLD), count: lines.length },
  );
}
