// Keeps the gallery's columns in memory as they are on disk: read once, soon after a start, then brought up to
// date before each look. Why not counted in SQL: docs/adr/0018.
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ScheduledTask } from '../../common/tasks/scheduled-task.js';
import { ImageColumns } from './image-columns.js';
import { ImageIndexRepository } from './image-index.repository.js';

const ROWS_PER_PAGE = 500;
const CHANGES_TO_KEEP = 1_000;
const CATCH_UP_MS = 10 * 60_000;
/** After a start, when what waits has been taken up again. */
const WARM_UP_MS = 5_000;
/** Beyond this many, and more than are left, the columns are read anew without the images that are gone. */
const MOST_GONE = 20_000;

@Injectable()
export class ImageIndex implements OnApplicationBootstrap, OnModuleDestroy {
  private columns: ImageColumns | null = null;
  private seen = 0;
  private forgotten = 0;
  private stopped = false;
  private latest: Promise<unknown> = Promise.resolve();
  private warmUp: NodeJS.Timeout | undefined;

  constructor(private readonly repository: ImageIndexRepository) {}

  /** The columns as of now; with what is committed by the time of the call. Use them before anything else is awaited. */
  current(): Promise<ImageColumns> {
    const current = this.latest.then(() => this.caughtUp());
    // The next look tries again.
    this.latest = current.catch(() => undefined);
    return current;
  }

  /** Without anybody looking, the list of changes would only grow. */
  @ScheduledTask({
    name: 'catch-up-gallery-index',
    description: 'Brings what the gallery knows in memory up to date with the disk.',
    everyMs: CATCH_UP_MS,
  })
  async catchUp(): Promise<void> {
    if (this.columns) await this.current();
  }

  /** Nobody who opens the gallery should wait for what can be read before. */
  onApplicationBootstrap(): void {
    this.warmUp = setTimeout(() => void this.current().catch(() => undefined), WARM_UP_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.warmUp);
    this.stopped = true;
    await this.latest;
  }

  private async caughtUp(): Promise<ImageColumns> {
    const columns = this.columns ?? (await this.load());
    const { ids, seq } = await this.repository.changesAfter(this.seen);
    if (ids.length) await this.takeOver(columns, ids);
    this.seen = seq;
    if (seq - this.forgotten > CHANGES_TO_KEEP) {
      await this.repository.forgetChanges(seq);
      this.forgotten = seq;
    }
    if (columns.gone < MOST_GONE || columns.gone < columns.length / 2) return (this.columns = columns);
    return (this.columns = await this.load());
  }

  private async load(): Promise<ImageColumns> {
    this.seen = await this.repository.startFeed();
    const columns = new ImageColumns();
    for (let last = 0; !this.stopped;) {
      const rows = await this.repository.page(last, ROWS_PER_PAGE);
      for (const row of rows) columns.set(row);
      if (rows.length < ROWS_PER_PAGE) break;
      last = rows.at(-1)!.id;
      // Jobs and their servers are served in between.
      await nextTurn();
    }
    return columns;
  }

  private async takeOver(columns: ImageColumns, ids: number[]): Promise<void> {
    const rows = await this.repository.some(ids);
    const present = new Set(rows.map((row) => row.id));
    for (const id of ids) if (!present.has(id)) columns.remove(id);
    for (const row of rows) columns.set(row);
  }
}
