// Saved images for everyone who looks at them: those of jobs, files, previews. Saving is `image-store.ts`, finding is
// `search/`, details and changes are `gallery-images.service.ts` and `changes/`.
// A name from outside only ever selects a row; the row says which file.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { NotFoundError } from '../common/errors.js';
import { stripMetadata } from './details/strip-metadata.js';
import type { JobImageDto } from './gallery.dto.js';
import {
  BadImageError,
  DamagedImageError,
  ImageFileMissingError,
  PreviewFailedError,
} from './gallery.errors.js';
import { toJobImage, type ImageLink } from './gallery-mapping.js';
import type { ImageEntity } from './image.entity.js';
import { ImageFiles, type LocatedFile } from './image-files.js';
import { readImageName } from './image-name.js';
import { ImagesRepository } from './images.repository.js';
import { isPicture } from './sniff-file.js';
import { Thumbnails, type PreviewSize } from './thumbnails.js';

/** A file to send, and what to say of it. */
export interface ServedImage {
  file: LocatedFile;
  filename: string;
  mediaType: string;
  /** With its quotes. */
  etag: string;
}

/** Bytes to send in place of a file. */
export type PlainImage = Omit<ServedImage, 'file'> & { bytes: Buffer };

@Injectable()
export class GalleryService {
  constructor(
    private readonly repository: ImagesRepository,
    private readonly files: ImageFiles,
    private readonly thumbnails: Thumbnails,
  ) {}

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

  /** The exact file, for another job of the same queue: nobody is asked for. @throws NotFoundError, ImageFileMissingError */
  async bytesOf(filename: string): Promise<Buffer> {
    const image = await this.repository.findSaved(readImageName(filename));
    if (!image) throw new NotFoundError('image', filename);
    const bytes = await this.files.read(image.relativePath);
    if (!bytes) throw new ImageFileMissingError(filename);
    return bytes;
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

  /**
   * The picture alone, without what its file says of how it was made.
   * @throws InvalidRequestError, NotFoundError, ImageFileMissingError, DamagedImageError
   */
  async plainDownload(filename: string, who: Principal): Promise<PlainImage> {
    const { relativePath, mediaType, sha256 } = await this.find(filename, who);
    const bytes = await this.files.read(relativePath);
    if (!bytes) throw new ImageFileMissingError(filename);
    try {
      return { bytes: stripMetadata(bytes, mediaType), filename, mediaType, etag: `"${sha256}-plain"` };
    } catch (error) {
      throw error instanceof BadImageError ? new DamagedImageError(filename, error) : error;
    }
  }

  /** @throws InvalidRequestError, NotFoundError, ImageFileMissingError, PreviewFailedError */
  async preview(filename: string, size: PreviewSize, who: Principal): Promise<ServedImage> {
    const image = await this.find(filename, who);
    if (!isPicture(image.mediaType)) throw new PreviewFailedError(filename);
    const file = await this.thumbnails.of(image, await this.fileOf(image), size);
    const name = `${filename.slice(0, filename.lastIndexOf('.'))}-preview.webp`;
    return { file, filename: name, mediaType: 'image/webp', etag: `"${image.sha256}-${size}"` };
  }

  /**
   * Somebody else's image is answered like one that does not exist.
   * @throws InvalidRequestError, NotFoundError
   */
  async find(filename: string, who: Principal): Promise<ImageEntity> {
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
