// What can be said of this server itself: version, process, database, disk, settings.
import { statfs } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { shownSettings } from '../config/shown-settings.js';
import { bytesOf } from '../database/sqlite-files.js';
import { databasePath } from '../database/sqlite-options.js';
import { EventStream } from '../events/event-stream.js';
import { VERSION } from '../version.js';
import { DatabaseFactsRepository } from './database-facts.repository.js';
import type { DatabaseFactsDto, DiskDto, SystemDto } from './system.dto.js';

@Injectable()
export class SystemFacts {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: DatabaseFactsRepository,
    private readonly streams: EventStream,
    private readonly clock: Clock,
  ) {}

  async report(): Promise<SystemDto> {
    const uptimeSeconds = process.uptime();
    const { rss, heapUsed } = process.memoryUsage();
    return {
      version: VERSION,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      started_timestamp: this.clock.isoIn(-uptimeSeconds * 1000),
      uptime_seconds: Math.round(uptimeSeconds),
      data_dir: this.settings.dataDir,
      images_dir: this.settings.imagesDir,
      memory: { rss_bytes: rss, heap_bytes: heapUsed },
      cpu_count: availableParallelism(),
      database: await this.databaseFacts(),
      disk: await this.disk(),
      event_listeners: this.streams.listeners,
      settings: shownSettings(this.settings).map(({ isDefault, ...rest }) => ({
        ...rest,
        is_default: isDefault,
      })),
    };
  }

  private async databaseFacts(): Promise<DatabaseFactsDto> {
    const path = databasePath(this.settings);
    const [size, wal, free] = await Promise.all([
      bytesOf(path),
      bytesOf(`${path}-wal`),
      this.database.freeBytes(),
    ]);
    return { engine: 'sqlite', path, size_bytes: size, wal_bytes: wal, free_bytes: free };
  }

  private async disk(): Promise<DiskDto> {
    const { bavail, blocks, bsize } = await statfs(this.settings.dataDir);
    return { free_bytes: bavail * bsize, total_bytes: blocks * bsize };
  }
}
