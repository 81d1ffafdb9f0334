// Who sends a request, by address. Forwarding headers count only when the peer is one of TRUSTED_PROXIES (Express's
// `trust proxy`).
import ipaddr from 'ipaddr.js';
import type { Request } from 'express';

const FORWARDING_HEADERS = ['forwarded', 'via', 'x-real-ip'];

/** The machine at the other end of the connection. */
export function peerOf(request: Request): string {
  return plain(request.socket.remoteAddress ?? '');
}

/** The client, behind trusted proxies too; for limits and logs. */
export function clientAddress(request: Request): string {
  return plain(request.ip ?? '') || 'unknown';
}

/** What one household or one attacker has: an IPv4 address, or a /64 of IPv6. */
export function addressBlock(address: string): string {
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return address;
  return `${ipaddr.IPv6.parse(address)
    .parts.slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}

export function isLoopback(address: string): boolean {
  const bare = plain(address);
  return bare === '::1' || /^127(\.\d{1,3}){3}$/.test(bare);
}

/** A program on this machine, also when it uses the machine's address in the network. */
export function isOfThisMachine({ socket }: Request): boolean {
  const peer = socket.remoteAddress;
  return peer !== undefined && (isLoopback(peer) || peer === socket.localAddress);
}

/** Somebody stands between the client and us, or says so. */
export function isForwarded({ headers }: Request): boolean {
  if (FORWARDING_HEADERS.some((name) => name in headers)) return true;
  return Object.keys(headers).some((name) => name.startsWith('x-forwarded'));
}

export function isTrustedProxy(request: Request): boolean {
  const trusts = request.app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  return trusts(peerOf(request), 0);
}

/** IPv4 as such, not as `::ffff:1.2.3.4`. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
