import type { CommandName } from '@wanmi/contracts';
import type { BadRequest } from './bad-requests.ts';
import { badQuery } from './bad-requests.ts';
import { pointIn } from './reference-fixture.ts';

const { lng, lat } = pointIn(0);
const near = (change: Readonly<Record<string, string>>): string =>
  `/api/v1/duplicates?${new URLSearchParams({ classCode: '06010', lng: `${lng}`, lat: `${lat}`, datum: 'wgs84', ...change })}`;
const odd = (name: string, change: Readonly<Record<string, string>>, field: string): BadRequest => ({
  ...{ name, request: { url: near(change) }, status: 400, code: 'bad-request', field },
});

/** Rows of the reading routes of the workflow that name no case. */
export const WORKFLOW_ROWS: Readonly<Record<string, readonly BadRequest[]>> = {
  'GET /api/v1/policy': [],
  'GET /api/v1/duplicates': [
    ...badQuery(near({})),
    { name: 'no query', request: {}, status: 400, code: 'bad-request', field: '/classCode' },
    odd('a class that is none', { classCode: 'rubbish' }, '/classCode'),
    odd('an unknown kind', { kind: 'event' }, '/kind'),
    odd('an unknown datum', { datum: 'gps' }, '/datum'),
    odd('swapped degrees', { lng: `${lat}`, lat: `${lng}` }, '/lat'),
    odd('a longitude that is no number', { lng: 'NaN' }, '/lng'),
    odd('a time without offset', { at: '2026-11-21T09:00:00' }, '/at'),
    odd('a time too far away', { at: '9999-01-01T00:00:00Z' }, '/at'),
  ],
};

type Fields = Readonly<Record<string, unknown>>;
type Odd = readonly [name: string, fields: Fields, field: string];
const REASON = { reason: '需要说明' };

/** Odd fields of the commands beside the main path: what is missing has its own rows for every command. */
const ODD_FIELDS: Partial<Readonly<Record<CommandName, readonly Odd[]>>> = {
  'request-extension': [
    ['no reason', { amount: 1 }, '/reason'],
    ['no more time at all', { ...REASON, amount: 0 }, '/amount'],
    ['less time', { ...REASON, amount: -1 }, '/amount'],
  ],
  'request-suspension': [
    ['no date', REASON, '/until'],
    ['a date that is none', { ...REASON, until: 'next spring' }, '/until'],
    ['a date without offset', { ...REASON, until: '2027-03-15T18:00:00' }, '/until'],
    ['a date in another age', { ...REASON, until: '9999-03-15T18:00:00Z' }, '/until'],
  ],
  dispatch: [
    ['an assisting department as a word', { departmentCode: 'sanitation', assisting: ['water'] }, '/assisting/0'],
    [
      'an assisting limit of zero',
      {
        departmentCode: 'sanitation',
        assisting: [{ departmentCode: 'water', limit: { value: 0, unit: 'working_day' } }],
      },
      '/assisting/0/limit/value',
    ],
  ],
  'propose-void': [['no reason code', {}, '/reasonCode']],
  arbitrate: [['no department', REASON, '/departmentCode']],
  merge: [['no other case', {}, '/into']],
  'keep-apart': [['no other case', {}, '/otherCaseId']],
  'hand-over': [['nobody to hand it to', REASON, '/to']],
  refer: [['no word on consent', { to: '市供电公司', ...REASON }, '/consent']],
  reply: [
    ['no answer', { method: 'called' }, '/answer'],
    ['an unknown way', { method: 'shouted', answer: '好' }, '/method'],
  ],
  rate: [
    ['a mark of 0', { service: 0, result: 3 }, '/service'],
    ['a mark of 6', { service: 5, result: 6 }, '/result'],
    ['half a mark', { service: 4.5, result: 3 }, '/service'],
    ['one mark only', { service: 4 }, '/result'],
  ],
  'set-priority': [['an unknown priority', { priority: 'urgent' }, '/priority']],
  'submit-upper-result': [['an unknown answer', { result: 'maybe', answer: '好' }, '/result']],
  'submit-recheck': [['an unknown finding', { result: 'exists' }, '/result']],
};

/** What the workflow or the other case refuses on a case just reported, to who may give the command there. */
const REFUSED: Partial<Readonly<Record<CommandName, (caseId: string) => readonly [string, Fields, string][]>>> = {
  merge: (caseId) => [
    ['another case that is not', { into: '110101-202611-none' }, 'unknown-case'],
    ['a text that is no case id', { into: '案件' }, 'unknown-case'],
    ['itself', { into: caseId }, 'case-refused'],
  ],
  'keep-apart': (caseId) => [
    ['another case that is not', { otherCaseId: '110101-202611-none' }, 'unknown-case'],
    ['itself', { otherCaseId: caseId }, 'case-refused'],
  ],
  'set-priority': () => [['the priority that it has', { priority: 'ordinary' }, 'case-refused']],
  'record-meeting': () => [['a meeting without a note', {}, 'case-refused']],
  rate: () => [['before it has ended', { service: 5, result: 5 }, 'case-refused']],
};

/** Rows of one command beside those that every command has; `caseId` is a case just reported. */
export function commandFieldRows(command: CommandName, caseId: string): readonly BadRequest[] {
  const url = `/api/v1/cases/${caseId}/commands/${command}`;
  const fields = { expectedVersion: 1 };
  return [
    ...(ODD_FIELDS[command] ?? []).map(([name, own, field]) => ({
      ...{ name, request: { url, payload: { ...fields, ...own } }, status: 400, code: 'bad-request', field },
    })),
    ...(REFUSED[command]?.(caseId) ?? []).map(([name, own, code]) => ({
      ...{ name, request: { url, payload: { ...fields, ...own } }, status: 422, code },
    })),
  ];
}
