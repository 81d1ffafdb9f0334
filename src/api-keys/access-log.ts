// Notes every request without making it wait: entries are gathered in memory and stored together, once a second or
// when there are many. Reading them is `key-records.service.ts`, forgetting them `access-log-pruner.ts`.
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { errorText } from '../common/errors.js';
import { Database } from '../database/database.js';
import { AccessLogRepository, type AccessEntry } from './access-log.repository.js';

const FLUSH_MS = 1_000;
/** After a flush that failed. */
const PAUSE_MS = 5_000;
/** In one insert; as many at once are stored without waiting for the second to end. */
const ENTRIES_PER_INSERT = 500;
/** While nothing can be stored; beyond, the oldest are lost. */
const ENTRIES_KEPT = 20_000;

@Injectable()
export class AccessLog implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger('AccessLog');
  private entries: AccessEntry[] = [];
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | undefined;
  private failing = false;
  private lost = 0;

  constructor(
    private readonly repository: AccessLogRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Never throws and never waits. */
  record(entry: Omit<AccessEntry, 'timestamp'>): void {
    this.entries.push({ ...entry, timestamp: this.clock.iso() });
    if (this.entries.length > ENTRIES_KEPT) this.lost += this.entries.splice(0, ENTRIES_PER_INSERT).length;
    const isMany = this.entries.length >= ENTRIES_PER_INSERT && !this.failing && !this.flushing;
    if (isMany) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), this.failing ? PAUSE_MS : FLUSH_MS);
  }

  /** Resolves once everything that was recorded before is stored, or could not be. Never rejects. */
  async flush(): Promise<void> {
    // A flush under way may have begun before the caller's entries came.
    await this.flushing;
    this.flushing ??= this.store().finally(() => (this.flushing = undefined));
    await this.flushing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  /** The last answers are given after `beforeApplicationShutdown`; the database closes after this module. */
  async onApplicationShutdown(): Promise<void> {
    if (this.database.dataSource.isInitialized) await this.flush();
    clearTimeout(this.timer);
  }

  private async store(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    while (this.entries.length) {
      const batch = this.entries.splice(0, ENTRIES_PER_INSERT);
      try {
        await this.repository.insert(batch);
        this.works();
      } catch (error) {
        this.keep(batch, error);
        return;
      }
    }
  }

  private works(): void {
    if (this.lost) this.logger.error(`${this.lost} entries of the access log were lost`);
    this.lost = 0;
    this.failing = false;
  }

  /** A full disk must not end the service that the log is about; the next flush tries again. */
  private keep(batch: AccessEntry[], error: unknown): void {
    if (!this.failing)
      this.logger.error(`The access log cannot be stored, and is kept in memory: ${errorText(error)}`);
    this.failing = true;
    this.entries.unshift(...batch);
    this.timer ??= setTimeout(() => void this.flush(), PAUSE_MS);
  }
}
