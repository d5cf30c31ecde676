import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { writeWorkflowPage } from '../scripts/state-diagram.ts';

test('docs/workflow.md shows the diagram and the commands as the workflow has them', async () => {
  const page = readFileSync(resolve(import.meta.dirname, '../docs/workflow.md'), 'utf8');
  expect(await writeWorkflowPage(page)).toBe(page);
}, 180_000);
