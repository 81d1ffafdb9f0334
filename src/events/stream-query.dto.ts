import { IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { Type } from 'class-transformer';

export class StreamQueryDto {
  /** Only events of this job. */
  @IsOptional() @IsString() @MaxLength(64) job_id?: string;
  /** Only events of jobs of this bulk. */
  @IsOptional() @IsString() @MaxLength(64) bulk_job_id?: string;
  /** Only events of this server. */
  @IsOptional() @IsString() @MaxLength(64) server?: string;
  /** Event types or their first part, comma separated: `job.completed,server`. */
  @IsOptional() @IsString() @MaxLength(500) kinds?: string;
  /** The last id seen, for clients that cannot send `Last-Event-ID`. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) last_event_id?: number;
  /** From `POST /api/v1/events/ticket`, for browsers, whose EventSource can send no header. */
  @IsOptional() @IsString() @MaxLength(64) ticket?: string;
}
