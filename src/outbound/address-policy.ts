// Where StableQueue may be sent by somebody who only has a key: public addresses, and those private ones that the
// operator has opened. Pure; `checked-connector.ts` asks it about each address that is really dialled, because a name
// may mean another address each time.
import ipaddr from 'ipaddr.js';
import { allowsAddress, allowsHost, type Address, type AllowList } from './allow-list.js';
import { OutboundError } from './outbound-error.js';

/** `address_not_allowed`: the message says why, for whoever gave the address. */
export class AddressNotAllowedError extends OutboundError {
  constructor(message: string) {
    super('address_not_allowed', message);
    this.name = 'AddressNotAllowedError';
  }
}

/** An open range of these may be opened; everything else that is not public stays closed. */
const MAY_BE_OPENED = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat']);
const GLOBAL_UNICAST_V6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];
/** Clouds hand out credentials there. 169.254.0.0/16 is closed as a whole. */
const METADATA_ADDRESSES = new Set(
  ['100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254'].map((text) =>
    ipaddr.parse(text).toNormalizedString(),
  ),
);
const METADATA_NAMES = /(^|\.)(metadata(\.google\.internal|\.goog)?|instance-data(\.ec2\.internal)?)$/;
const LOOPBACK_NAMES = /(^|\.)(localhost|localhost\.localdomain|ip6-localhost|ip6-loopback)$/;
const LONGEST_URL = 2000;

export class AddressPolicy {
  /** `isOurs`: does this server itself answer at that address and port? */
  constructor(
    private readonly allowed: AllowList,
    private readonly isOurs: (address: string, port: number) => boolean = () => false,
  ) {}

  /**
   * What can be said of a URL without asking for its name: form, port, names and literal addresses.
   * @throws AddressNotAllowedError
   */
  checkUrl(text: string): URL {
    const url = readUrl(text);
    const host = hostOf(url);
    const port = portOf(url);
    if (port !== 80 && port !== 443 && port < 1024)
      throw new AddressNotAllowedError(`Port ${port} is not allowed: use 80, 443 or one from 1024 on.`);
    if (METADATA_NAMES.test(host)) throw new AddressNotAllowedError(`"${host}" is never allowed.`);
    if (ipaddr.isValid(host)) this.checkAddress(host, host, port);
    else if (LOOPBACK_NAMES.test(host)) this.checkAddress('127.0.0.1', host, port);
    return url;
  }

  /**
   * `address`: what is about to be dialled for `host`.
   * @throws AddressNotAllowedError
   */
  checkAddress(address: string, host: string, port: number): void {
    const parsed = parseAddress(address);
    const range = rangeOf(parsed);
    // What a name of the inner network means is not told to whoever asks.
    const shown = host === address ? address : `${host} (as it is resolved here)`;
    if (METADATA_ADDRESSES.has(parsed.toNormalizedString()))
      throw new AddressNotAllowedError(`${shown} is never allowed.`);
    if (this.isOurs(address, port))
      throw new AddressNotAllowedError(`${shown} port ${port} is this StableQueue itself.`);
    if (range === 'unicast') return;
    const opened = allowsAddress(this.allowed, parsed) || allowsHost(this.allowed, host);
    if (opened && MAY_BE_OPENED.has(range)) return;
    const hint = MAY_BE_OPENED.has(range) ? ' The operator can open it with WEBHOOK_ALLOW_PRIVATE.' : '';
    throw new AddressNotAllowedError(`${shown} is not a public address (${range}).${hint}`);
  }
}

/** Lower case, without the brackets of IPv6 and the dot at the end. */
export function hostOf(url: URL): string {
  return url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

function readUrl(text: string): URL {
  const url = text.length <= LONGEST_URL && URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw new AddressNotAllowedError('It must be a whole http:// or https:// address.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new AddressNotAllowedError(`"${url.protocol}" is not allowed: use http: or https:.`);
  if (url.username !== '' || url.password !== '')
    throw new AddressNotAllowedError('A name or password before the host is not allowed.');
  if (hostOf(url) === '') throw new AddressNotAllowedError('It names no host.');
  return url;
}

function parseAddress(address: string): Address {
  if (!ipaddr.isValid(address)) throw new AddressNotAllowedError(`"${address}" is not an address.`);
  return ipaddr.parse(address);
}

/**
 * Addresses with another one inside (mapped, NAT64, 6to4, Teredo) have ranges of their own, so none is `unicast`; the
 * old `::a.b.c.d` is told by not lying in 2000::/3, as all global unicast of IPv6 does.
 */
function rangeOf(address: Address): string {
  const range = address.range();
  if (range !== 'unicast' || address.kind() === 'ipv4') return range;
  return address.match(...GLOBAL_UNICAST_V6) ? range : 'reserved';
}
