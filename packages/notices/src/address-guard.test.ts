import { describe, expect, test } from 'vitest';
import { makeAddressGuard, webhookAddressProblem } from './address-guard.ts';

describe('the guard', () => {
  const guard = makeAddressGuard([]);
  test.each([
    { address: '8.8.8.8', allowed: true },
    { address: '2606:4700:4700::1111', allowed: true },
    { address: '127.0.0.1', allowed: false },
    { address: '10.0.0.1', allowed: false },
    { address: '172.15.255.255', allowed: true },
    { address: '172.16.0.0', allowed: false },
    { address: '172.31.255.255', allowed: false },
    { address: '172.32.0.0', allowed: true },
    { address: '192.168.1.1', allowed: false },
    { address: '169.254.169.254', allowed: false }, // the metadata of clouds
    { address: '100.64.0.1', allowed: false },
    { address: '0.0.0.0', allowed: false },
    { address: '224.0.0.1', allowed: false },
    { address: '255.255.255.255', allowed: false },
    { address: '::1', allowed: false },
    { address: '::', allowed: false },
    { address: 'fd12:3456::1', allowed: false },
    { address: 'fe80::1%eth0', allowed: false },
    { address: '::ffff:127.0.0.1', allowed: false },
    { address: '::ffff:7f00:1', allowed: false },
    { address: '::ffff:8.8.8.8', allowed: true },
    { address: '64:ff9b::7f00:1', allowed: false },
    { address: '2002:7f00:1::', allowed: false },
    { address: 'city.example', allowed: false },
  ])('lets $address through: $allowed', ({ address, allowed }) => {
    expect(guard.allows(address)).toBe(allowed);
  });

  test('lets networks through that the installation allows, and no others', () => {
    const own = makeAddressGuard(['10.20.0.0/16', 'fd00::/8']);
    const asked = ['10.20.255.1', '::ffff:10.20.0.1', 'fd12::1', '10.21.0.1', '127.0.0.1'];
    expect(asked.map((address) => own.allows(address))).toEqual([true, true, true, false, false]);
  });

  test('refuses a name of which one address may not be reached', async () => {
    const both = [
      { address: '8.8.8.8', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    const mixed = makeAddressGuard([], async () => both);
    await expect(mixed.resolve('two-faced.example')).rejects.toThrow('it is 127.0.0.1');
    expect(await makeAddressGuard(['127.0.0.0/8'], async () => both).resolve('two-faced.example')).toEqual(both);
    await expect(makeAddressGuard([], async () => []).resolve('nowhere.example')).rejects.toThrow('at no address');
  });

  test.each(['10.0.0.0', '10.0.0.0/33', 'fd00::/129', 'localhost/8', '/8'])('takes no network "%s"', (network) => {
    expect(() => makeAddressGuard([network])).toThrow(network);
  });
});

test.each([
  { text: 'https://city.example/hooks?a=1', problem: undefined },
  { text: 'http://10.20.0.1:8080/', problem: undefined },
  { text: 'ftp://city.example/', problem: 'begins neither with https:// nor with http://' },
  { text: 'file:///etc/passwd', problem: 'begins neither with https:// nor with http://' },
  { text: 'https://name:secret@city.example/', problem: 'holds a name or a password' },
  { text: 'https://city.example/#part', problem: 'holds a fragment' },
  { text: 'city.example', problem: 'is no URL' },
])('an address $text: $problem', ({ text, problem }) => {
  expect(webhookAddressProblem(text)).toBe(problem);
});
