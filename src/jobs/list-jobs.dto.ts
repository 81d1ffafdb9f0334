import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export class ListJobsDto {
  /** One state or several, comma separated. */
  @IsOptional() @IsString() @MaxLength(100) status?: string;
  @IsOptional() @IsString() @MaxLength(32) app_type?: string;
  /** Alias of the target server; `any` for jobs that may run anywhere. */
  @IsOptional() @IsString() @MaxLength(64) server?: string;
  /** Jobs of this bulk. */
  @IsOptional() @IsString() @MaxLength(64) bulk?: string;
  /** `source_info`, exactly. */
  @IsOptional() @IsString() @MaxLength(200) source?: string;
  /** Part of the prompt, or the beginning of the id. Looks at every job that the other filters leave. */
  @IsOptional() @IsString() @MaxLength(200) text?: string;
  @Type(() => Number) @IsInt() @Min(1) @Max(500) limit: number = 50;
  @Type(() => Number) @IsInt() @Min(0) @Max(1_000_000_000) offset: number = 0;
  /** `desc` newest first, `asc` oldest first, `queue` waiting jobs in the order they will run (with positions). */
  @IsIn(['asc', 'desc', 'queue', 'ASC', 'DESC']) order: 'asc' | 'desc' | 'queue' | 'ASC' | 'DESC' = 'desc';
}
