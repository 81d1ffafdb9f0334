// The story of one attempt: send (or find again), watch, keep. What follows from a failure is `attempt-settler.ts`;
// who gets to run is `job-scheduler.ts`, what a dead process left behind comes in from `recovery.ts`.
import { Injectable, Logger } from '@nestjs/common';
import type { JobRow } from '../jobs/job.js';
import { ServerFleet, type FleetServer } from '../servers/server-fleet.js';
import { ActiveAttempts } from './active-attempts.js';
import { Attempt } from './attempt.js';
import { AttemptSender } from './attempt-sender.js';
import { AttemptSettler } from './attempt-settler.js';
import { AttemptWatcher } from './attempt-watcher.js';
import { MemoryFitting } from './memory-fitting.js';
import { ProgressRecorder } from './progress-recorder.js';
import { Reattacher } from './reattacher.js';
import { ResultKeeper } from './result-keeper.js';

@Injectable()
export class AttemptSteps {
  constructor(
    readonly sender: AttemptSender,
    readonly reattacher: Reattacher,
    readonly watcher: AttemptWatcher,
    readonly keeper: ResultKeeper,
    readonly settler: AttemptSettler,
  ) {}
}

@Injectable()
export class JobRunner {
  private readonly logger = new Logger('Runner');

  constructor(
    private readonly active: ActiveAttempts,
    private readonly steps: AttemptSteps,
    private readonly fleet: ServerFleet,
    private readonly progress: ProgressRecorder,
    private readonly fitting: MemoryFitting,
  ) {}

  /** Runs a job that was just claimed. */
  start(row: JobRow, server: FleetServer): void {
    const attempt = new Attempt(row, server, this.active.owner, false);
    const begin = async (): Promise<void> => {
      await this.steps.sender.send(attempt);
      await this.finish(attempt);
    };
    this.active.track(attempt, this.run(attempt, begin));
  }

  /** Goes on with a job that was just taken over. */
  resume(row: JobRow, server: FleetServer): void {
    const attempt = new Attempt(row, server, this.active.owner, true);
    const goOn = async (): Promise<void> => {
      if (await this.steps.keeper.adopt(attempt)) return;
      await this.steps.reattacher.reattach(attempt);
      await this.finish(attempt);
    };
    this.active.track(attempt, this.run(attempt, goOn));
  }

  private async finish(attempt: Attempt): Promise<void> {
    const outputs = await this.steps.watcher.outputsOf(attempt);
    this.progress.saving(attempt);
    this.fleet.reportSuccess(attempt.server.id);
    await this.steps.keeper.keep(attempt, outputs);
  }

  private async run(attempt: Attempt, story: () => Promise<void>): Promise<void> {
    try {
      await story();
    } catch (error) {
      await this.settle(attempt, error);
    } finally {
      this.progress.forget(attempt);
      await this.learn(attempt);
    }
  }

  private async learn(attempt: Attempt): Promise<void> {
    try {
      await this.fitting.ended(attempt);
    } catch (error) {
      // The job has ended all the same; the next one teaches as much.
      this.logger.debug(`What it needed of memory was not kept: ${String(error)}`, attempt.tags);
    }
  }

  private async settle(attempt: Attempt, error: unknown): Promise<void> {
    try {
      await this.steps.settler.settle(attempt, error);
    } catch (settling) {
      // The row keeps its lease, so the next sweep of `recovery.ts` finds it and goes on from there.
      this.logger.error(settling instanceof Error ? settling.stack : String(settling), attempt.tags);
    }
  }
}
