import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { IMAGE_ROLES, type ImageRole } from './image.entity.js';
import { PREVIEW_SIZES, type PreviewSize } from './thumbnails.js';

export class ListImagesQuery {
  /** How many images at most. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 50;

  /** `next_cursor` of the page before. */
  @IsOptional()
  @Matches(/^\d{1,15}$/, { message: 'cursor must be the next_cursor of an earlier page' })
  cursor?: string;

  /** Only images of this job. */
  @IsOptional() @IsString() @Length(1, 100) job_id?: string;

  /** Only images made by servers of this kind. */
  @IsOptional() @IsString() @Length(1, 100) app_type?: string;

  /** Only images made by the server with this alias. */
  @IsOptional() @IsString() @Length(1, 255) server?: string;

  /** `image` are the results; grids and auxiliary pictures (ControlNet maps …) are kept apart. */
  @IsOptional() @IsIn(IMAGE_ROLES) role: ImageRole = 'image';
}

export class PreviewQuery {
  /** Longest side in pixels; smaller images are not enlarged. */
  @IsOptional() @Type(() => Number) @IsIn(PREVIEW_SIZES) size: PreviewSize = 512;
}

export class DownloadQuery {
  /** `1` makes a browser save the file instead of showing it. */
  @IsOptional() @IsIn(['0', '1']) attachment?: '0' | '1';
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
  job_id!: string;
  /** The beginning of the file name: the first characters of the job's id. */
  job_id_prefix!: string;
  /** When it was saved, ISO-8601 in UTC. */
  created!: string;
  server_alias!: string | null;
  app_type!: string | null;
}

export class GalleryPageDto {
  /** Of all pages, with these filters. */
  total!: number;
  /** Newest first. */
  @Type(() => GalleryImageDto) images!: GalleryImageDto[];
  /** Ask for the next page with it; null on the last one. */
  next_cursor!: string | null;
}

/** What the image's infotext says. */
export class ImageParametersDto {
  prompt!: string;
  negative_prompt!: string;
  /** As the server named them: `Steps`, `Sampler`, `CFG scale` … */
  settings!: Record<string, string>;
}

export class ImageInfoDto extends GalleryImageDto {
  /** The text that A1111 and Forge write into their images; null where there is none. */
  infotext!: string | null;
  parameters!: ImageParametersDto | null;
  /** The parameters that the job was run with; null for images without a record of them. */
  generation_params!: Record<string, unknown> | null;
}
