import { LIMIT_UNITS } from '@wanmi/calendar';
import * as contracts from '@wanmi/contracts';
import { DATUMS } from '@wanmi/formats';
import * as workflow from '@wanmi/workflow';
import { COMMAND_RULES } from '@wanmi/workflow';
import { expect, test } from 'vitest';

test.each([
  { name: 'channels', ours: contracts.CHANNELS, theirs: workflow.CHANNELS },
  { name: 'states', ours: contracts.STATE_NAMES, theirs: workflow.STATE_NAMES },
  { name: 'priorities', ours: contracts.PRIORITIES, theirs: workflow.PRIORITIES },
  { name: 'roles', ours: contracts.ROLES, theirs: workflow.ROLES },
  { name: 'stages of deadlines', ours: contracts.DEADLINE_STAGES, theirs: workflow.DEADLINE_STAGES },
])('$name are those of the workflow', ({ ours, theirs }) => {
  expect(ours).toEqual(theirs);
});

test('units are those of the calendar', () => {
  expect(contracts.LIMIT_UNITS).toEqual(LIMIT_UNITS);
});

test('every datum of the interface can be converted', () => {
  for (const datum of contracts.DATUMS) expect(DATUMS).toContain(datum);
});

test('stages are those that states belong to', () => {
  const stages = new Set(workflow.STATE_NAMES.map(workflow.stageOf));
  expect([...stages].toSorted()).toEqual([...contracts.STAGES].toSorted());
});

test('every command that a person may give has a body, and no other', () => {
  const given = Object.entries(COMMAND_RULES).flatMap(([name, { system }]) => (system === 'only' ? [] : [name]));
  expect(Object.keys(contracts.COMMAND_BODIES).toSorted()).toEqual(given.toSorted());
});
