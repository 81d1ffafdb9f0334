// What people do with images of the gallery, one or a thousand at once.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/contract/index.js';
import { Clock } from '../../common/clock.js';
import { InvalidRequestError } from '../../common/errors.js';
import { CollectionsRepository } from '../collections/collections.repository.js';
import { findCollection } from '../collections/find-collection.js';
import { isImageName } from '../image-name.js';
import { ImageRemoval } from '../image-removal.js';
import { ImagesRepository } from '../images.repository.js';
import {
  MOST_TAGS_OF_AN_IMAGE,
  type ImageAction,
  type ImageActionDto,
  type ImageActionResultDto,
  type ImageFailureDto,
} from './changes.dto.js';
import { ImageChanges, type ImageChange } from './image-changes.repository.js';

@Injectable()
export class ImageActions {
  constructor(
    private readonly changes: ImageChanges,
    private readonly images: ImagesRepository,
    private readonly removal: ImageRemoval,
    private readonly collections: CollectionsRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws InvalidRequestError, NotFoundError (the collection) */
  async act(request: ImageActionDto, who: Principal): Promise<ImageActionResultDto> {
    const { action } = request;
    const change = action === 'delete' ? null : await this.changeOf(action, request, who);
    const filenames = [...new Set(request.filenames)];
    const found = await this.changes.find(filenames.filter(isImageName), (keyId) => who.maySeeImage(keyId));
    const failed = missing(filenames, new Set(found.map((image) => image.filename)));
    if (!change)
      return this.remove(
        found.map((image) => image.id),
        failed,
      );
    const { done, tooManyTags } = await this.changes.apply(found, change);
    return {
      done: done.map((image) => image.filename),
      failed: [...failed, ...tooManyTags.map(({ filename }) => tooMany(filename))],
    };
  }

  private async remove(ids: number[], failed: ImageFailureDto[]): Promise<ImageActionResultDto> {
    const { removed } = await this.removal.remove(await this.images.removable(ids));
    return { done: removed.map((image) => image.filename), failed };
  }

  private async changeOf(
    action: Exclude<ImageAction, 'delete'>,
    request: ImageActionDto,
    who: Principal,
  ): Promise<ImageChange> {
    const { rating, tags } = request;
    switch (action) {
      case 'trash':
        return { trashedAt: this.clock.iso() };
      case 'restore':
        return { trashedAt: null };
      case 'favourite':
      case 'unfavourite':
        return { favourite: action === 'favourite' };
      case 'rate':
        return { rating: needed(rating, 'rating', action) };
      case 'add_tags':
      case 'remove_tags':
        return {
          tags: { how: action === 'add_tags' ? 'add' : 'remove', tags: needed(tags, 'tags', action) },
        };
      case 'add_to_collection':
      case 'remove_from_collection':
        return { collection: await this.collectionOf(request, who) };
    }
  }

  private async collectionOf(
    { action, collection_id }: ImageActionDto,
    who: Principal,
  ): Promise<NonNullable<ImageChange['collection']>> {
    const { id } = await findCollection(
      this.collections,
      needed(collection_id, 'collection_id', action),
      who,
    );
    return { how: action === 'add_to_collection' ? 'add' : 'remove', id };
  }
}

function needed<T>(value: T | undefined, path: string, action: string): T {
  if (value !== undefined && value !== null) return value;
  const message = `is needed for the action "${action}"`;
  throw new InvalidRequestError(`${path} ${message}.`, [{ path, message }]);
}

function missing(filenames: string[], found: Set<string>): ImageFailureDto[] {
  return filenames
    .filter((filename) => !found.has(filename))
    .map((filename) =>
      isImageName(filename)
        ? { filename, code: 'image_not_found', message: `There is no image "${filename}".` }
        : { filename, code: 'invalid_filename', message: 'This cannot be the name of an image.' },
    );
}

function tooMany(filename: string): ImageFailureDto {
  const message = `An image has ${MOST_TAGS_OF_AN_IMAGE} tags at most; take some away first.`;
  return { filename, code: 'too_many_tags', message };
}
