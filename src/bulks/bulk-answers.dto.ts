import { ApiProperty } from '@nestjs/swagger';
import type { JsonObject } from '../common/json.js';
import { JobErrorDto, JobWarningDto } from '../jobs/job-status.dto.js';
import { JOB_STATUSES, type JobStatus } from '../jobs/job.entity.js';

/** Seconds, as past jobs of the kind let expect. */
export class BulkEtaDto {
  low!: number;
  typical!: number;
  high!: number;
}

export class BulkJobIdDto {
  stablequeue_job_id!: string;
  /** The same id, as older clients read it. */
  mobilesd_job_id!: string;
  /** The same id. */
  job_id!: string;
  /** 1 runs next. */
  queue_position!: number;
}

/** The answer to a bulk. */
export class BulkSubmittedDto {
  @ApiProperty({ type: Boolean }) success!: true;
  /** `bulk_` and 8 hex digits. */
  bulk_job_id!: string;
  @ApiProperty({ type: [BulkJobIdDto] }) jobs!: BulkJobIdDto[];
  total_jobs!: number;
  /** What was odd but accepted, each once. */
  @ApiProperty({ type: [JobWarningDto] }) warnings!: JobWarningDto[];
  /** Until the last of them is done; null while nothing is known. */
  @ApiProperty({ type: BulkEtaDto, nullable: true }) eta!: BulkEtaDto | null;
}

export class BulkProblemDto {
  path!: string;
  message!: string;
  /** Of the first job that has it, from 0; null when no job was made of it. */
  @ApiProperty({ type: Number, nullable: true }) index!: number | null;
  /** In the uploaded file, from 1. */
  @ApiProperty({ type: Number, nullable: true }) line!: number | null;
  /** How many jobs have it. */
  jobs!: number;
}

export class BulkSampleDto {
  @ApiProperty({ type: 'object', additionalProperties: true }) generation_params!: JsonObject;
  /** What dynamic prompts became; another submit without a seed becomes something else. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  prompt_choices!: JsonObject | null;
}

/** What a bulk would do. */
export class BulkDryRunDto {
  @ApiProperty({ type: Boolean }) success!: true;
  @ApiProperty({ type: Boolean }) dry_run!: true;
  total_jobs!: number;
  @ApiProperty({ type: BulkEtaDto, nullable: true }) eta!: BulkEtaDto | null;
  /** The first five jobs. */
  @ApiProperty({ type: [BulkSampleDto] }) sample!: BulkSampleDto[];
  /** Why a submit would be refused; the first 20, each once. */
  @ApiProperty({ type: [BulkProblemDto] }) problems!: BulkProblemDto[];
  @ApiProperty({ type: [JobWarningDto] }) warnings!: JobWarningDto[];
}

/** A bulk and how far it is. */
export class BulkSummaryDto {
  bulk_job_id!: string;
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  app_type!: string;
  @ApiProperty({ type: String, nullable: true }) target_server_alias!: string | null;
  @ApiProperty({ type: String, nullable: true }) source_info!: string | null;
  @ApiProperty({ type: Number, nullable: true }) api_key_id!: number | null;
  total_jobs!: number;
  completed_jobs!: number;
  processing_jobs!: number;
  pending_jobs!: number;
  failed_jobs!: number;
  cancelled_jobs!: number;
  /** Forgotten since; with the other five it makes `total_jobs`. */
  deleted_jobs!: number;
  /** 0–100; running jobs count by their own percentage. */
  progress_percentage!: number;
  /** Its waiting jobs are held until it is resumed. */
  paused!: boolean;
  /** Nothing of it waits or runs. */
  finished!: boolean;
  creation_timestamp!: string;
  @ApiProperty({ type: String, nullable: true }) completion_timestamp!: string | null;
  /** Until the rest is done; null when nothing is known or left, and while the queue is halted. */
  @ApiProperty({ type: BulkEtaDto, nullable: true }) eta!: BulkEtaDto | null;
}

export class BulkJobDto {
  stablequeue_job_id!: string;
  mobilesd_job_id!: string;
  job_id!: string;
  @ApiProperty({ enum: JOB_STATUSES }) status!: JobStatus;
  /** 0–100. */
  progress!: number;
  held!: boolean;
  @ApiProperty({ type: String, nullable: true }) prompt!: string | null;
  @ApiProperty({ type: Number, nullable: true }) seed!: number | null;
  image_count!: number;
  /** Of its first image; opens without a key for some days. */
  @ApiProperty({ type: String, nullable: true }) preview_url!: string | null;
  @ApiProperty({ type: String, nullable: true }) download_url!: string | null;
  @ApiProperty({ type: String, nullable: true }) completion_timestamp!: string | null;
  @ApiProperty({ type: JobErrorDto, nullable: true }) error!: JobErrorDto | null;
}

export class BulkDto extends BulkSummaryDto {
  /** The jobs of this page, in the order of the bulk. */
  @ApiProperty({ type: [BulkJobDto] }) jobs!: BulkJobDto[];
  /** How many jobs there are to page through: `total_jobs` without the deleted ones. */
  jobs_total!: number;
  /** `offset` of the next page; null on the last one. */
  @ApiProperty({ type: Number, nullable: true }) next_offset!: number | null;
  /** What was asked for; long lists and texts are shortened. */
  @ApiProperty({ type: 'object', additionalProperties: true }) request!: JsonObject;
}

export class BulkListDto {
  @ApiProperty({ type: [BulkSummaryDto] }) bulks!: BulkSummaryDto[];
  /** Hand it back as `cursor` for the next page; null on the last one. */
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

export class BulkCancelledDto {
  @ApiProperty({ type: Boolean }) success!: true;
  bulk_job_id!: string;
  cancelled_jobs!: number;
  message!: string;
}

export class BulkChangedDto {
  @ApiProperty({ type: Boolean }) success!: true;
  bulk_job_id!: string;
  /** How many jobs were changed. */
  jobs!: number;
  message!: string;
}
