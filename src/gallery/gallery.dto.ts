import { Type } from 'class-transformer';
import { IsIn, IsOptional } from 'class-validator';
import type { ImageRole } from './image.entity.js';
import { PREVIEW_SIZES, type PreviewSize } from './thumbnails.js';

export class PreviewQuery {
  /** Longest side in pixels; smaller images are not enlarged. */
  @IsOptional() @Type(() => Number) @IsIn(PREVIEW_SIZES) size: PreviewSize = 512;
}

export class DownloadQuery {
  /** `1` makes a browser save the file instead of showing it. */
  @IsOptional() @IsIn(['0', '1']) attachment?: '0' | '1';

  /** `strip`: the same picture without metadata, no pixel changed. */
  @IsOptional() @IsIn(['keep', 'strip']) metadata?: 'keep' | 'strip';
}

/** An image as a job's answer lists it. */
export class JobImageDto {
  filename!: string;
  role!: ImageRole;
  /** Place among the job's images, from 0. */
  idx!: number;
  /** Pixels. */
  width!: number;
  height!: number;
  /** Null where unknown. */
  seed!: number | null;
  media_type!: string;
  /** Bytes. */
  size!: number;
  /** Lower-case hex; the file is exactly what the server made. */
  sha256!: string;
  /**
   * A small WebP. In a job's answers a whole address that opens without a key for a week; in the gallery's relative to
   * the root of this server.
   */
  preview_url!: string;
  /** The exact file; an address like that of `preview_url`. */
  download_url!: string;
  /** The same as `download_url`. */
  url!: string;
}

export class GalleryImageDto extends JobImageDto {
  id!: number;
  /** Null for imported images. */
  job_id!: string | null;
  /** The beginning of the file name: the first characters of the job's id. */
  job_id_prefix!: string;
  /** When it was saved, ISO-8601 in UTC; of imported images when their file was made. */
  created!: string;
  server_alias!: string | null;
  app_type!: string | null;
  favourite!: boolean;
  /** 1–5; 0: none. */
  rating!: number;
  tags!: string[];
  /** When it was put into the trash; null: it is not there. */
  trashed_timestamp!: string | null;
  /** The first 300 characters; `info` has all. */
  prompt!: string | null;
  /** Checkpoint, without folder and extension. */
  model!: string | null;
  /** Of its job; `import` for imported images. */
  source_info!: string | null;
  bulk_job_id!: string | null;
  /** With `stack=bulk`: how many images of its bulk it stands for; null for images of no bulk. */
  stack_count!: number | null;
  /** Is there an infotext? */
  has_infotext!: boolean;
  /** What an imported file was called before. */
  original_name!: string | null;
}

/** What the image's infotext says. */
export class ImageParametersDto {
  prompt!: string;
  negative_prompt!: string;
  /** As the server named them: `Steps`, `Sampler`, `CFG scale` … */
  settings!: Record<string, string>;
}

export class ImageLoraDto {
  name!: string;
  /** Null where none is named. */
  weight!: number | null;
}

export class ImageCollectionDto {
  id!: number;
  name!: string;
}

export class ImageJobDto {
  job_id!: string;
  status!: string;
  bulk_job_id!: string | null;
}

export class ImageInfoDto extends GalleryImageDto {
  negative_prompt!: string | null;
  sampler!: string | null;
  scheduler!: string | null;
  steps!: number | null;
  cfg_scale!: number | null;
  @Type(() => ImageLoraDto) loras!: ImageLoraDto[];
  model_hash!: string | null;
  /** Of the caller's collections those that it is in. */
  @Type(() => ImageCollectionDto) collections!: ImageCollectionDto[];
  /** Null when the job is forgotten, or may not be seen. */
  @Type(() => ImageJobDto) job!: ImageJobDto | null;
  /** The text that A1111 and Forge write into their images; null where there is none. */
  infotext!: string | null;
  parameters!: ImageParametersDto | null;
  /** The parameters that the job was run with; null for images without a record of them. */
  generation_params!: Record<string, unknown> | null;
}
