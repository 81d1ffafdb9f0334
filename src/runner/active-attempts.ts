// The attempts that this process runs now. Who has room, who must hear of a cancel, and what a stop waits for.
import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { newBootId } from '../common/ids.js';
import type { Attempt } from './attempt.js';

@Injectable()
export class ActiveAttempts {
  /** Owner of every lease of this run of the process. */
  readonly owner = newBootId();
  /** A server has room again, or a job has ended. */
  readonly freed$ = new Subject<void>();
  /** A server (its id) has one more. */
  readonly begun$ = new Subject<string>();
  private readonly attempts = new Map<string, Attempt>();
  private readonly ends = new Set<Promise<void>>();

  get all(): Attempt[] {
    return [...this.attempts.values()];
  }

  get(jobId: string): Attempt | undefined {
    return this.attempts.get(jobId);
  }

  /** Slots of a server that attempts of this process occupy. */
  occupied(serverId: string): number {
    return this.all.filter((attempt) => attempt.server.id === serverId && attempt.occupiesSlot).length;
  }

  /** Keeps the attempt listed until `end` settles. */
  track(attempt: Attempt, end: Promise<void>): void {
    this.attempts.set(attempt.jobId, attempt);
    this.begun$.next(attempt.server.id);
    const settled = end.finally(() => {
      if (this.attempts.get(attempt.jobId) === attempt) this.attempts.delete(attempt.jobId);
      this.ends.delete(settled);
      attempt.occupiesSlot = false;
      this.freed$.next();
    });
    this.ends.add(settled);
  }

  /** Everything that runs now has ended, or the time is over. */
  async drained(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([Promise.allSettled(this.ends), timeout]);
    clearTimeout(timer);
  }
}
