import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readRequests } from './la311-requests.ts';
import type { ReplayRequest } from './replay-plan.ts';

const table = (name: string): Promise<string> =>
  readFile(new URL(`../../data/replay/la311/${name}`, import.meta.url), 'utf8');
const TABLES = {
  classes: await table('classes.csv'),
  channels: await table('channels.csv'),
  owners: await table('owners.csv'),
};

/** Made up in the columns of the source. */
const HEADER = 'SRNumber,CreatedDate,Owner,RequestType,Status,RequestSource,Address,Latitude,Longitude,NC';
const row = (id: string, change: Partial<Record<string, string>> = {}): string => {
  const cells: Record<string, string> = {
    ...{ CreatedDate: '12/30/2018 12:05:06 AM', Owner: 'BOS', RequestType: 'Bulky Items', Status: 'Closed' },
    ...{ RequestSource: 'Call', Address: '1 A ST', Latitude: '34.05', Longitude: '-118.25', NC: '7' },
    ...change,
  };
  return [
    id,
    ...HEADER.split(',')
      .slice(1)
      .map((name) => cells[name] ?? ''),
  ].join(',');
};
const read = (...rows: readonly string[]): readonly ReplayRequest[] =>
  readRequests([HEADER, ...rows].join('\n'), TABLES, new Set(['app', 'web', 'inspector']));
const commandsOf = (request: ReplayRequest | undefined): string =>
  (request?.steps ?? []).map(({ command }) => command).join(' ');

describe('requests of Los Angeles', () => {
  test('are sent in the order in which they were made, by midnight and noon as clocks there say it', () => {
    const requests = read(
      row('c', { CreatedDate: '12/31/2018 01:00:00 PM' }),
      row('b', { CreatedDate: '12/31/2018 12:30:00 PM' }),
      row('a', { CreatedDate: '12/31/2018 12:30:00 AM' }),
    );
    expect(requests.map(({ id, body }) => [id, body.occurredAt])).toEqual([
      ['a', '2018-12-31T00:30:00-08:00'],
      ['b', '2018-12-31T12:30:00-08:00'],
      ['c', '2018-12-31T13:00:00-08:00'],
    ]);
  });

  test('carry class, place and channel, and never the recorded agency', () => {
    const [request] = read(row('1-77'));
    expect(request?.body).toEqual({
      ...{ channel: 'hotline', kind: 'matter', classCode: '06035', occurredAt: '2018-12-30T00:05:06-08:00' },
      ...{ text: 'Bulky Items (1-77)', address: '1 A ST', reporter: { reference: '1-77' } },
      position: { lng: -118.25, lat: 34.05, datum: 'wgs84' },
    });
    expect(request).toMatchObject({ as: 'acceptor', assigned: '990311007', owner: 'sanitation', at: [-118.25, 34.05] });
  });

  test('without coordinates are sent without a position, for the product to refuse', () => {
    const [request] = read(row('1', { Latitude: '', Longitude: '', NC: '' }));
    expect(request).toMatchObject({ at: undefined, assigned: undefined });
    expect(request?.body).not.toHaveProperty('position');
  });

  test.each([
    { change: { Status: 'Cancelled' }, place: 0, commands: 'request-verification submit-verification reject' },
    { change: { Status: 'Cancelled' }, place: 1, commands: 'reject' },
    {
      change: { Status: 'Cancelled', RequestSource: 'Mobile App' },
      place: 0,
      commands: 'return propose-return accept-return send-back reject',
    },
    { change: { Status: 'Open', RequestSource: 'Self Service' }, place: 0, commands: 'sign' },
    { change: {}, place: 1, commands: 'accept file' },
    { change: { RequestSource: 'Driver Self Report' }, place: 1, commands: '' },
    { change: { RequestType: 'Other', Owner: 'ITA' }, place: 1, commands: 'accept file dispatch' },
    {
      change: {},
      place: 0,
      commands:
        'request-verification submit-verification file sign submit-result confirm-feedback request-check submit-check close',
    },
  ])('$change in place $place: $commands', ({ change, place, commands }) => {
    const rows = [row('1', place === 0 ? change : {}), row('2', place === 1 ? change : {})];
    expect(commandsOf(read(...rows)[place])).toBe(commands);
  });

  test.each([
    [{ RequestType: 'Lost Dog' }, /type "Lost Dog" or source "Call" is in no table/],
    [{ CreatedDate: '2018-12-30' }, /cannot read the time "2018-12-30"/],
  ])('%o is refused', (change, message) => {
    expect(() => read(row('1', change))).toThrow(message);
  });
});
