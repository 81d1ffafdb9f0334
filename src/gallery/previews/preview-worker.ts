// Makes the usual previews of every image as soon as it is saved, and of those that were saved while it did not run: old
// ones, imported ones, the last ones before a crash. One picture at a time, with rests, outside of everybody's way;
// whoever asks for a preview that is not there yet gets it made at once by `thumbnails.ts`.
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { errorText } from '../../common/errors.js';
import { pause } from '../../common/pause.js';
import { PreviewFailedError } from '../gallery.errors.js';
import { ImageFiles } from '../image-files.js';
import type { PreviewState } from '../image.entity.js';
import { ImagesRepository } from '../images.repository.js';
import { Thumbnails } from '../thumbnails.js';
import { PreviewsRepository, type ImageWithoutPreviews } from './previews.repository.js';

const PER_BITE = 20;
/** A rest after each picture, as a share of the time that it took. */
const REST = 0.25;
const AGAIN_MS = 60_000;

@Injectable()
export class PreviewWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Gallery');
  private readonly stopping = new AbortController();
  private saved: Subscription | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private wanted = false;
  private working = false;

  constructor(
    private readonly repository: PreviewsRepository,
    private readonly images: ImagesRepository,
    private readonly files: ImageFiles,
    private readonly thumbnails: Thumbnails,
  ) {}

  onApplicationBootstrap(): void {
    this.saved = this.images.saved$.subscribe(() => this.wake());
    this.wake();
  }

  async onModuleDestroy(): Promise<void> {
    this.saved?.unsubscribe();
    this.stopping.abort();
    await this.underWay;
  }

  private wake(): void {
    this.wanted = true;
    if (this.working || this.stopping.signal.aborted) return;
    this.working = true;
    this.underWay = this.work().finally(() => (this.working = false));
  }

  /** Never throws: what cannot be done now is tried again. */
  private async work(): Promise<void> {
    while (this.wanted && !this.stopping.signal.aborted) {
      this.wanted = false;
      try {
        while (!this.stopping.signal.aborted && (await this.bite()));
      } catch (error) {
        this.logger.warn('Previews wait: they cannot be stored', { error: errorText(error) });
        this.wanted = true;
        await pause(AGAIN_MS, this.stopping.signal);
      }
    }
  }

  /** False: there are none left. */
  private async bite(): Promise<boolean> {
    const images = await this.repository.wanting(PER_BITE);
    const outcomes: { id: number; previews: PreviewState }[] = [];
    try {
      for (const image of images) {
        if (this.stopping.signal.aborted) break;
        outcomes.push({ id: image.id, previews: await this.make(image) });
      }
    } finally {
      const noted = await this.repository.note(outcomes);
      // Deleted meanwhile: nobody else takes its previews away.
      for (const { id, sha256 } of images.slice(0, outcomes.length))
        if (!noted.has(id)) await this.thumbnails.remove(sha256);
    }
    return images.length > 0;
  }

  private async make(image: ImageWithoutPreviews): Promise<PreviewState> {
    const startedAt = performance.now();
    const file = await this.files.locate(image.relativePath);
    if (!file) return 'failed';
    try {
      await this.thumbnails.prepare(image, file);
    } catch (error) {
      if (!(error instanceof PreviewFailedError)) throw error;
      return 'failed';
    }
    await pause((performance.now() - startedAt) * REST, this.stopping.signal);
    return 'made';
  }
}
