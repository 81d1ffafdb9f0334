import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { SETTINGS, type Settings } from '../config/settings.js';
import { ImageStore } from '../gallery/image-store.js';
import { JobCountsRepository } from '../jobs/job-counts.repository.js';

const EVERY_MS = 3_600_000;

/** After a start, and now and then: files that a crash left half written, and pictures whose job ended without them. */
@Injectable()
export class ImageTidying implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ImageTidying.name);
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly images: ImageStore,
    private readonly counts: JobCountsRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.tidy();
  }

  @Interval('tidy-images', EVERY_MS)
  tidy(): void {
    if (this.settings.STABLEQUEUE_ROLE !== 'all') return;
    this.underWay = this.underWay.then(() => this.reconcile());
  }

  async onModuleDestroy(): Promise<void> {
    await this.underWay;
  }

  private async reconcile(): Promise<void> {
    try {
      await this.images.reconcile((jobId) => this.counts.isActive(jobId));
    } catch (error) {
      // What it could not do now is done the next time; no job depends on it.
      this.logger.error(error instanceof Error ? error.stack : String(error));
    }
  }
}
