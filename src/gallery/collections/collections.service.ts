// Collections: images put together under a name. Which images are in one is changed by `changes/`.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/contract/index.js';
import { Clock } from '../../common/clock.js';
import { ConflictError } from '../../common/errors.js';
import type { ImageColumns } from '../search/image-columns.js';
import { ImageIndex } from '../search/image-index.js';
import { ImagePages } from '../search/image-pages.repository.js';
import type { CollectionEntity } from './collection.entity.js';
import type { CollectionDto } from './collections.dto.js';
import { CollectionsRepository } from './collections.repository.js';
import { findCollection } from './find-collection.js';

interface Contents {
  count: number;
  /** Id of the newest image. */
  cover: number;
}

const MOST = 1_000;
const PER_QUERY = 500;

@Injectable()
export class CollectionsService {
  constructor(
    private readonly repository: CollectionsRepository,
    private readonly index: ImageIndex,
    private readonly pages: ImagePages,
    private readonly clock: Clock,
  ) {}

  async list(who: Principal): Promise<CollectionDto[]> {
    return this.toDtos(await this.repository.list(who.can('admin') ? undefined : who.keyId), who);
  }

  /** @throws ConflictError `too_many_collections` */
  async add(name: string, who: Principal): Promise<CollectionDto> {
    const made = await this.repository.add(name, who.keyId, this.clock.iso(), MOST);
    if (made) return toDto(made, undefined, null);
    throw new ConflictError(
      'too_many_collections',
      `There are ${MOST} collections already; delete one first.`,
    );
  }

  /** @throws NotFoundError */
  async rename(id: string, name: string, who: Principal): Promise<CollectionDto> {
    const collection = await findCollection(this.repository, id, who);
    await this.repository.rename(collection.id, name);
    const [dto] = await this.toDtos([{ ...collection, name }], who);
    return dto!;
  }

  /** Its images stay. @throws NotFoundError */
  async remove(given: string, who: Principal): Promise<string> {
    const { id, name } = await findCollection(this.repository, given, who);
    await this.repository.remove(id);
    return `Collection "${name}" was deleted; its images stay in the gallery.`;
  }

  private async toDtos(collections: CollectionEntity[], who: Principal): Promise<CollectionDto[]> {
    const contents = contentsOf(await this.index.current(), who);
    const covers = collections.flatMap(({ id }) => contents.get(id)?.cover ?? []);
    const names = await this.filenames(covers);
    return collections.map((collection) => {
      const content = contents.get(collection.id);
      return toDto(collection, content, (content && names.get(content.cover)) ?? null);
    });
  }

  private async filenames(ids: number[]): Promise<Map<number, string>> {
    const names = new Map<number, string>();
    for (let from = 0; from < ids.length; from += PER_QUERY)
      for (const row of await this.pages.rows(ids.slice(from, from + PER_QUERY)))
        names.set(row.id, row.filename);
    return names;
  }
}

function contentsOf(columns: ImageColumns, who: Principal): Map<number, Contents> {
  const contents = new Map<number, Contents>();
  const onlyOwn = who.can('gallery') ? undefined : who.onlyOwn;
  for (const at of columns.ordered('time')) {
    if (!columns.collections[at]!.length || !columns.isSaved(at) || columns.isTrashed(at)) continue;
    if (onlyOwn !== undefined && !columns.isOf(at, onlyOwn)) continue;
    for (const id of columns.collections[at]!)
      contents.set(id, { count: (contents.get(id)?.count ?? 0) + 1, cover: columns.id[at]! });
  }
  return contents;
}

function toDto(
  collection: CollectionEntity,
  contents: Contents | undefined,
  cover: string | null,
): CollectionDto {
  return {
    id: collection.id,
    name: collection.name,
    count: contents?.count ?? 0,
    cover_preview_url: cover && `/api/v1/images/preview/${cover}`,
    created_timestamp: collection.createdAt,
  };
}
