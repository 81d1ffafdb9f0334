import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { ImageRemoval } from '../image-removal.js';
import { ImagesRepository } from '../images.repository.js';

const PER_PAGE = 500;

/** Deletes what is in the trash, page by page. */
@Injectable()
export class TrashEmptier implements OnModuleDestroy {
  private stopped = false;

  constructor(
    private readonly images: ImagesRepository,
    private readonly removal: ImageRemoval,
    private readonly clock: Clock,
  ) {}

  /** Images that went there until this time (ISO). @returns how many are gone for good, and their bytes */
  async empty(before = this.clock.iso()): Promise<{ images: number; bytes: number }> {
    const sum = { images: 0, bytes: 0 };
    while (!this.stopped) {
      const page = await this.images.trashedBefore(before, PER_PAGE);
      const { removed } = await this.removal.remove(page);
      sum.images += removed.length;
      sum.bytes += removed.reduce((bytes, image) => bytes + image.bytes, 0);
      if (page.length < PER_PAGE) break;
    }
    return sum;
  }

  /** It ends after the page that it is at. */
  onModuleDestroy(): void {
    this.stopped = true;
  }
}
