// Progressive back-off for wrong secrets, per address (a /64 of IPv6) and per kind of secret. Nothing is counted across
// addresses, so that nobody can shut out others elsewhere. What nobody can guess (keys, path tokens, links) is checked
// first and always opens when it is right; only what somebody chose (passwords, AUTH_TOKEN) is not even looked at while
// its address has to wait.
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';

const FREE_FAILURES = 5;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15 * 60_000;
const FORGET_AFTER_MS = 60 * 60_000;
/** Addresses with their kinds; the oldest go first. */
const REMEMBERED = 10_000;

/** Each is counted apart: a program with a wrong key does not keep people of its address from signing in. */
export type Attempted = 'key' | 'token' | 'password' | 'link';

interface Count {
  failures: number;
  lastAt: number;
  blockedUntil: number;
}

@Injectable()
export class FailedAttempts {
  private readonly counts = new Map<string, Count>();

  constructor(private readonly clock: Clock) {}

  /** How long this address has to wait with this kind of secret; 0: not at all. */
  waitMs(address: string, what: Attempted): number {
    const count = this.current(`${what} ${address}`);
    return count ? Math.max(0, count.blockedUntil - this.clock.now()) : 0;
  }

  failed(address: string, what: Attempted): void {
    const name = `${what} ${address}`;
    const now = this.clock.now();
    const failures = (this.current(name)?.failures ?? 0) + 1;
    this.counts.delete(name);
    this.counts.set(name, { failures, lastAt: now, blockedUntil: now + delayMs(failures) });
    if (this.counts.size > REMEMBERED) this.counts.delete(this.counts.keys().next().value!);
  }

  private current(name: string): Count | undefined {
    const count = this.counts.get(name);
    if (!count || this.clock.now() - count.lastAt < FORGET_AFTER_MS) return count;
    this.counts.delete(name);
    return undefined;
  }
}

/** 0 for the first ones, then 1 s, 2 s, 4 s … 15 min. */
function delayMs(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(FIRST_DELAY_MS * 2 ** (failures - FREE_FAILURES), LONGEST_DELAY_MS);
}
