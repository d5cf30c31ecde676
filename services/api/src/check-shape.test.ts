import { COMMAND_BODIES, ListCasesQuery, LocateQuery, PageQuery, ReportBody } from '@wanmi/contracts';
import type { TSchema } from 'typebox';
import { describe, expect, test } from 'vitest';
import { compileShape, ShapeError } from './check-shape.ts';

type Outcome = { readonly value?: unknown; readonly error?: unknown };

function problemsOf(schema: TSchema, httpPart: string, given: unknown): readonly string[] {
  const check = compileShape({ schema, method: 'POST', url: '/', httpPart }) as (value: unknown) => Outcome;
  const { error } = check(given);
  if (error === undefined) return [];
  if (!(error instanceof ShapeError)) throw new Error('not a ShapeError');
  return error.fields.map(({ field, problem }) => `${field} ${problem}`);
}

const REPORT = {
  channel: 'hotline',
  kind: 'matter',
  classCode: '06010',
  position: { lng: 116.41, lat: 39.92, datum: 'wgs84' },
};

describe('bodies', () => {
  test.each([
    { body: REPORT, problems: [] },
    { body: { ...REPORT, clasCode: '1' }, problems: ['/clasCode is not a field here'] },
    { body: { ...REPORT, position: { lng: 116, lat: 39 } }, problems: ['/position/datum is missing, is needed'] },
    {
      body: { ...REPORT, position: { lng: '116', lat: 39, datum: 'wgs84' } },
      problems: ['/position/lng must be number'],
    },
    {
      body: { ...REPORT, position: { lng: Infinity, lat: 39, datum: 'wgs84' } },
      problems: ['/position/lng must be number'],
    },
    { body: { ...REPORT, position: { lng: 116, lat: 91, datum: 'wgs84' } }, problems: ['/position/lat must be <= 90'] },
    {
      body: { ...REPORT, position: { lng: 116, lat: 39, datum: 'wgs72' } },
      problems: ['/position/datum must be one of wgs84, gcj02, bd09'],
    },
    { body: { ...REPORT, text: 'a\0b' }, problems: ['/text holds NUL or half a character, needs plain Unicode'] },
    { body: { ...REPORT, text: 'a\ud800' }, problems: ['/text holds NUL or half a character, needs plain Unicode'] },
    { body: null, problems: [' must be object'] },
    { body: [], problems: [' must be object'] },
  ])('$body has the problems $problems', ({ body, problems }) => {
    expect(problemsOf(ReportBody, 'body', body)).toEqual(problems);
  });

  test.each(['2026-11-21T09:00:00', '2026-11-21', '0001-01-01T00:00:00Z', '2026-13-01T00:00:00Z', 'now'])(
    '%s is no instant',
    (occurredAt) => {
      expect(problemsOf(ReportBody, 'body', { ...REPORT, occurredAt })).not.toEqual([]);
    },
  );

  test.each(['open', 'filed,', 'filed,open'])('%s is no list of states', (state) => {
    expect(problemsOf(ListCasesQuery, 'querystring', { state })).not.toEqual([]);
  });

  test('numbers of a body are never read from words', () => {
    expect(problemsOf(COMMAND_BODIES.accept, 'body', { expectedVersion: '1' })).toEqual([
      '/expectedVersion must be integer',
    ]);
  });

  test('no value is repeated, since one may be a password', () => {
    expect(problemsOf(ReportBody, 'body', { ...REPORT, kind: 'secret' }).join()).not.toContain('secret');
  });
});

describe('queries', () => {
  test.each([
    { schema: PageQuery, query: { limit: '50' }, problems: [] },
    { schema: PageQuery, query: { limit: '' }, problems: ['/limit must be integer'] },
    { schema: PageQuery, query: { limit: '1.5' }, problems: ['/limit must be integer'] },
    { schema: PageQuery, query: { limit: '0x10' }, problems: ['/limit must be integer'] },
    { schema: PageQuery, query: { limit: '201' }, problems: ['/limit must be <= 200'] },
    { schema: PageQuery, query: { limit: ['1', '2'] }, problems: ['/limit must be integer'] },
    { schema: LocateQuery, query: { lng: 'NaN', lat: '39', datum: 'wgs84' }, problems: ['/lng must be number'] },
    { schema: LocateQuery, query: { lng: '116.4', lat: '39.9', datum: 'wgs84' }, problems: [] },
    { schema: ListCasesQuery, query: { class: '06010', area: '110101' }, problems: [] },
    { schema: ListCasesQuery, query: { state: 'filed,closed' }, problems: [] },
    { schema: ListCasesQuery, query: { stat: 'filed' }, problems: ['/stat is not a field here'] },
  ])('$query has the problems $problems', ({ schema, query, problems }) => {
    expect(problemsOf(schema, 'querystring', query)).toEqual(problems);
  });
});
