import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readCsv } from '@wanmi/catalogue';
import type { DepartmentCode, WorkDate } from '@wanmi/kernel';
import {
  type Department,
  explainBriefly,
  indexRules,
  isLintError,
  lintRules,
  PRINCIPLES,
  parseRules,
  type Question,
  type Routing,
  type Rule,
  route,
} from '@wanmi/routing';
import { beforeAll, describe, expect, test } from 'vitest';
import { readCatalogue, readDepartments } from '../scripts/reference-data.ts';

const page = readFileSync(resolve(import.meta.dirname, '../docs/routing.md'), 'utf8');
const EDITION = 'gbt-47678.5-2026';

let departments: readonly Department[];
let rules: readonly Rule[];
beforeAll(async () => {
  departments = await readDepartments();
  const rows = readCsv(/```csv\n([\s\S]*?)```/.exec(page)?.[1] ?? '');
  const parsed = rows.ok ? parseRules(rows.value, departments, await readCatalogue()) : rows;
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  rules = parsed.value;
});

/** Rows `kind | question | answer | because | 理由` of the worked examples. */
const examples = page
  .split('\n')
  .filter((line) => line.includes('| `--class '))
  .map((line) =>
    line.split(' | ').map((cell) =>
      cell
        .replace(/^\| |\s*\|$/g, '')
        .replaceAll('`', '')
        .trim(),
    ),
  );

const text = { type: 'string' } as const;
const OPTIONS = {
  ...{ class: text, grid: text, condition: text, position: text, channel: text, at: text },
  ...{ maintainer: text, owner: text, competent: text, arbitrated: text },
} as const;

function questionOf(words: string): Question {
  const { values } = parseArgs({ args: words.split(' '), options: OPTIONS });
  const [date = '', clock = ''] = (values.at ?? '2026-11-20T10:00').split('T');
  const [lng, lat] = (values.position ?? '').split(',').map(Number);
  const unit = (name: string | undefined) => (name === undefined ? undefined : { code: name, name });
  const [maintainer, owner, competent] = [values.maintainer, values.owner, values.competent].map(unit);
  const isComponent = maintainer !== undefined || owner !== undefined || competent !== undefined;
  return {
    ...{ edition: EDITION, kind: 'matter', classCode: values.class ?? '', gridCode: values.grid ?? '' },
    ...(values.condition === undefined ? {} : { conditionId: values.condition }),
    ...(values.channel === undefined ? {} : { channel: values.channel }),
    ...(lng === undefined || lat === undefined ? {} : { position: [lng, lat] }),
    ...{ date: date as WorkDate, minuteOfDay: Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) },
    ...(isComponent
      ? {
          component: {
            id: '11010101001000001',
            ...(maintainer && { maintainer }),
            ...(owner && { owner }),
            ...(competent && { competent }),
          },
        }
      : {}),
    ...(values.arbitrated === undefined
      ? {}
      : { arbitration: { department: values.arbitrated as DepartmentCode, reference: '2026-11-19' } }),
  };
}

function answerOf(routing: Routing): string {
  if (routing.outcome === 'undecided')
    return ['?', ...routing.candidates.map(({ department }) => department)].join(' ');
  const { department, assisting, told } = routing;
  return [department, ...assisting.map((one) => `+${one}`), ...told.map((one) => `!${one}`)].join(' ');
}

const ask = (words: string): Routing => route(indexRules({ version: '1', rules, departments }), questionOf(words));

describe('docs/routing.md', () => {
  test.each(examples)('the example of %s: %s goes to %s', (_kind, words = '', answer, because, reason) => {
    const routing = ask(words);
    expect([
      answerOf(routing),
      explainBriefly(routing.explanation, 'en'),
      explainBriefly(routing.explanation, 'zh'),
    ]).toEqual([answer, because, reason]);
  });

  test('has an example for every kind of rule', () => {
    const kinds = [
      ...[
        'arbitration',
        'maintainer',
        'owner',
        'competent',
        'assisting',
        'class over major',
        'condition',
        'area',
        'polygon',
      ],
      ...[
        'channel',
        'time of day',
        'validity',
        'fallback',
        'tie',
        'law',
        'city rule',
        'nearest function',
        'district leaders',
      ],
    ];
    const told = examples.map(([kind = '']) => kind).join('\n');
    expect(kinds.filter((kind) => !told.includes(kind))).toEqual([]);
    expect(PRINCIPLES.filter((principle) => !rules.some((rule) => rule.principle === principle))).toEqual([]);
  });

  test('has rules that an import takes, the overlapping areas with a warning', async () => {
    const findings = lintRules({ version: '1', rules, departments }, await readCatalogue(), '2026-11-20' as WorkDate);
    expect(findings.filter(isLintError)).toEqual([]);
    expect(findings).toContainEqual({ type: 'contradiction', rules: ['E14', 'E15'], certain: false });
  });
});
