// What servers tell of their GPU at each look goes into the book of what jobs need.
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { concatMap, filter, type Subscription } from 'rxjs';
import { errorText } from '../common/errors.js';
import { ServerFleet, type FleetServer } from '../servers/server-fleet.js';
import { JobMemory } from './job-memory.js';

@Injectable()
export class MemoryReadings implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Memory');
  private listening?: Subscription;

  constructor(
    private readonly fleet: ServerFleet,
    private readonly memory: JobMemory,
  ) {}

  onModuleInit(): void {
    this.listening = this.fleet.looks$
      .pipe(
        filter(({ health }) => typeof health.memory?.gpuPeakBytes === 'number'),
        concatMap((server) => this.read(server)),
      )
      .subscribe();
  }

  onModuleDestroy(): void {
    this.listening?.unsubscribe();
  }

  private async read({ id, health }: FleetServer): Promise<void> {
    try {
      await this.memory.book.readPeak(this.memory.gpuOf(id), health.memory!.gpuPeakBytes!);
    } catch (error) {
      // One reading less: the next job teaches as much.
      this.logger.debug(`A reading of GPU memory was not kept: ${errorText(error)}`, { serverId: id });
    }
  }
}
