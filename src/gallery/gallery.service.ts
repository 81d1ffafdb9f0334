// Saved images for everyone who looks at them: lists, details, files, previews. Saving is `image-store.ts`.
// A name from outside only ever selects a row; the row says which file.
import { Injectable, Logger } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { errorText, NotFoundError } from '../common/errors.js';
import type { GalleryPageDto, ImageInfoDto, JobImageDto, ListImagesQuery } from './gallery.dto.js';
import { ImageFileMissingError, StorageError } from './gallery.errors.js';
import { toGalleryImage, toImageInfo, toJobImage, type ImageLink } from './gallery-mapping.js';
import type { ImageEntity } from './image.entity.js';
import { ImageFiles, type LocatedFile } from './image-files.js';
import { readImageName } from './image-name.js';
import { ImagesRepository } from './images.repository.js';
import { Thumbnails, type PreviewSize } from './thumbnails.js';

/** A file to send, and what to say of it. */
export interface ServedImage {
  file: LocatedFile;
  filename: string;
  mediaType: string;
  /** With its quotes. */
  etag: string;
}

@Injectable()
export class GalleryService {
  private readonly logger = new Logger('Gallery');

  constructor(
    private readonly repository: ImagesRepository,
    private readonly files: ImageFiles,
    private readonly thumbnails: Thumbnails,
  ) {}

  async list(query: ListImagesQuery, who: Principal): Promise<GalleryPageDto> {
    const filter = {
      role: query.role,
      jobId: query.job_id,
      appType: query.app_type,
      serverAlias: query.server,
      apiKeyId: who.can('gallery') ? undefined : who.onlyOwn,
    };
    const beforeId = query.cursor === undefined ? undefined : Number(query.cursor);
    const total = await this.repository.countSaved(filter);
    // One more than asked for tells whether there is a next page.
    const rows = await this.repository.pageOfSaved(filter, query.limit + 1, beforeId);
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      total,
      images: page.map((row) => toGalleryImage(row)),
      next_cursor: rows.length > page.length && last ? String(last.id) : null,
    };
  }

  /** @throws InvalidRequestError, NotFoundError */
  async info(filename: string, who: Principal): Promise<ImageInfoDto> {
    return toImageInfo(await this.find(filename, who));
  }

  /** The saved images of these jobs in their order; jobs without any are absent. `link` makes their addresses. */
  async imagesOf(jobIds: string[], link?: ImageLink): Promise<Map<string, JobImageDto[]>> {
    const images = new Map<string, JobImageDto[]>();
    for (const row of await this.repository.savedOf(jobIds)) {
      const ofJob = images.get(row.jobId);
      const image = toJobImage(row, link);
      if (ofJob) ofJob.push(image);
      else images.set(row.jobId, [image]);
    }
    return images;
  }

  /** @throws InvalidRequestError, NotFoundError, ImageFileMissingError */
  async download(filename: string, who: Principal): Promise<ServedImage> {
    const image = await this.find(filename, who);
    return {
      file: await this.fileOf(image),
      filename,
      mediaType: image.mediaType,
      etag: `"${image.sha256}"`,
    };
  }

  /** @throws InvalidRequestError, NotFoundError, ImageFileMissingError, PreviewFailedError */
  async preview(filename: string, size: PreviewSize, who: Principal): Promise<ServedImage> {
    const image = await this.find(filename, who);
    const file = await this.thumbnails.of(image, await this.fileOf(image), size);
    const name = `${filename.slice(0, filename.lastIndexOf('.'))}-preview.webp`;
    return { file, filename: name, mediaType: 'image/webp', etag: `"${image.sha256}-${size}"` };
  }

  /**
   * Out of the gallery first, then off the disk: a crash in between leaves a file that the janitor sets aside.
   * @returns a sentence for the user
   */
  async remove(filename: string, who: Principal): Promise<string> {
    const image = await this.find(filename, who);
    if (!(await this.repository.deleteSaved(image.id))) throw new NotFoundError('image', filename);
    try {
      await this.repository.forUnclaimed([image.relativePath], (path) => this.files.removeNow(path));
      await this.thumbnails.remove(image.sha256);
    } catch (error) {
      // The image is gone for every client; asking again would only answer 404, so this is told, not thrown.
      if (!(error instanceof StorageError)) throw error;
      this.logger.warn('A removed image has left its file behind', {
        path: image.relativePath,
        error: errorText(error),
      });
      return `Image "${filename}" was removed from the gallery, but its file could not be deleted.`;
    }
    return `Image "${filename}" was deleted.`;
  }

  /** Somebody else's image is answered like one that does not exist. */
  private async find(filename: string, who: Principal): Promise<ImageEntity> {
    const image = await this.repository.findSaved(readImageName(filename));
    if (!image || !who.maySeeImage(image.apiKeyId)) throw new NotFoundError('image', filename);
    return image;
  }

  private async fileOf(image: ImageEntity): Promise<LocatedFile> {
    const file = await this.files.locate(image.relativePath);
    if (!file) throw new ImageFileMissingError(image.filename);
    return file;
  }
}
