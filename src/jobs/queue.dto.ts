import { ApiProperty } from '@nestjs/swagger';
import { TimeRangeDto } from './job-status.dto.js';
import { IsArray, IsBoolean, IsIn, IsInt, IsOptional, Min, Max } from 'class-validator';

const CLEARABLE = ['completed', 'failed', 'cancelled'] as const;

/** A hundred years. */
const LONGEST_SECONDS = 3_155_760_000;

export class ClearQueueDto {
  /** Which ended jobs to forget. Default: all three. */
  @IsOptional() @IsArray() @IsIn(CLEARABLE, { each: true }) statuses?: (typeof CLEARABLE)[number][];
  /** Only those that ended at least this many seconds ago. */
  @IsOptional() @IsInt() @Min(0) @Max(LONGEST_SECONDS) older_than_seconds?: number;
}

export class QueueProcessingDto {
  @IsBoolean() enabled!: boolean;
}

export class JobCountsDto {
  pending!: number;
  processing!: number;
  completed!: number;
  failed!: number;
  cancelled!: number;
}

export class QueueStateDto {
  paused!: boolean;
  jobs!: JobCountsDto;
  /** Waiting jobs that wait for a decision. */
  held!: number;
  /** When nothing waits or runs any more, by what is known now; ISO-8601, null when that cannot be told. */
  @ApiProperty({ type: String, nullable: true }) estimated_empty_time!: string | null;
  /** Between which times, in three of five cases. */
  @ApiProperty({ type: TimeRangeDto, nullable: true }) empty_range!: TimeRangeDto | null;
}

export class ClearedDto {
  @ApiProperty({ type: Boolean }) success!: true;
  message!: string;
  jobs!: number;
}

export class ResetDto extends ClearedDto {
  /** Path of the copy on the server's disk. */
  backup!: string;
}

export class QueueSettingsDto {
  queueProcessingEnabled!: boolean;
}

export class SettingsAnswerDto {
  @ApiProperty({ type: Boolean }) success!: true;
  message?: string;
  settings!: QueueSettingsDto;
}
