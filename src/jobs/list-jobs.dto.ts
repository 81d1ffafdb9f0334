import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsTime } from '../common/is-time.js';

const ORDERS = ['asc', 'desc', 'queue', 'ASC', 'DESC'] as const;
type Order = (typeof ORDERS)[number];
const PAGE_ORDERS = [...ORDERS, 'ended'] as const;

/** Which jobs to list; every filter narrows the others. */
export class JobFilterQuery {
  /** One state or several, comma separated. */
  @IsOptional() @IsString() @MaxLength(100) status?: string;
  @IsOptional() @IsString() @MaxLength(32) app_type?: string;
  /** Alias of the target server; `any` for jobs that may run anywhere. */
  @IsOptional() @IsString() @MaxLength(64) server?: string;
  /** Jobs of this bulk; `none` for those that came alone. */
  @IsOptional() @IsString() @MaxLength(64) bulk?: string;
  /** `source_info`, exactly. */
  @IsOptional() @IsString() @MaxLength(200) source?: string;
  /** Id of the key that submitted them; `none` for the console's. */
  @IsOptional()
  @Matches(/^(none|\d{1,15})?$/, { message: 'key must be the id of a key, or none' })
  key?: string;
  /** Part of the prompt, or the beginning of the id. Looks at every job that the other filters leave. */
  @IsOptional() @IsString() @MaxLength(200) text?: string;
  /** ISO-8601: submitted at this time or later. */
  @IsOptional() @IsTime() created_after?: string;
  /** ISO-8601: submitted before this time. */
  @IsOptional() @IsTime() created_before?: string;
}

export class ListJobsDto extends JobFilterQuery {
  @Type(() => Number) @IsInt() @Min(1) @Max(500) limit: number = 50;
  @Type(() => Number) @IsInt() @Min(0) @Max(1_000_000_000) offset: number = 0;
  /** `desc` newest first, `asc` oldest first, `queue` waiting jobs in the order they will run (with positions). */
  @IsIn(ORDERS) order: Order = 'desc';
}

export class PageJobsDto extends JobFilterQuery {
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 50;

  /** As older clients page; new ones send `cursor`. */
  @Type(() => Number) @IsInt() @Min(0) @Max(1_000_000_000) offset: number = 0;

  /**
   * `desc` newest first, `asc` oldest first, `queue` waiting jobs in the order they will run (with positions), `ended`
   * ended jobs, the last that ended first.
   */
  @IsIn(PAGE_ORDERS) order: (typeof PAGE_ORDERS)[number] = 'desc';

  /** `next_cursor` of the page before; with the same filter and order. New jobs do not shift the pages that follow. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,300}$/, { message: 'cursor must be the next_cursor of an earlier page' })
  cursor?: string;

  /** Only these fields of each job, comma separated; its ids always come. */
  @IsOptional() @IsString() @MaxLength(2_000) fields?: string;

  /** `true`: how many jobs match in all, as `total`. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    value === ''
      ? undefined
      : value === 'true' || value === '1'
        ? true
        : value === 'false' || value === '0'
          ? false
          : value,
  )
  @IsBoolean()
  count?: boolean;
}
