import { STATE_NAMES } from '@wanmi/contracts';
import { NOTICE_TEXTS, STATE_TEXTS } from '@wanmi/notices';
import { EVENT_STATES } from '@wanmi/workflow';
import { expect, test } from 'vitest';

test('every event of the workflow has words for its notice', () => {
  const events = ['case-reported', ...Object.keys(EVENT_STATES)];
  expect(events.filter((event) => NOTICE_TEXTS[event] === undefined)).toEqual([]);
});

test('no words stand for an event that does not exist', () => {
  const known = new Set(['case-reported', 'calendar-uncovered', ...Object.keys(EVENT_STATES)]);
  expect(Object.keys(NOTICE_TEXTS).filter((about) => !known.has(about))).toEqual([]);
});

test('every state of a case has words for messages', () => {
  expect(STATE_NAMES.filter((state) => STATE_TEXTS[state] === undefined)).toEqual([]);
});
