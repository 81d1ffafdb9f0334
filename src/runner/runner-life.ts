import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { SETTINGS, type Settings } from '../config/settings.js';
import { JobSignals } from '../jobs/job-signals.js';
import { ActiveAttempts } from './active-attempts.js';
import { AttemptWatcher } from './attempt-watcher.js';
import { ResultKeeper } from './result-keeper.js';

const SAVING_MS = 20_000;

/** Passes cancels on to running attempts, and ends them gently when the process stops: saved if they are nearly done, else left to the next start. */
@Injectable()
export class RunnerLife implements OnApplicationBootstrap, OnModuleDestroy {
  private cancels?: Subscription;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly signals: JobSignals,
    private readonly active: ActiveAttempts,
    private readonly watcher: AttemptWatcher,
    private readonly keeper: ResultKeeper,
  ) {}

  onApplicationBootstrap(): void {
    this.cancels = this.signals.cancelled$.subscribe((jobId) => this.active.get(jobId)?.cancel());
  }

  async onModuleDestroy(): Promise<void> {
    await this.active.drained(this.settings.SHUTDOWN_GRACE_MS);
    this.cancels?.unsubscribe();
    this.watcher.stop();
    this.keeper.stop();
    await this.active.drained(SAVING_MS);
  }
}
