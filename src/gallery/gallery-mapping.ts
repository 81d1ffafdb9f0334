// From rows to what clients see.
import type { GalleryImageDto, ImageInfoDto, JobImageDto } from './gallery.dto.js';
import type { ImageEntity } from './image.entity.js';
import { jobIdPrefix } from './image-name.js';
import { readImageParams } from './image-record.js';
import type { ListedImage } from './images.repository.js';

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

export function toGalleryImage(row: ListedImage): GalleryImageDto {
  return {
    id: row.id,
    job_id: row.jobId,
    job_id_prefix: jobIdPrefix(row.filename),
    created: row.createdAt,
    server_alias: row.serverAlias,
    app_type: row.appType,
    ...toJobImage(row),
  };
}

export function toImageInfo(row: ImageEntity): ImageInfoDto {
  const image = toGalleryImage(row);
  const params = readImageParams(row.paramsJson);
  return {
    ...image,
    infotext: row.infotext,
    parameters: params.infotext ?? null,
    generation_params: params.job ?? null,
  };
}
