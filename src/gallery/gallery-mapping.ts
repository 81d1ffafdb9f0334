// From rows to what clients see.
import { readLoras } from './details/describe-image.js';
import type {
  GalleryImageDto,
  ImageCollectionDto,
  ImageInfoDto,
  ImageJobDto,
  JobImageDto,
} from './gallery.dto.js';
import type { ImageEntity } from './image.entity.js';
import { jobIdPrefix } from './image-name.js';
import { readImageParams } from './image-record.js';
import type { ListedImage } from './image-row.js';
import type { GalleryRow } from './search/image-pages.repository.js';

/** From a path of this server to the address that a client is given. */
export type ImageLink = (path: string) => string;

const RELATIVE: ImageLink = (path) => path;

export function toJobImage(row: ListedImage, link: ImageLink = RELATIVE): JobImageDto {
  const download = link(`/api/v1/images/download/${row.filename}`);
  return {
    filename: row.filename,
    role: row.role,
    idx: row.idx,
    width: row.width,
    height: row.height,
    seed: row.seed,
    media_type: row.mediaType,
    size: row.bytes,
    sha256: row.sha256,
    preview_url: link(`/api/v1/images/preview/${row.filename}`),
    download_url: download,
    url: download,
  };
}

/** Imported images have no job; what their row has in its place is no id of one. */
export const IMPORT_SOURCE = 'import';
const LISTED_PROMPT_CHARS = 300;

export function toGalleryImage(row: GalleryRow, stackCount: number | null = null): GalleryImageDto {
  return {
    id: row.id,
    job_id: row.isImported ? null : row.jobId,
    job_id_prefix: jobIdPrefix(row.filename),
    created: row.createdAt,
    server_alias: row.serverAlias,
    app_type: row.appType,
    favourite: row.favourite,
    rating: row.rating,
    tags: row.tags,
    trashed_timestamp: row.trashedAt,
    prompt: row.prompt?.slice(0, LISTED_PROMPT_CHARS) ?? null,
    model: row.model,
    source_info: row.sourceInfo,
    bulk_job_id: row.bulkJobId,
    stack_count: stackCount,
    has_infotext: row.hasInfotext,
    original_name: row.originalName,
    ...toJobImage(row),
  };
}

export interface ImageSurroundings {
  tags: string[];
  collections: ImageCollectionDto[];
  job: ImageJobDto | null;
}

export function toImageInfo(row: ImageEntity, { tags, collections, job }: ImageSurroundings): ImageInfoDto {
  const isImported = row.sourceInfo === IMPORT_SOURCE && row.serverAlias === null;
  const image = toGalleryImage({ ...row, tags, isImported, hasInfotext: row.infotext !== null });
  const params = readImageParams(row.paramsJson);
  return {
    ...image,
    prompt: row.prompt,
    negative_prompt: row.negativePrompt,
    sampler: row.sampler,
    scheduler: row.scheduler,
    steps: row.steps,
    cfg_scale: row.cfgScale,
    loras: readLoras(row.lorasJson),
    model_hash: row.modelHash,
    collections,
    job,
    infotext: row.infotext,
    parameters: params.infotext ?? null,
    generation_params: params.job ?? null,
  };
}
