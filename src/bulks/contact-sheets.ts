// Contact sheets of bulks: which images, from where, and the last few sheets kept for a while.
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/errors.js';
import { GalleryService } from '../gallery/gallery.service.js';
import type { JobImageDto } from '../gallery/gallery.dto.js';
import { Slots } from '../gallery/slots.js';
import { NoImagesError } from './bulk-errors.js';
import type { ContactSheetQuery } from './bulk-queries.dto.js';
import { BulksRepository } from './bulks.repository.js';
import { drawSheet, type SheetImage } from './contact-sheet.js';

const FRESH_MS = 60_000;
const KEPT = 8;
const AT_ONCE = 4;

interface Kept {
  at: number;
  bytes: Promise<Buffer>;
}

@Injectable()
export class ContactSheets {
  private readonly kept = new Map<string, Kept>();
  /** One at a time: each may take a second of every core. */
  private readonly slots = new Slots(1);

  constructor(
    private readonly bulks: BulksRepository,
    private readonly gallery: GalleryService,
    private readonly clock: Clock,
  ) {}

  /** @throws NoImagesError */
  async of(bulkId: string, query: ContactSheetQuery, who: Principal): Promise<Buffer> {
    const images = await this.imagesOf(bulkId, query.limit);
    if (!images.length) throw new NoImagesError();
    const { columns = Math.ceil(Math.sqrt(images.length)), size, captions, format } = query;
    const options = { columns, size, captions, format };
    const key = JSON.stringify([who.owner, bulkId, options, images.map((image) => image.filename)]);
    const known = this.kept.get(key);
    if (known && this.clock.now() - known.at < FRESH_MS) return known.bytes;
    const bytes = this.slots.run(async () => drawSheet(await this.located(images, size, who), options));
    this.keep(key, bytes);
    return bytes;
  }

  private async imagesOf(bulkId: string, limit: number): Promise<JobImageDto[]> {
    const jobs = await this.bulks.jobsWithImages(bulkId, limit);
    const images = await this.gallery.imagesOf(jobs);
    const pictures = jobs.flatMap((job) => images.get(job) ?? []).filter((image) => image.role === 'image');
    return pictures.slice(0, limit);
  }

  private async located(images: readonly JobImageDto[], size: number, who: Principal): Promise<SheetImage[]> {
    const slots = new Slots(AT_ONCE);
    return Promise.all(
      images.map(async (image) => ({
        path: await slots.run(() => this.previewOf(image.filename, size, who)),
        caption: image.seed === null ? '' : String(image.seed),
      })),
    );
  }

  /** Null when the image was deleted meanwhile, its file is gone, or no preview can be made of it. */
  private async previewOf(filename: string, size: number, who: Principal): Promise<string | null> {
    try {
      const { file } = await this.gallery.preview(filename, size > 256 ? 512 : 256, who);
      return join(file.root, file.path);
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  private keep(key: string, bytes: Promise<Buffer>): void {
    this.kept.set(key, { at: this.clock.now(), bytes });
    bytes.catch(() => this.kept.delete(key));
    for (const [old, { at }] of this.kept) {
      if (this.kept.size > KEPT || this.clock.now() - at > FRESH_MS) this.kept.delete(old);
      else break;
    }
  }
}
