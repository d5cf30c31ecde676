import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, SocketAddress } from 'node:net';

// A webhook's address is chosen by a user, and the dispatcher stands inside the city's network: without this guard it could
// be made to call what only insiders reach. What counts is the address that the connection really goes to, so the name is
// resolved once, every answer is judged, and the connection is made to the judged address and nowhere else.

/** Networks that no webhook reaches unless the installation allows it. Source: docs/sources.md#special-addresses */
const SPECIAL: readonly string[] = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  ...['::/96', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16'],
  ...['fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
];

/** What a webhook may reach. */
export type AddressGuard = {
  /** True for an address of four or six parts that a webhook may connect to. */
  readonly allows: (address: string) => boolean;
  /** Every address of a host. Throws AddressRefused when one of them may not be reached. */
  readonly resolve: (host: string) => Promise<readonly LookupAddress[]>;
};

/** A webhook leads where none may. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** Finds every address of a host name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/**
 * Makes a guard. `allowed`: networks as `10.20.0.0/16` that may be reached although they are private.
 * Throws for a text that is no network.
 */
export function makeAddressGuard(allowed: readonly string[], resolve: Resolve = resolveAll): AddressGuard {
  const special = blockListOf(SPECIAL);
  const own = blockListOf(allowed);
  const allows = (address: string): boolean => {
    const plain = plainAddress(address);
    const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
    return isIP(plain) !== 0 && (own.check(plain, family) || !special.check(plain, family));
  };
  return {
    allows,
    resolve: async (host) => {
      const found = await resolve(host);
      const refused = found.find(({ address }) => !allows(address));
      if (refused === undefined && found.length > 0) return found;
      throw new AddressRefused(
        `cannot call ${host}: it is ${refused?.address ?? 'at no address'}, needs a public address or one of WANMI_WEBHOOK_NETWORKS`,
      );
    },
  };
}

const resolveAll: Resolve = (host) => lookup(host, { all: true });

/** An IPv4 address written as IPv6 is judged as what it is. */
function plainAddress(address: string): string {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const parsed = SocketAddress.parse(isIP(bare) === 6 ? `[${bare}]:0` : `${bare}:0`);
  const mapped = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]+):([0-9a-f]+))$/.exec(parsed?.address ?? '');
  if (mapped === null) return bare;
  const [, dotted, high = '0', low = '0'] = mapped;
  if (dotted !== undefined) return dotted;
  const [first, second] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [first >> 8, first & 255, second >> 8, second & 255].join('.');
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const most = family === 'ipv6' ? 128 : 32;
    if (isIP(address) === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most) {
      throw new Error(`cannot allow network "${network}": needs an address and its bits, as 10.20.0.0/16`);
    }
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** Why a text cannot be a webhook's address, whatever it leads to; undefined for one that may be tried. */
export function webhookAddressProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is no URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'begins neither with https:// nor with http://';
  if (url.username !== '' || url.password !== '') return 'holds a name or a password';
  if (url.hash !== '') return 'holds a fragment';
  return undefined;
}
