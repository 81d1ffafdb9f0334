// Since when servers have had no job of ours.
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Subject, Subscription } from 'rxjs';
import { Clock } from '../common/clock.js';
import { ActiveAttempts } from './active-attempts.js';

@Injectable()
export class ServerActivity implements OnModuleInit, OnModuleDestroy {
  /** The last job of a server (its id) has left it. */
  readonly idle$ = new Subject<string>();
  private readonly startedMs: number;
  private readonly lastMs = new Map<string, number>();
  private readonly busy = new Set<string>();
  private readonly listening = new Subscription();

  constructor(
    private readonly active: ActiveAttempts,
    private readonly clock: Clock,
  ) {
    this.startedMs = clock.now();
  }

  onModuleInit(): void {
    this.listening.add(this.active.begun$.subscribe((serverId) => this.busy.add(serverId)));
    this.listening.add(this.active.freed$.subscribe(() => this.look()));
  }

  onModuleDestroy(): void {
    this.listening.unsubscribe();
  }

  /** Somebody else's job counts like ours. */
  touch(serverId: string): void {
    this.lastMs.set(serverId, this.clock.now());
  }

  isBusy(serverId: string): boolean {
    return this.busy.has(serverId);
  }

  /** Milliseconds since the epoch; the start of this process for one that has had none. */
  idleSinceMs(serverId: string): number {
    return this.lastMs.get(serverId) ?? this.startedMs;
  }

  private look(): void {
    for (const serverId of this.busy) {
      if (this.active.occupied(serverId) > 0) continue;
      this.busy.delete(serverId);
      this.touch(serverId);
      this.idle$.next(serverId);
    }
  }
}
