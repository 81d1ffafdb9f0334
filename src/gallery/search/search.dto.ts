import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsTime } from '../../common/is-time.js';
import { IsQueryBoolean } from '../../common/query-boolean.js';
import { GalleryImageDto } from '../gallery.dto.js';
import { IMAGE_ROLES, type ImageRole } from '../image.entity.js';
import { SORTS, type Sort } from './page-images.js';

const ROLE_FILTERS = [...IMAGE_ROLES, 'result', 'any'] as const;
const STACKS = ['bulk'] as const;

/** Which images; every filter narrows the others. */
export class ImageFilterQuery {
  /**
   * Words and "phrases in quotes" that all occur in the prompts, the name of the model, of LoRAs or of the file. A word
   * also stands for longer ones that begin with it; -word leaves images out.
   */
  @IsOptional() @IsString() @MaxLength(500) q?: string;

  /** Checkpoint, without folder and extension, as the facets name it. */
  @IsOptional() @IsString() @Length(1, 255) model?: string;

  /** LoRA that the prompt names. */
  @IsOptional() @IsString() @Length(1, 255) lora?: string;

  @IsOptional() @IsString() @Length(1, 255) sampler?: string;

  /** Width and height like `1024x1024`. */
  @IsOptional()
  @Matches(/^\d{1,6}x\d{1,6}$/, { message: 'size must be width and height like 1024x1024' })
  size?: string;

  /** Only images made by the server with this alias. */
  @IsOptional() @IsString() @Length(1, 255) server?: string;

  /** Only images made by servers of this kind. */
  @IsOptional() @IsString() @Length(1, 100) app_type?: string;

  /** `source_info` of their jobs; `import` for imported ones. */
  @IsOptional() @IsString() @Length(1, 200) source?: string;

  /**
   * `result`: images, videos, sounds and texts that were asked for; grids and auxiliary files (ControlNet maps …) are
   * kept apart; `any` are all.
   */
  @IsOptional() @IsIn(ROLE_FILTERS) role: ImageRole | 'result' | 'any' = 'result';

  /** Only images of this job. */
  @IsOptional() @IsString() @Length(1, 100) job_id?: string;

  /** Only images of this bulk. */
  @IsOptional() @IsString() @Length(1, 100) bulk_id?: string;

  /** ISO-8601: made at this time or later. */
  @IsOptional() @IsTime() from?: string;

  /** ISO-8601: made before this time. */
  @IsOptional() @IsTime() to?: string;

  /** Only images with as many stars or more. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(5) rating_min?: number;

  /** `true`: only favourites; `false`: all but them. */
  @IsOptional() @IsQueryBoolean() favourite?: boolean;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(Number.MIN_SAFE_INTEGER)
  @Max(Number.MAX_SAFE_INTEGER)
  seed?: number;

  /** Only images with this tag. */
  @IsOptional() @IsString() @Length(1, 64) tag?: string;

  /** Id of a collection. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) collection?: number;

  /** `true`: only images in the trash, which are in no other list. */
  @IsOptional() @IsQueryBoolean() trashed?: boolean;
}

export class ListImagesQuery extends ImageFilterQuery {
  /** How many images at most. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 50;

  /** `next_cursor` of the page before; with the same filters and order. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{2,200}$/, { message: 'cursor must be the next_cursor of an earlier page' })
  cursor?: string;

  /** By the time they were made, by their stars, by the bytes of their files. */
  @IsOptional() @IsIn(SORTS) sort: Sort = 'newest';

  /** `bulk`: the newest image of each bulk stands for all of them, with `stack_count`. */
  @IsOptional() @IsIn(STACKS) stack?: 'bulk';

  /** `false` leaves `total` out. */
  @IsOptional() @IsQueryBoolean() count?: boolean;
}

export class GalleryPageDto {
  /** Of all pages, with these filters; stacks count as one. Null with `count=false`. */
  total!: number | null;
  /** In the order that was asked for. */
  @Type(() => GalleryImageDto) images!: GalleryImageDto[];
  /** Ask for the next page with it; null on the last one. */
  next_cursor!: string | null;
}

export class FacetValueDto {
  value!: string;
  /** Images that have it. */
  count!: number;
}

export class RatingCountDto {
  /** 0–5; 0: none. */
  value!: number;
  count!: number;
}

/** Values that occur, most frequent first, at most 50 of each; each counted without regard to its own filter. */
export class FacetsDto {
  models!: FacetValueDto[];
  loras!: FacetValueDto[];
  samplers!: FacetValueDto[];
  /** Like `1024x1024`. */
  sizes!: FacetValueDto[];
  servers!: FacetValueDto[];
  /** `source_info` of their jobs. */
  sources!: FacetValueDto[];
  /** Best first. */
  ratings!: RatingCountDto[];
  tags!: FacetValueDto[];
  /** How many are favourites. */
  favourites!: number;
  /** Images that all filters leave. */
  total!: number;
}

export class TimelineDayDto {
  /** UTC, like `2026-11-20`. */
  day!: string;
  count!: number;
}

export class TimelineDto {
  /** Days with images, newest first. */
  days!: TimelineDayDto[];
}

export class TagsDto {
  /** Most used first, at most 1,000. */
  tags!: FacetValueDto[];
}
