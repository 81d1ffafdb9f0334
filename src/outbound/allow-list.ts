// The private addresses that an operator opens for webhooks (WEBHOOK_ALLOW_PRIVATE). Pure.
import ipaddr from 'ipaddr.js';
import { BadSettingsError } from '../config/settings.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

export interface AllowList {
  ranges: [Address, number][];
  /** Lower case; one that begins with a dot stands for all names that end with it. */
  hosts: string[];
}

const HOST = /^\.?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/;

/** @throws BadSettingsError naming the part that is neither an address, a range nor a name */
export function readAllowList(text = ''): AllowList {
  const list: AllowList = { ranges: [], hosts: [] };
  for (const part of text.split(',').map((one) => one.trim().toLowerCase())) {
    if (part === '') continue;
    const range = readRange(part);
    if (range) list.ranges.push(range);
    else if (HOST.test(part) && !/^[\d.]+$/.test(part)) list.hosts.push(part.replace(/\.$/, ''));
    else
      throw new BadSettingsError(
        `WEBHOOK_ALLOW_PRIVATE: "${part}" is neither an address, a range (192.168.0.0/16) nor a host name (.home.example)`,
      );
  }
  return list;
}

export function allowsAddress(list: AllowList, address: Address): boolean {
  return list.ranges.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
}

export function allowsHost(list: AllowList, host: string): boolean {
  return list.hosts.some((name) => (name.startsWith('.') ? host.endsWith(name) : host === name));
}

function readRange(part: string): [Address, number] | undefined {
  try {
    if (part.includes('/')) return ipaddr.parseCIDR(part);
    if (!/^\d+\.\d+\.\d+\.\d+$|:/.test(part)) return undefined;
    const address = ipaddr.parse(part);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  } catch {
    return undefined;
  }
}
