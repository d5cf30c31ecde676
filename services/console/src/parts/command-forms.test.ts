import { type CaseView, COMMAND_BODIES } from '@wanmi/contracts';
import { expect, test } from 'vitest';
import { en } from '../text/en.ts';
import { zh } from '../text/zh.ts';
import { bodyOf, fieldsOf, hasForm } from './command-forms.ts';

const view = { state: 'checked', orders: [{ orderId: 'o-1', orderedAt: '' }] } as unknown as CaseView; // as: only what forms read
const names = Object.keys(COMMAND_BODIES).filter(hasForm);

test('every command has its form', () => {
  expect(Object.keys(COMMAND_BODIES).filter((name) => !hasForm(name))).toEqual([]);
});

test.each(names)('"%s" asks for fields that the interface knows, and for all that are compulsory', (name) => {
  const { properties, required = [] } = COMMAND_BODIES[name as keyof typeof COMMAND_BODIES] as {
    readonly properties: Readonly<Record<string, unknown>>;
    readonly required?: readonly string[];
  };
  const asked = fieldsOf(name, view).map((field) => field.name);
  expect(asked.filter((field) => !(field in properties))).toEqual([]);
  expect(required.filter((field) => field !== 'expectedVersion' && !asked.includes(field))).toEqual([]);
});

test('every label is there in both languages', () => {
  const labels = names.flatMap((name) => [`command.${name}`, ...fieldsOf(name, view).map(({ label }) => label)]);
  const word = (texts: object, key: string): unknown =>
    key.split('.').reduce<unknown>((part, step) => (part as Record<string, unknown>)?.[step], texts);
  for (const label of labels) {
    expect([label, typeof word(zh, label), typeof word(en, label)]).toEqual([label, 'string', 'string']);
  }
});

test('a filled form gives numbers, instants and yes or no, and leaves out what is empty', () => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ reason: ' 缺件 ', amount: '2', until: '2026-12-01T08:00' }))
    form.set(name, value);
  const fields = [...fieldsOf('request-extension', view), ...fieldsOf('request-suspension', view)];
  expect(bodyOf(fields, form)).toEqual({
    reason: '缺件',
    amount: 2,
    until: new Date('2026-12-01T08:00').toISOString(),
  });
  expect(bodyOf(fieldsOf('refer', view), new FormData())).toEqual({ consent: false });
});
