import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/** Is this the port that we listen on, at any address of this machine? `listening` is asked each time: 0 takes any. */
export function isOurOwn(listening: () => number | null): (address: string, port: number) => boolean {
  return (address, port) => port === listening() && isOfThisMachine(address);
}

function isOfThisMachine(text: string): boolean {
  const address = ipaddr.process(text);
  if (address.range() === 'loopback' || address.range() === 'unspecified') return true;
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return own.some((one) => ipaddr.process(one.address).toNormalizedString() === address.toNormalizedString());
}
