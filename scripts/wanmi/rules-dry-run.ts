import {
  type ClassThere,
  checkRules,
  cityDate,
  countRoutes,
  describeRefusal,
  openReference,
  type TrialPage,
  type TrialScope,
  tryRules,
} from '@wanmi/cases';
import { describeProblem, readCsv, rowNumber } from '@wanmi/catalogue';
import type { Instant, WorkDate } from '@wanmi/kernel';
import { addCounts, type MovedCase, NO_COUNTS, type Rule } from '@wanmi/routing';
import { type ReadOptions, readOptions, readText } from '../areas/files.ts';
import { onDatabase, onlyFile } from '../import/import-command.ts';
import type { SourceFile } from '../import/outcome.ts';
import { type Command, CommandError } from './command.ts';

const USAGE = `wanmi rules dry-run FILE [--from YYYY-MM] [--to YYYY-MM] [--as-of DATE] [--classes FILE] [--sample N] [--json]

Asks the rules in force and those of FILE about every case that was ever routed here, and about imported history, and
tells what would move. Stores nothing.

  FILE            the changed rules, whole, CSV ("wanmi rules export" writes those in force)
  --from, --to    months of the reports, both included (default: all there are)
  --as-of DATE    the day on which both sets are asked (default: today in the city); hours are those of each case
  --classes FILE  what classes of another system are here, CSV: name,edition,kind,class_code
  --sample N      cases listed of those that move (default 20); all are counted
  --json          { version, cases, withoutFacts, moved, decided, judged, agreed, wrong, items } on stdout

An imported case is asked when its place is known here and its class is in --classes or has the name of exactly one of
ours; the others are counted as without facts. "agreed" is: sent without a person to the department that had the case in the end.
`;

/** `wanmi rules dry-run`: what changed rules would have done. */
export const command: Command = {
  words: ['rules', 'dry-run'],
  summary: 'what changed rules would do to past cases, and how often they would be right',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, OPTIONS);
    const file = onlyFile(options, 'CSV file of changed rules');
    const text = await readText(file, context);
    const { scope, sample } = scopeOf(options);
    const classesFile = options.find('classes');
    const table = classesFile && { name: classesFile, text: await readText(classesFile, context) };
    const result = await onDatabase(context, async (db) => {
      const reference = await openReference(db);
      const desk = { db, reference: reference.current, now: () => Date.now() as Instant };
      try {
        await countRoutes({ db });
        const today = cityDate(desk);
        const rules = rulesIn(text, file, { ...desk.reference(), today });
        const classes = table ? { classes: classesIn(table, desk.reference()) } : {};
        const page = await tryAll(desk, rules, {
          scope: { ...scope, ...classes, asOf: scope.asOf ?? today },
          sample,
          tell: context.err,
        });
        return { version: desk.reference().versions.rules, ...page };
      } finally {
        await reference.close();
      }
    });
    const { counts, moved, next: _next, ...rest } = result;
    const report = { ...rest, ...counts, items: moved };
    context.out(options.has('json') ? JSON.stringify(report, undefined, 2) : linesOf(result).join('\n'));
    return 0;
  },
};

const text = { type: 'string' } as const;
const OPTIONS = {
  from: text,
  to: text,
  'as-of': text,
  sample: text,
  classes: text,
  json: { type: 'boolean' },
} as const;

function scopeOf(options: ReadOptions) {
  const monthOf = (name: string, otherwise: number): number => {
    const found = options.find(name);
    if (found === undefined) return otherwise;
    if (/^2\d{3}-(0[1-9]|1[0-2])$/.test(found)) return Number(found.replace('-', ''));
    throw new CommandError(`--${name} is "${found}", needs a month as 2026-11`);
  };
  const asOf = options.find('as-of');
  if (asOf !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(asOf))
    throw new CommandError(`--as-of is "${asOf}", needs a date`);
  const sample = Number(options.find('sample') ?? 20);
  if (!(Number.isInteger(sample) && sample >= 0)) throw new CommandError('--sample needs a whole number');
  const scope = { firstMonth: monthOf('from', 200_001), lastMonth: monthOf('to', 299_912), areas: [''] };
  return { scope: { ...scope, asOf: asOf as WorkDate | undefined }, sample };
}

type Known = Pick<ReturnType<Parameters<typeof tryRules>[0]['reference']>, 'catalogue' | 'departments'> & {
  readonly today: WorkDate;
};

function rulesIn(csv: string, file: string, { catalogue, departments, today }: Known): readonly Rule[] {
  const rows = readCsv(csv);
  const known = { catalogue, departments: [...departments.values()], today };
  const checked = rows.ok ? checkRules(rows.value, known) : { ...rows, error: { problems: rows.error, findings: [] } };
  if (checked.ok) return checked.value.rules;
  const lines = describeRefusal(checked.error);
  const shown = lines.slice(0, 20).map((line) => `  ${line}`);
  throw new CommandError(
    `cannot use ${file}: found ${lines.length} problems, needs none; the first are\n${shown.join('\n')}`,
  );
}

/** What classes elsewhere are here. Throws CommandError for a row that names no class of ours. */
function classesIn(file: SourceFile, { catalogue }: Pick<Known, 'catalogue'>): ReadonlyMap<string, ClassThere> {
  const rows = readCsv(file.text);
  if (!rows.ok) throw new CommandError(`cannot read ${file.name}: ${rows.error.map(describeProblem).join('; ')}`);
  return new Map(
    rows.value.map(({ name = '', edition = '', kind, class_code: code = '' }, index) => {
      const found = catalogue.reportedClass(edition, kind === 'component' ? 'component' : 'matter', code);
      if (found && name !== '') return [name, found] as const;
      throw new CommandError(
        `cannot use ${file.name}, row ${rowNumber(index)}: "${name}" is ${kind} ${code} of "${edition}", needs a name and a class of the catalogue`,
      );
    }),
  );
}

/** Cases between two lines of progress. */
const STEP = 100_000;

type Trial = { readonly scope: TrialScope; readonly sample: number; readonly tell: (text: string) => void };

async function tryAll(
  desk: Parameters<typeof tryRules>[0],
  rules: readonly Rule[],
  { scope, sample, tell }: Trial,
): Promise<TrialPage> {
  let page: TrialPage = { counts: NO_COUNTS, moved: [], withoutFacts: 0, next: null };
  do {
    const step = await tryRules(desk, rules, scope, {
      after: page.next,
      limit: STEP,
      sample: sample - page.moved.length,
    });
    page = {
      counts: addCounts(page.counts, step.counts),
      moved: [...page.moved, ...step.moved],
      withoutFacts: page.withoutFacts + step.withoutFacts,
      next: step.next,
    };
    if (page.next !== null) tell(`${page.counts.cases} cases asked, ${page.counts.moved} would move`);
  } while (page.next !== null);
  return page;
}

const share = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

function linesOf({
  version,
  counts,
  withoutFacts,
  moved,
}: TrialPage & { readonly version: number }): readonly string[] {
  const { cases, decided, judged, agreed, wrong } = counts;
  const pair = (name: string, { before, after }: { before: number; after: number }, of: number): string =>
    `  ${name.padEnd(28)}${String(before).padStart(9)} ${share(before, of).padStart(8)}${String(after).padStart(10)} ${share(after, of).padStart(8)}`;
  return [
    `${cases} cases asked (${withoutFacts} imported ones without facts); ${counts.moved} would move`,
    `  ${''.padEnd(28)}${`version ${version}`.padStart(18)}${'changed'.padStart(19)}`,
    pair('decided without a person', decided, cases),
    pair(`as they ended, of ${judged}`, agreed, judged),
    pair('otherwise than they ended', wrong, judged),
    ...moved.flatMap(({ id, from, to, final }: MovedCase) => [
      `${id}: ${from.department ?? 'a person'} -> ${to.department ?? 'a person'}${final === null ? '' : ` (ended with ${final})`}`,
      `  ${from.because.en}`,
      `  ${to.because.en}`,
    ]),
  ];
}
