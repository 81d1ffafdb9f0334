import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { LOG_LEVELS, type LineLevel } from '../common/logs/log-buffer.js';

export class LogsQuery {
  /** This level and worse. */
  @IsOptional() @IsIn(LOG_LEVELS) level?: LineLevel;
  /** Part of the message, the context or the data, for instance the id of a job. */
  @IsOptional() @IsString() @MaxLength(200) text?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(2_000) limit: number = 200;
  /** `next` of the answer before: only what came since. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(Number.MAX_SAFE_INTEGER) after?: number;
}

export class LogLineDto {
  /** Numbers the lines since the start of the process. */
  seq!: number;
  time!: string;
  @ApiProperty({ enum: LOG_LEVELS }) level!: LineLevel;
  /** The part of the server that says it. */
  @ApiProperty({ type: String, nullable: true }) context!: string | null;
  message!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: Record<string, unknown>;
}

export class LogsDto {
  /** Oldest first. */
  @ApiProperty({ type: [LogLineDto] }) lines!: LogLineDto[];
  /** What to send as `after` the next time. */
  next!: number;
}
