import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { EditJobDto, MoveJobDto } from './generate.dto.js';
import { JOB_STATUSES, type JobStatus } from './job.entity.js';

export const BATCH_ACTIONS = [
  'cancel',
  'retry',
  'delete',
  'hold',
  'release',
  'move',
  'priority',
  'edit',
] as const;
export type BatchAction = (typeof BATCH_ACTIONS)[number];

const MAX_IDS = 500;

export class JobBatchDto {
  /** Which jobs, in the order in which they are taken. Jobs that are moved keep this order among themselves. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_IDS)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  ids!: string[];

  @IsIn(BATCH_ACTIONS) action!: BatchAction;

  /** For `priority`: 1–10, higher runs first. */
  @IsOptional() @IsInt() @Min(1) @Max(10) priority?: number;

  /** For `move`. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => MoveJobDto) move?: MoveJobDto;

  /** For `edit`. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => EditJobDto) edit?: EditJobDto;
}

/** What became of one job. */
export class JobOutcomeDto {
  id!: string;
  success!: boolean;
  /** The state that it is in now; null when it is gone or was not found. */
  @ApiProperty({ enum: JOB_STATUSES, nullable: true }) status!: JobStatus | null;
  /** Stable code of what was wrong: `job_not_found`, `job_operation_invalid` … */
  @ApiProperty({ type: String, nullable: true }) error!: string | null;
  @ApiProperty({ type: String, nullable: true }) message!: string | null;
}

export class JobBatchResultDto {
  /** Did it work for all of them? */
  success!: boolean;
  succeeded!: number;
  failed!: number;
  results!: JobOutcomeDto[];
}
