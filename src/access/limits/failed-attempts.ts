// Progressive back-off for wrong secrets. Counted per address (a /64 of IPv6) and per key apart; what is refused is
// always one address with one key that has failed there before. So somebody's wrong tries never lock out the right key
// at another address, nor another right key behind the same one (all clients of a container share an address).
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';

const FREE_FAILURES = 5;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15 * 60_000;
const FORGET_AFTER_MS = 60 * 60_000;
/** Of each kind; the oldest go first. */
const REMEMBERED = 10_000;

interface Count {
  failures: number;
  lastAt: number;
  blockedUntil: number;
}

@Injectable()
export class FailedAttempts {
  private readonly addresses = new Map<string, Count>();
  private readonly keys = new Map<string, Count>();
  private readonly pairs = new Map<string, Count>();

  constructor(private readonly clock: Clock) {}

  /** How long this address has to wait before it may try this key again; 0: not at all. */
  waitMs(address: string, key: string): number {
    if (!this.current(this.pairs, pairOf(address, key))) return 0;
    return Math.max(this.addressWaitMs(address), this.leftMs(this.current(this.keys, key)));
  }

  /** How long wrong tries of this address are not even counted. */
  addressWaitMs(address: string): number {
    return this.leftMs(this.current(this.addresses, address));
  }

  failed(address: string, key: string): void {
    this.count(this.addresses, address);
    this.count(this.keys, key);
    this.count(this.pairs, pairOf(address, key));
  }

  succeeded(address: string, key: string): void {
    this.pairs.delete(pairOf(address, key));
  }

  private count(counts: Map<string, Count>, name: string): void {
    const now = this.clock.now();
    const failures = (this.current(counts, name)?.failures ?? 0) + 1;
    counts.delete(name);
    counts.set(name, { failures, lastAt: now, blockedUntil: now + delayMs(failures) });
    if (counts.size > REMEMBERED) counts.delete(counts.keys().next().value!);
  }

  private current(counts: Map<string, Count>, name: string): Count | undefined {
    const count = counts.get(name);
    if (!count || this.clock.now() - count.lastAt < FORGET_AFTER_MS) return count;
    counts.delete(name);
    return undefined;
  }

  private leftMs(count: Count | undefined): number {
    return count ? Math.max(0, count.blockedUntil - this.clock.now()) : 0;
  }
}

function pairOf(address: string, key: string): string {
  return `${address} ${key}`;
}

/** 0 for the first ones, then 1 s, 2 s, 4 s … 15 min. */
function delayMs(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(FIRST_DELAY_MS * 2 ** (failures - FREE_FAILURES), LONGEST_DELAY_MS);
}
