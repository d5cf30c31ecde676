import { readFileSync } from 'node:fs';
import { LIMIT_UNITS } from '@wanmi/calendar';
import { INDICATORS } from '@wanmi/evaluation';
import { PRINCIPLES } from '@wanmi/routing';
import { CHANNELS, COMMAND_RULES, DEADLINE_STAGES, ROLES, STATE_NAMES } from '@wanmi/workflow';
import { expect, test } from 'vitest';

const read = (file: string): string => readFileSync(new URL(`../docs/${file}`, import.meta.url), 'utf8');
const rows = read('glossary.md')
  .split('\n')
  .filter((line) => line.startsWith('| '));

test.each([
  ...Object.keys(COMMAND_RULES),
  ...STATE_NAMES,
  ...CHANNELS,
  ...ROLES,
  ...DEADLINE_STAGES,
  ...LIMIT_UNITS,
  ...PRINCIPLES,
  ...INDICATORS.map(({ id }) => id),
])('`%s` has its Chinese term in the glossary', (name) => {
  const row = rows.find((line) => line.includes(`\`${name}\``));
  expect(row?.split('|')[1]).toMatch(/\p{Script=Han}|\d/u);
});

test('every source that the glossary links to is there', () => {
  const anchors = new Set(
    [...read('sources.md').matchAll(/^## (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-')),
  );
  const linked = [...read('glossary.md').matchAll(/sources\.md#([a-z0-9-]+)/g)].map(([, anchor = '']) => anchor);
  expect(linked.filter((anchor) => !anchors.has(anchor))).toEqual([]);
});
