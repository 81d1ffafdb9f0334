import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { ImageStore } from '../gallery/image-store.js';
import { JobListRepository } from '../jobs/job-list.repository.js';

/** After a start: files that a crash left half written, and pictures whose job ended without them. */
@Injectable()
export class ImageTidying implements OnApplicationBootstrap {
  private readonly logger = new Logger(ImageTidying.name);

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly images: ImageStore,
    private readonly lists: JobListRepository,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.STABLEQUEUE_ROLE !== 'all') return;
    // Nobody waits for it, and what it could not do is done at the next start.
    this.images
      .reconcile((jobId) => this.lists.isActive(jobId))
      .catch((error: unknown) => {
        this.logger.error(error instanceof Error ? error.stack : String(error));
      });
  }
}
