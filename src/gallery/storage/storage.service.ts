// What the gallery takes up on the disk.
import { statfs } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { ImageIndex } from '../search/image-index.js';
import { Thumbnails } from '../thumbnails.js';
import { measureUsage } from './measure-usage.js';
import { Retention } from './retention.js';
import type { DiskDto, PreviewsAmountDto, StorageDto } from './storage.dto.js';

/** Looking at every preview takes seconds where there are many. */
const PREVIEWS_FRESH_MS = 10 * 60_000;

@Injectable()
export class StorageService {
  private measured: { at: number; amount: Promise<PreviewsAmountDto> } | null = null;

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'dataDir' | 'imagesDir'>,
    private readonly index: ImageIndex,
    private readonly thumbnails: Thumbnails,
    private readonly retention: Retention,
    private readonly clock: Clock,
  ) {}

  async usage(): Promise<StorageDto> {
    const [previews, disk] = await Promise.all([this.previews(), this.disk()]);
    return {
      ...measureUsage(await this.index.current()),
      previews,
      disk,
      policy: await this.retention.policy(),
      last_cleanup: await this.retention.lastCleanup(),
    };
  }

  private previews(): Promise<PreviewsAmountDto> {
    const now = this.clock.now();
    if (this.measured && now - this.measured.at < PREVIEWS_FRESH_MS) return this.measured.amount;
    const amount = this.thumbnails.measure();
    this.measured = { at: now, amount };
    amount.catch(() => (this.measured = null));
    return amount;
  }

  /** The images folder is made with the first image. */
  private async disk(): Promise<DiskDto | null> {
    for (const folder of [this.settings.imagesDir, this.settings.dataDir]) {
      const stats = await statfs(folder).catch(() => null);
      if (stats) return { free_bytes: stats.bavail * stats.bsize, total_bytes: stats.blocks * stats.bsize };
    }
    return null;
  }
}
