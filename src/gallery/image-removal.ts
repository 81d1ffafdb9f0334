// Takes images away for good: out of the gallery first, then off the disk. A crash in between leaves a file that the
// janitor sets aside.
import { Injectable, Logger } from '@nestjs/common';
import { errorText } from '../common/errors.js';
import { ImageChanges, type ChangedImage } from './changes/image-changes.repository.js';
import { StorageError } from './gallery.errors.js';
import { ImageFiles } from './image-files.js';
import { ImagesRepository } from './images.repository.js';
import { Thumbnails } from './thumbnails.js';

/** An image with what is needed to take its files away. */
export interface RemovableImage extends ChangedImage {
  relativePath: string;
  sha256: string;
  bytes: number;
}

export interface Removal {
  /** Gone from the gallery. */
  removed: RemovableImage[];
  /** Of those, whose file could not be deleted. */
  filesLeft: RemovableImage[];
}

/** Files are deleted inside of a database write, which must not become long. */
const PER_WRITE = 50;

@Injectable()
export class ImageRemoval {
  private readonly logger = new Logger('Gallery');

  constructor(
    private readonly changes: ImageChanges,
    private readonly repository: ImagesRepository,
    private readonly files: ImageFiles,
    private readonly thumbnails: Thumbnails,
  ) {}

  async remove(images: RemovableImage[]): Promise<Removal> {
    const removal: Removal = { removed: [], filesLeft: [] };
    for (let from = 0; from < images.length; from += PER_WRITE) {
      const part = images.slice(from, from + PER_WRITE);
      const gone = new Set((await this.changes.remove(part)).map((image) => image.id));
      const removed = part.filter((image) => gone.has(image.id));
      removal.removed.push(...removed);
      removal.filesLeft.push(...(await this.removeFiles(removed)));
    }
    return removal;
  }

  /** The images are gone for every client; asking again would only answer 404, so failures are told, not thrown. */
  private async removeFiles(images: RemovableImage[]): Promise<RemovableImage[]> {
    const failed = new Set<string>();
    const remove = (path: string): void => {
      try {
        this.files.removeNow(path);
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        this.logger.warn('A removed image has left its file behind', { path, error: errorText(error) });
        failed.add(path);
      }
    };
    await this.repository.forUnclaimed(
      images.map((image) => image.relativePath),
      remove,
    );
    for (const image of images) await this.thumbnails.remove(image.sha256);
    return images.filter((image) => failed.has(image.relativePath));
  }
}
