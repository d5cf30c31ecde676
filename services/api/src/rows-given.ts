import { rulesRefused } from '@wanmi/cases';
import { type Row, readCsv } from '@wanmi/catalogue';
import type { RuleBody } from '@wanmi/contracts';
import { type Rule, rowOfRule } from '@wanmi/routing';
import { ApiError } from './errors.ts';

/** The rows of a table of rules, brought as CSV or as rules. Throws unless exactly one of the two is there and readable. */
export function rowsGiven({
  csv,
  rules,
}: {
  readonly csv?: string;
  readonly rules?: readonly RuleBody[];
}): readonly Row[] {
  // What a row then says is checked like a row of a file: broken values become problems of their fields.
  if (rules !== undefined && csv === undefined) return rules.map((rule) => rowOfRule(rule as unknown as Rule));
  if (csv === undefined || rules !== undefined) {
    const problem = csv === undefined ? 'is missing, one of csv and rules is needed' : 'is one too many beside csv';
    throw new ApiError('bad-request', `cannot read the rules: rules ${problem}`, {
      in: 'body',
      fields: [{ field: '/rules', problem }],
    });
  }
  const read = readCsv(csv);
  if (read.ok) return read.value;
  throw rulesRefused({ problems: read.error, findings: [] });
}
