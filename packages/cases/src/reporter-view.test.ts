import { expect, test } from 'vitest';
import { viewReporter } from './reporter-view.ts';

const stored = JSON.stringify({
  name: '李女士',
  phone: '+86 138 1234 5678',
  email: 'li@example.org',
  reference: 'HL-1',
});

test('who calls back reads the whole contact', () => {
  expect(viewReporter(stored, true)).toEqual(JSON.parse(stored));
});

test.each([
  { body: stored, view: { name: '李**', phone: '861****5678', masked: true } },
  { body: JSON.stringify({ phone: '13812345678' }), view: { phone: '138****5678', masked: true } },
  { body: JSON.stringify({ phone: '12345' }), view: { phone: '****45', masked: true } },
  { body: JSON.stringify({ name: '𠮷野' }), view: { name: '𠮷**', masked: true } },
  { body: JSON.stringify({ email: 'li@example.org' }), view: { masked: true } },
  { body: null, view: undefined },
])('others read $view', ({ body, view }) => {
  expect(viewReporter(body, false)).toEqual(view);
});
