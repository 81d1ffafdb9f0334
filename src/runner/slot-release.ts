// The place on a server is free as soon as the server could use it: pictures of the job that had it may still be on
// their way, or be saved.
import { Injectable, Logger } from '@nestjs/common';
import { JobClaimsRepository } from '../jobs/job-claims.repository.js';
import { ActiveAttempts } from './active-attempts.js';
import type { Attempt } from './attempt.js';
import { MemoryFitting } from './memory-fitting.js';

@Injectable()
export class SlotRelease {
  private readonly logger = new Logger('Runner');

  constructor(
    private readonly claims: JobClaimsRepository,
    private readonly active: ActiveAttempts,
    private readonly fitting: MemoryFitting,
  ) {}

  /** Its server has made everything. Once for each attempt; a fenced one changes nothing, and learns of it later. */
  of(attempt: Attempt): void {
    if (!attempt.occupiesSlot) return;
    this.watch(attempt, this.claims.generationDone(attempt.fence, attempt.timeline.spent()));
    this.learn(attempt);
    // The claim of the next job, made now, shares that write's transaction.
    attempt.occupiesSlot = false;
    this.active.freed$.next();
  }

  private learn(attempt: Attempt): void {
    if (!attempt.memory) return;
    attempt.memory.fitted = true;
    this.watch(attempt, this.fitting.ended(attempt));
    attempt.memory = null;
  }

  /** The end of the attempt frees the slot all the same, and the next job teaches as much. */
  private watch(attempt: Attempt, work: Promise<unknown>): void {
    work.catch((error: unknown) => this.logger.error(String(error), attempt.tags));
  }
}
