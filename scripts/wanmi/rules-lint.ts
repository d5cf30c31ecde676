import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { WorkDate } from '@wanmi/kernel';
import { describeFinding, isLintError, type LintFinding, lintRules } from '@wanmi/routing';
import { DEMO_DIR, readCatalogue, readDepartments, readRules } from '../reference-data.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi rules lint [FILE] [--departments FILE] [--catalogue DIR] [--date YYYY-MM-DD] [--json]

Checks routing rules: contradictions, shadowed and dead rules, classes that nothing covers.

  FILE                rules, CSV (default: the demo's)
  --departments FILE  the organisation, CSV (default: the demo's)
  --catalogue DIR     folder with editions.csv and its tables (default: those of the product)
  --date DATE         the day on which rules must be in force (default: today, UTC)
  --json              { rules, findings: [{ type, … }], counts: { type: n } }

A broken rule (unknown department, class, date …) is refused before, all problems at once, exit code 2.
Exit code 1 for what an import refuses: rules that contradict each other, or whose department is gone. Expired and
shadowed rules, polygons that may overlap and uncovered classes are only listed.`;

/** `wanmi rules lint`: what is wrong or doubtful in a table of rules. */
export const command: Command = {
  words: ['rules', 'lint'],
  summary: 'contradictions, shadowed and dead rules, uncovered classes',
  usage: USAGE,
  run: async (argv, context) => {
    const { file, departmentsFile, catalogueDir, date, json } = readOptions(argv, context);
    const catalogue = await readCatalogue(catalogueDir);
    const departments = await readDepartments(departmentsFile);
    const rules = await readRules(file, departments, catalogue);
    const findings = lintRules({ version: file, rules, departments }, catalogue, date);
    const counts = countsOf(findings);
    if (json) context.out(`${JSON.stringify({ rules: rules.length, findings, counts }, undefined, 2)}\n`);
    else {
      context.out(findings.map((finding) => `${describeFinding(finding)}\n`).join(''));
      context.err(`${rules.length} rules; ${JSON.stringify(counts)}\n`);
    }
    return findings.some(isLintError) ? 1 : 0;
  },
};

function readOptions(argv: readonly string[], { callerDir }: CommandContext) {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { departments: text, catalogue: text, date: text, json: { type: 'boolean', default: false } },
    });
    const [file] = positionals;
    const date = values.date ?? new Date().toISOString().slice(0, 10);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new CommandError(`date "${date}" given, needs YYYY-MM-DD`);
    return {
      file: file === undefined ? join(DEMO_DIR, 'rules.csv') : resolve(callerDir, file),
      departmentsFile: values.departments && resolve(callerDir, values.departments),
      catalogueDir: values.catalogue && resolve(callerDir, values.catalogue),
      date: date as WorkDate,
      json: values.json,
    };
  } catch (error) {
    throw error instanceof TypeError ? new CommandError(error.message) : error;
  }
}

function countsOf(findings: readonly LintFinding[]): Readonly<Record<LintFinding['type'], number>> {
  const count = (type: LintFinding['type']): number => findings.filter((finding) => finding.type === type).length;
  return {
    contradiction: count('contradiction'),
    shadowed: count('shadowed'),
    dead: count('dead'),
    uncovered: count('uncovered'),
  };
}
