import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ScheduledTask } from '../common/tasks/scheduled-task.js';
import { TaskBook } from '../common/tasks/task-book.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { ImageStore } from '../gallery/image-store.js';
import { JobCountsRepository } from '../jobs/job-counts.repository.js';

const NAME = 'tidy-images';

/** After a start, and now and then: files that a crash left half written, and pictures whose job ended without them. */
@Injectable()
export class ImageTidying implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly images: ImageStore,
    private readonly counts: JobCountsRepository,
    private readonly tasks: TaskBook,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.STABLEQUEUE_ROLE === 'all') void this.tasks.run(NAME);
  }

  /** What it cannot do now is done the next time; no job depends on it. */
  @ScheduledTask({
    name: NAME,
    description: 'Deletes files that a crash left half written, and sets files without an entry aside.',
    everyMs: 3_600_000,
  })
  async tidy(): Promise<void> {
    if (this.settings.STABLEQUEUE_ROLE !== 'all') return;
    await this.images.reconcile((jobId) => this.counts.isActive(jobId));
  }

  async onModuleDestroy(): Promise<void> {
    await this.tasks.underWay(NAME);
  }
}
