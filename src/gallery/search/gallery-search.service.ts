// What people find in the gallery: pages, facets, the timeline, tags. Which images match is decided over the columns in
// memory (`image-index.ts`), words are looked up in the text index; only the rows of one page are read from the table.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/contract/index.js';
import { CollectionsRepository } from '../collections/collections.repository.js';
import { findCollection } from '../collections/find-collection.js';
import { toGalleryImage } from '../gallery-mapping.js';
import { RESULT_ROLES, type ImageRole } from '../image.entity.js';
import { countDays, countFacets, countTags } from './count-facets.js';
import { readCursor, writeCursor } from './gallery-cursor.js';
import { ImageIndex } from './image-index.js';
import { ImagePages } from './image-pages.repository.js';
import type { ImageSearch } from './image-search.js';
import { ImageText } from './image-text.repository.js';
import { pageImages } from './page-images.js';
import type {
  FacetsDto,
  GalleryPageDto,
  ImageFilterQuery,
  ListImagesQuery,
  TagsDto,
  TimelineDto,
} from './search.dto.js';

const MOST_TAGS = 1_000;

@Injectable()
export class GallerySearch {
  constructor(
    private readonly index: ImageIndex,
    private readonly text: ImageText,
    private readonly pages: ImagePages,
    private readonly collections: CollectionsRepository,
  ) {}

  /** @throws DomainError `cursor_mismatch`, NotFoundError (a collection) */
  async list(query: ListImagesQuery, who: Principal): Promise<GalleryPageDto> {
    const { sort, limit, stack, cursor } = query;
    const stacked = stack === 'bulk';
    const after = cursor === undefined ? undefined : readCursor(cursor, sort, stacked);
    const search = await this.searchOf(query, who);
    const request = { sort, limit, stacked, after, counted: query.count !== false };
    const page = pageImages(await this.index.current(), search, request);
    const rows = await this.pages.rows(page.ids);
    return {
      total: page.total,
      images: rows.map((row) => toGalleryImage(row, page.stacks.get(row.id) ?? null)),
      next_cursor: page.next && writeCursor(page.next, sort, stacked),
    };
  }

  async facets(query: ImageFilterQuery, who: Principal): Promise<FacetsDto> {
    const search = await this.searchOf(query, who);
    return countFacets(await this.index.current(), search);
  }

  async timeline(query: ImageFilterQuery, who: Principal): Promise<TimelineDto> {
    const search = await this.searchOf(query, who);
    return { days: countDays(await this.index.current(), search) };
  }

  async tags(who: Principal): Promise<TagsDto> {
    const search: ImageSearch = { trashed: false, apiKeyId: keyOf(who) };
    return { tags: countTags(await this.index.current(), search, MOST_TAGS) };
  }

  private async searchOf(query: ImageFilterQuery, who: Principal): Promise<ImageSearch> {
    const { model, lora, sampler, size, server, source, seed, favourite, collection } = query;
    if (collection !== undefined) await findCollection(this.collections, collection, who);
    return {
      ...{ model, lora, sampler, size, server, source, seed, favourite, collection },
      ...(await this.idsOf(query)),
      apiKeyId: keyOf(who),
      roles: rolesOf(query.role),
      trashed: query.trashed === true,
      appType: query.app_type,
      bulk: query.bulk_id,
      tag: query.tag?.trim().toLowerCase(),
      ratingMin: query.rating_min,
      from: query.from === undefined ? undefined : Date.parse(query.from),
      to: query.to === undefined ? undefined : Date.parse(query.to),
    };
  }

  /** What is looked up in indexes of the database. */
  private async idsOf(query: ImageFilterQuery): Promise<Pick<ImageSearch, 'only' | 'without'>> {
    const match = query.q === undefined ? null : await this.text.find(query.q);
    if (query.job_id === undefined) return match ?? {};
    const ofJob = await this.pages.idsOfJob(query.job_id);
    const found = match?.only && new Set(match.only);
    return { only: found ? ofJob.filter((id) => found.has(id)) : ofJob, without: match?.without };
  }
}

function rolesOf(role: ImageFilterQuery['role']): readonly ImageRole[] | undefined {
  if (role === 'any') return undefined;
  return role === 'result' ? RESULT_ROLES : [role];
}

/** Whose images the caller may list; undefined: everybody's. */
function keyOf(who: Principal): number | undefined {
  return who.can('gallery') ? undefined : who.onlyOwn;
}
