// From a record to the columns of a row of `images`, and which of them lists show. Statements: `images.repository.ts`.
import type { ImageDetails } from './details/describe-image.js';
import type { ImageEntity } from './image.entity.js';
import { extensionOf } from './image-name.js';
import type { ImageRecord, JobRef } from './image-record.js';
import { isPicture } from './sniff-file.js';

/** What lists show: all but the long texts, which would make a page of 200 images a megabyte. */
export const LISTED = [
  'id',
  'jobId',
  'idx',
  'role',
  'filename',
  'relativePath',
  'mediaType',
  'width',
  'height',
  'bytes',
  'sha256',
  'seed',
  'serverAlias',
  'appType',
  'createdAt',
  'apiKeyId',
] as const satisfies (keyof ImageEntity)[];

export type ListedImage = Pick<ImageEntity, (typeof LISTED)[number]>;

/** Whether a row that a former attempt has left can be this record's. */
export function keepsName(row: ImageEntity, record: ImageRecord): boolean {
  return row.idx === record.idx && extensionOf(row.filename) === record.extension;
}

export function columnsOf(job: JobRef, record: ImageRecord) {
  const { idx, role, mediaType, width, height, bytes, sha256, seed, infotext, paramsJson } = record;
  const { jobId, attempt, serverAlias, appType, apiKeyId, sourceInfo, bulkJobId } = job;
  return {
    ...detailColumns(record.details),
    sourceInfo,
    bulkJobId,
    originalName: job.originalName ?? null,
    jobId,
    attempt,
    serverAlias,
    appType,
    apiKeyId,
    idx,
    role,
    // There are none of what is no picture.
    previews: isPicture(mediaType) ? ('wanted' as const) : ('failed' as const),
    mediaType,
    width,
    height,
    bytes,
    sha256,
    seed,
    infotext,
    paramsJson,
  };
}

/** What is searched by. */
export function detailColumns({ loras, ...details }: ImageDetails) {
  return { ...details, lorasJson: JSON.stringify(loras), described: true };
}
