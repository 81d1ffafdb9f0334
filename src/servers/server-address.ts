// Which addresses a server may have. Private ones are what people have at home; the metadata services of clouds and
// StableQueue itself are refused. A name that resolves to one of them can be seen only when it is dialled.
import { hostname, networkInterfaces } from 'node:os';
import { BlockList, isIP } from 'node:net';
import { readInstance } from '../database/data-lock.js';
import type { Settings } from '../config/settings.js';
import { BadFieldError } from './field-problems.js';

const MAX_URL_CHARS = 2_000;
const METADATA_NAMES = new Set([
  'metadata.google.internal',
  'metadata.goog',
  'instance-data.ec2.internal',
  'instance-data',
]);
const METADATA_ADDRESSES = [
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  'fd00:ec2::254',
  'fd20:ce::254',
];

/** Where this process listens. */
export interface OwnAddress {
  ports: number[];
  /** As `HOST` says. */
  host: string;
}

export function ownAddress(settings: Pick<Settings, 'HOST' | 'PORT' | 'dataDir'>): OwnAddress {
  const announced = readInstance(settings.dataDir)?.url;
  const actual = announced && URL.canParse(announced) ? portOf(new URL(announced)) : 0;
  return { ports: [settings.PORT, actual].filter((port) => port > 0), host: settings.HOST };
}

/**
 * The address in the form in which it is stored: no slash at the end, the rest as the URL standard writes it.
 * @throws BadFieldError that says what to change
 */
export function readBaseUrl(text: string, own: OwnAddress): string {
  const given = text.trim();
  if (given.length > MAX_URL_CHARS) throw new BadFieldError('is too long for an address');
  if (!/^https?:\/\//i.test(given) || !URL.canParse(given)) {
    throw new BadFieldError(
      'must be a whole address that begins with http:// or https://, like http://192.168.1.20:7860',
    );
  }
  const url = new URL(given);
  if (url.username || url.password || /^https?:\/\/[^/?#]*@/i.test(given)) {
    throw new BadFieldError('must not hold a user name or password: put them into credentials');
  }
  if (/[?#]/.test(given))
    throw new BadFieldError('must end before any ? or #: only scheme, host, port and path belong here');
  refuseMetadata(url);
  refuseOurselves(url, own);
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`;
}

function refuseMetadata(url: URL): void {
  const host = bareHost(url);
  const isNamed = METADATA_NAMES.has(host.replace(/\.$/, ''));
  if (isNamed || METADATA_ADDRESSES.includes(unmapped(host))) {
    throw new BadFieldError('is the metadata service of a cloud, never a generation server');
  }
}

function refuseOurselves(url: URL, own: OwnAddress): void {
  if (own.ports.includes(portOf(url)) && isThisMachine(bareHost(url), own.host)) {
    throw new BadFieldError(
      "is StableQueue's own address: give the one of the generation server (Forge usually listens on port 7860)",
    );
  }
}

function isThisMachine(host: string, ownHost: string): boolean {
  const name = host.replace(/\.$/, '');
  if (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === hostname().toLowerCase() ||
    name === ownHost.toLowerCase()
  )
    return true;
  const address = unmapped(name);
  const family = isIP(address);
  return family !== 0 && thisMachine().check(address, family === 6 ? 'ipv6' : 'ipv4');
}

function thisMachine(): BlockList {
  const list = new BlockList();
  list.addSubnet('127.0.0.0', 8);
  for (const address of ['0.0.0.0', '::', '::1'])
    list.addAddress(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  for (const { address, family } of Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])) {
    list.addAddress(address, family === 'IPv6' ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Without the brackets of IPv6. The URL parser has already turned 2852039166 and 0xa9.254.43518 into dotted form. */
function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** The IPv4 address inside `::ffff:a9fe:a9fe`; anything else as it is. */
function unmapped(host: string): string {
  const [, high, low] = /^::(?:ffff:)?([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host) ?? [];
  if (!high || !low) return host;
  return [high, low].flatMap((part) => [parseInt(part, 16) >> 8, parseInt(part, 16) & 255]).join('.');
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
}
