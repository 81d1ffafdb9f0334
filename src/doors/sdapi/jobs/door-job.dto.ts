import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';

/** The door's words for the five states. */
export const DOOR_STATES = ['queued', 'processing', 'completed', 'error', 'canceled'] as const;
export type DoorState = (typeof DOOR_STATES)[number];

/** The answer to a generation request that does not wait. */
export class DoorSubmittedDto {
  uuid!: string;
  /** The same id. */
  id!: string;
  /** The same id. */
  jobId!: string;
}

export class DoorJobDto {
  uuid!: string;
  @ApiProperty({ enum: DOOR_STATES }) job_status!: DoorState;
  /** `txt2img` or `img2img`. */
  workflow!: string;
  retry_count!: number;
  /** 0 to 1. */
  progress!: number;
  /** ISO-8601. */
  created_at!: string;
}

export class DoorJobDetailsDto extends DoorJobDto {
  /** Of the first image; null before there is one. */
  @ApiProperty({ type: Number, nullable: true }) seed!: number | null;
  /** What A1111 tells of the images: JSON as a text. Null before there are any. */
  @ApiProperty({ type: String, nullable: true }) info!: string | null;
  /** Why it failed; null when it did not. */
  @ApiProperty({ type: String, nullable: true }) error!: string | null;
  /** Base64, exactly the files that the server made; empty before it is completed. */
  images!: string[];
}

export class DoorErrorDto {
  uuid!: string;
  error!: string;
}

export class DoorWorkflowDto {
  workflow!: string;
  steps!: string[];
}

export class DoorListQuery {
  /** How many at most, newest first. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1000) limit: number = 100;
}

export class DoorErrorsQuery {
  /** How many at most, newest first. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit: number = 50;
}
