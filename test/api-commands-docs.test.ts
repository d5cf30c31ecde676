import { readFileSync } from 'node:fs';
import { COMMAND_BODIES, COMMAND_TEXTS, type CommandName } from '@wanmi/contracts';
import { expect, test } from 'vitest';

const ATTACHED = ['expectedVersion', 'note', 'mediaIds'];

/** The row that a command must have: its own fields, those that may be left out with a question mark. */
function rowOf(name: CommandName): string {
  const { properties, required = [] } = COMMAND_BODIES[name] as { properties: object; required?: readonly string[] };
  const own = Object.keys(properties).filter((field) => !ATTACHED.includes(field));
  const shown = own.map((field) => `\`${field}\`${required.includes(field) ? '' : '?'}`);
  return `| \`${name}\` | ${shown.join(', ')} | ${COMMAND_TEXTS[name]} |`;
}

test('docs/api.md has one row a command, with its fields, and no others', () => {
  const page = readFileSync(new URL('../docs/api.md', import.meta.url), 'utf8');
  const table = page.slice(page.indexOf('| Command | Fields |')).split('\n\n')[0] ?? '';
  const names = Object.keys(COMMAND_BODIES) as CommandName[];
  expect(table.trim().split('\n').slice(2)).toEqual(names.map(rowOf));
});
