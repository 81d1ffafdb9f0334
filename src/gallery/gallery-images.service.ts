// One image of the gallery: all that is known about it, what people change about it, and its end.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { NotFoundError } from '../common/errors.js';
import type { ImagePatchDto } from './changes/changes.dto.js';
import { ImageChanges } from './changes/image-changes.repository.js';
import { CollectionsRepository } from './collections/collections.repository.js';
import { mayUseCollection } from './collections/find-collection.js';
import type { GalleryImageDto, ImageInfoDto, ImageJobDto } from './gallery.dto.js';
import { GalleryService } from './gallery.service.js';
import { toGalleryImage, toImageInfo } from './gallery-mapping.js';
import type { ImageEntity } from './image.entity.js';
import { ImageRemoval } from './image-removal.js';
import { ImagePages } from './search/image-pages.repository.js';

@Injectable()
export class GalleryImages {
  constructor(
    private readonly gallery: GalleryService,
    private readonly pages: ImagePages,
    private readonly collections: CollectionsRepository,
    private readonly changes: ImageChanges,
    private readonly removal: ImageRemoval,
  ) {}

  /** @throws InvalidRequestError, NotFoundError */
  async info(filename: string, who: Principal): Promise<ImageInfoDto> {
    const image = await this.gallery.find(filename, who);
    const collections = await this.collections.ofImage(image.id);
    return toImageInfo(image, {
      tags: await this.pages.tagsOf(image.id),
      collections: collections
        .filter((collection) => mayUseCollection(who, collection))
        .map(({ id, name }) => ({ id, name })),
      job: await this.jobOf(image, who),
    });
  }

  /** @throws InvalidRequestError, NotFoundError */
  async change(filename: string, patch: ImagePatchDto, who: Principal): Promise<GalleryImageDto> {
    const { favourite, rating, tags } = patch;
    const image = await this.gallery.find(filename, who);
    const change = { favourite, rating, tags: tags && ({ how: 'replace', tags } as const) };
    await this.changes.apply([image], change);
    const [row] = await this.pages.rows([image.id]);
    if (!row) throw new NotFoundError('image', filename);
    return toGalleryImage(row);
  }

  /** @returns a sentence for the user */
  async remove(filename: string, who: Principal): Promise<string> {
    const { removed, filesLeft } = await this.removal.remove([await this.gallery.find(filename, who)]);
    if (!removed.length) throw new NotFoundError('image', filename);
    return filesLeft.length
      ? `Image "${filename}" was removed from the gallery, but its file could not be deleted.`
      : `Image "${filename}" was deleted.`;
  }

  private async jobOf({ jobId }: ImageEntity, who: Principal): Promise<ImageJobDto | null> {
    const job = await this.pages.jobOf(jobId);
    if (!job || !who.mayRead(job.apiKeyId)) return null;
    return { job_id: jobId, status: job.status, bulk_job_id: job.bulkJobId };
  }
}
