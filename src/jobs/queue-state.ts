// Is the queue running? Survives a restart; what a start does with it is a setting.
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { Database } from '../database/database.js';
import { SettingsStore } from '../database/settings-store.js';
import { EventBus } from '../events/event-bus.js';
import type { WaitingReason } from './job.js';
import { JobSignals } from './job-signals.js';

const SETTING = 'queue.paused';

@Injectable()
export class QueueState implements OnModuleInit {
  private isPaused = false;
  private readonly blocks = new Map<string, WaitingReason>();

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: Database,
    private readonly store: SettingsStore,
    private readonly events: EventBus,
    private readonly signals: JobSignals,
  ) {}

  get paused(): boolean {
    return this.isPaused;
  }

  /** Why nothing may be started although the queue is not paused (a full disk); null if nothing is in the way. */
  get blocked(): WaitingReason | null {
    return this.blocks.values().next().value ?? null;
  }

  /** `by` names who is in trouble; the queue goes on when all of them are out of it. */
  block(by: string, reason: WaitingReason): void {
    this.blocks.set(by, reason);
  }

  unblock(by: string): void {
    if (this.blocks.delete(by) && !this.blocks.size) this.signals.work$.next();
  }

  async onModuleInit(): Promise<void> {
    const last = (await this.store.get<boolean>(SETTING)) ?? false;
    this.isPaused = this.settings.QUEUE_ON_START === 'last' ? last : this.settings.QUEUE_ON_START === 'pause';
    if (this.isPaused !== last) await this.store.set(SETTING, this.isPaused);
  }

  /** Running jobs go on; only no new one is started. */
  pause(): Promise<void> {
    return this.change(true);
  }

  resume(): Promise<void> {
    return this.change(false);
  }

  private async change(paused: boolean): Promise<void> {
    await this.database.write(async () => {
      await this.store.set(SETTING, paused);
      await this.events.append({ type: 'queue.state', data: { paused } });
      this.database.afterCommit(() => {
        this.isPaused = paused;
        if (!paused) this.signals.work$.next();
      });
    });
  }
}
