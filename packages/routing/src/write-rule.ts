import { RULE_COLUMNS } from './parse-rules.ts';
import type { Rule } from './rule.ts';
import { dayWindowText } from './rule-cells.ts';

/** Writes a rule as a row that `parseRules` reads back as the same rule. */
export function rowOfRule(rule: Rule): Record<(typeof RULE_COLUMNS)[number], string> {
  const { polygon, hours } = rule;
  return {
    id: rule.id,
    principle: rule.principle,
    edition: rule.edition ?? '',
    kind: rule.kind ?? '',
    classes: rule.classes.join(';'),
    condition: rule.conditionId ?? '',
    area: rule.area ?? '',
    polygon: polygon === undefined ? '' : JSON.stringify({ type: 'MultiPolygon', coordinates: polygon }),
    channel: rule.channel ?? '',
    hours: hours === undefined ? '' : dayWindowText(hours),
    valid_from: rule.validFrom,
    valid_to: rule.validTo ?? '',
    department: rule.department,
    assisting: rule.assisting.join(';'),
    source: rule.source,
    note: rule.note,
  };
}

/** Writes rules as a CSV table that the import takes back unchanged; lines end in `\n`. */
export const csvOfRules = (rules: readonly Rule[]): string =>
  [
    RULE_COLUMNS.join(','),
    ...rules.map(rowOfRule).map((row) => RULE_COLUMNS.map((name) => quoted(row[name])).join(',')),
  ]
    .map((line) => `${line}\n`)
    .join('');

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
