// From names to addresses, as the system does it (hosts file, mDNS, DNS).
import { lookup } from 'node:dns/promises';

export abstract class NameResolver {
  /** In the order in which they should be tried. @throws an error with a `code` of node:dns */
  abstract addressesOf(host: string): Promise<string[]>;
}

/** Look-ups block a thread of Node's pool of four each, and files need these too. */
const AT_ONCE = 2;

export class SystemResolver extends NameResolver {
  private free = AT_ONCE;
  private readonly waiting: (() => void)[] = [];

  async addressesOf(host: string): Promise<string[]> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
