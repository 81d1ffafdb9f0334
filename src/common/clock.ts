import { Injectable } from '@nestjs/common';

/** The one source of "now". Tests replace it. Times are UTC with milliseconds. */
@Injectable()
export class Clock {
  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now();
  }

  /** ISO-8601 in UTC with milliseconds, as stored in every time column. */
  iso(): string {
    return new Date(this.now()).toISOString();
  }

  /** The ISO time `ms` from now (negative: ago). */
  isoIn(ms: number): string {
    return new Date(this.now() + ms).toISOString();
  }
}
