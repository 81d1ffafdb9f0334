import { ApiProperty } from '@nestjs/swagger';
import { BulkJobDto } from '../bulks/bulk-answers.dto.js';
import type { JsonObject } from '../common/json.js';
import { JobImageDto } from '../gallery/gallery.dto.js';
import { FAILURE_POLICIES, type FailurePolicy } from '../jobs/job-dependency.js';
import { JobWarningDto } from '../jobs/job-status.dto.js';
import { PIPELINE_STATES, type PipelineState } from './pipeline-progress.js';
import { TakesDto } from './pipeline-request.dto.js';

export class SubmittedStepDto {
  name!: string;
  job_ids!: string[];
}

/** The answer to a pipeline. */
export class PipelineSubmittedDto {
  @ApiProperty({ type: Boolean }) success!: true;
  /** `pipeline_` and 8 hex digits; the `bulk_job_id` of its jobs. */
  pipeline_id!: string;
  /** In the order of the request. */
  @ApiProperty({ type: [SubmittedStepDto] }) steps!: SubmittedStepDto[];
  total_jobs!: number;
  /** What was odd but accepted, each once. */
  @ApiProperty({ type: [JobWarningDto] }) warnings!: JobWarningDto[];
}

export class PipelineStepSummaryDto {
  name!: string;
  app_type!: string;
  @ApiProperty({ type: String, nullable: true }) target_server_alias!: string | null;
  /** Steps that it waits for, those that it takes something from included. */
  after!: string[];
  @ApiProperty({ type: TakesDto, nullable: true }) takes!: TakesDto | null;
  /** What becomes of it when one of them fails. */
  @ApiProperty({ enum: FAILURE_POLICIES }) on_failure!: FailurePolicy;
  @ApiProperty({ enum: PIPELINE_STATES }) state!: PipelineState;
  /** 0–100. */
  progress_percentage!: number;
  total_jobs!: number;
  completed_jobs!: number;
}

/** A pipeline and how far it is. */
export class PipelineSummaryDto {
  pipeline_id!: string;
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  /** `waiting` until its first job starts; `failed` when it has ended and a job of it failed. */
  @ApiProperty({ enum: PIPELINE_STATES }) state!: PipelineState;
  /** 0–100; running jobs count by their own percentage. */
  progress_percentage!: number;
  total_jobs!: number;
  completed_jobs!: number;
  processing_jobs!: number;
  pending_jobs!: number;
  failed_jobs!: number;
  cancelled_jobs!: number;
  /** Its waiting jobs are held until it is resumed (`POST /api/v2/generate/bulk/{id}/resume`). */
  paused!: boolean;
  @ApiProperty({ type: String, nullable: true }) source_info!: string | null;
  @ApiProperty({ type: Number, nullable: true }) api_key_id!: number | null;
  creation_timestamp!: string;
  @ApiProperty({ type: String, nullable: true }) completion_timestamp!: string | null;
  /** In the order of the request. */
  @ApiProperty({ type: [PipelineStepSummaryDto] }) steps!: PipelineStepSummaryDto[];
}

export class PipelineStepDetailsDto extends PipelineStepSummaryDto {
  @ApiProperty({ type: [BulkJobDto] }) jobs!: BulkJobDto[];
  /** What its jobs have made. */
  @ApiProperty({ type: [JobImageDto] }) images!: JobImageDto[];
}

export class PipelineDto extends PipelineSummaryDto {
  @ApiProperty({ type: [PipelineStepDetailsDto] }) declare steps: PipelineStepDetailsDto[];
  /** What was asked for; long texts are shortened. */
  @ApiProperty({ type: 'object', additionalProperties: true }) request!: JsonObject;
}

export class PipelineListDto {
  @ApiProperty({ type: [PipelineSummaryDto] }) pipelines!: PipelineSummaryDto[];
  /** Hand it back as `cursor` for the next page; null on the last one. */
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

export class PipelineChangedDto {
  @ApiProperty({ type: Boolean }) success!: true;
  pipeline_id!: string;
  /** How many jobs were changed. */
  jobs!: number;
  message!: string;
}
