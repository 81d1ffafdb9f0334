import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { JsonObject } from '../common/json.js';
import { JobImageDto } from '../gallery/gallery.dto.js';
import { JOB_STATUSES, type JobStatus } from './job.entity.js';
import { JOB_ACTIONS, type JobAction } from './job-states.js';

/** Why a waiting job does not run yet. */
export class WaitingReasonDto {
  /** Stable: `queue_paused`, `held`, `not_before`, `no_server`, `server_offline`, `behind_others` … */
  code!: string;
  /** A sentence. */
  message!: string;
}

export class JobWarningDto {
  /** Stable: `unknown_parameter`, `model_mismatch`, `seed_mismatch` … */
  code!: string;
  message!: string;
}

export class JobErrorDto {
  /** Stable: `model_not_found`, `out_of_memory`, `server_unreachable` … */
  code!: string;
  message!: string;
  server_alias?: string;
  /** The server's own words. */
  server_message?: string;
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  details?: JsonObject;
}

/** ISO-8601 in UTC. */
export class TimeRangeDto {
  from!: string;
  to!: string;
}

/** Seconds until the job is done: one in five is quicker than `low`, one in five slower than `high`. */
export class EtaRangeDto {
  low!: number;
  typical!: number;
  high!: number;
}

/** Whom a job tells of its end. */
export class JobWebhookDto {
  /** The host only. */
  url!: string;
  events!: string[];
  template!: string;
}

/** The answer to a submit. */
export class SubmittedDto {
  @ApiProperty({ type: Boolean }) success!: true;
  stablequeue_job_id!: string;
  /** The same id, as older clients read it. */
  mobilesd_job_id!: string;
  /** The same id. */
  job_id!: string;
  @ApiProperty({ enum: JOB_STATUSES }) status!: JobStatus;
  /** 1 runs next. */
  queue_position!: number;
  /** ISO-8601; null when nothing is known yet, or when nothing is started now. */
  @ApiProperty({ type: String, nullable: true }) estimated_start_time!: string | null;
  @ApiProperty({ type: TimeRangeDto, nullable: true }) estimated_start_range!: TimeRangeDto | null;
  @ApiProperty({ type: String, nullable: true }) estimated_completion_time!: string | null;
  @ApiProperty({ type: EtaRangeDto, nullable: true }) eta_range!: EtaRangeDto | null;
  app_type!: string;
  @ApiProperty({ type: String, nullable: true }) target_server_alias!: string | null;
  creation_timestamp!: string;
  /** What was odd but accepted. */
  warnings!: JobWarningDto[];
}

/** A job, flat. Times are ISO-8601 in UTC. */
export class JobDto {
  stablequeue_job_id!: string;
  mobilesd_job_id!: string;
  job_id!: string;
  @ApiProperty({ enum: JOB_STATUSES }) status!: JobStatus;
  app_type!: string;
  /** The server that was asked for; null for any. */
  @ApiProperty({ type: String, nullable: true }) target_server_alias!: string | null;
  /** The server that runs or ran it. */
  @ApiProperty({ type: String, nullable: true }) server_alias!: string | null;
  @ApiProperty({ type: String, nullable: true }) source_info!: string | null;
  @ApiProperty({ type: Number, nullable: true }) api_key_id!: number | null;
  /** The bulk or pipeline that it belongs to. */
  @ApiProperty({ type: String, nullable: true }) bulk_job_id!: string | null;
  /** The same id, where it is a pipeline. */
  @ApiProperty({ type: String, nullable: true }) pipeline_id!: string | null;
  creation_timestamp!: string;
  last_updated_timestamp!: string;
  @ApiProperty({ type: String, nullable: true }) started_timestamp!: string | null;
  @ApiProperty({ type: String, nullable: true }) completion_timestamp!: string | null;
  @ApiProperty({ type: String, nullable: true }) not_before!: string | null;
  priority!: number;
  /** Waits for a decision: release or cancel it. */
  held!: boolean;
  retry_count!: number;
  max_retries!: number;
  attempt!: number;
  /** 0–100, never falls within one attempt. */
  progress!: number;
  @ApiProperty({ type: String, nullable: true }) phase!: string | null;
  @ApiProperty({ type: Number, nullable: true }) step!: number | null;
  @ApiProperty({ type: Number, nullable: true }) steps!: number | null;
  /** Seconds. */
  @ApiProperty({ type: Number, nullable: true }) eta!: number | null;
  /** 1 runs next; null when not waiting, or in lists that are not in queue order. */
  @ApiProperty({ type: Number, nullable: true }) queue_position!: number | null;
  @ApiProperty({ type: WaitingReasonDto, nullable: true }) waiting_reason!: WaitingReasonDto | null;
  /** ISO-8601, learned from past jobs of its kind; null when nothing is known, or when nothing is started now. */
  @ApiProperty({ type: String, nullable: true }) estimated_start_time!: string | null;
  @ApiProperty({ type: TimeRangeDto, nullable: true }) estimated_start_range!: TimeRangeDto | null;
  @ApiProperty({ type: String, nullable: true }) estimated_completion_time!: string | null;
  @ApiProperty({ type: EtaRangeDto, nullable: true }) eta_range!: EtaRangeDto | null;
  /** Seconds; null unless it runs. */
  @ApiProperty({ type: Number, nullable: true }) estimated_time_remaining!: number | null;
  @ApiProperty({ type: String, nullable: true }) forge_session_hash!: string | null;
  /** What its server says of it: task id, sampler, checkpoint, facts of the result. Shorter in lists. */
  @ApiProperty({ type: 'object', additionalProperties: true }) application_specific_data!: JsonObject;
  /** Embedded images are shortened. */
  @ApiProperty({ type: 'object', additionalProperties: true }) generation_params!: JsonObject;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  result_details!: JsonObject | null;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) metadata!: JsonObject | null;
  @ApiProperty({ type: JobWebhookDto, nullable: true }) webhook!: JobWebhookDto | null;
  /** Ids of jobs that it waits for, or waited for. */
  depends_on!: string[];
  /** How many of them have still to complete before it may start. */
  open_dependencies!: number;
  /** Goes after jobs of the same priority that somebody waits for. */
  background!: boolean;
  /** It may go only to servers that have all of these. */
  server_tags!: string[];
  /** What became of `{a|b}` and `__file__` in its prompts. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  prompt_choices!: JsonObject | null;
  @ApiProperty({ type: JobErrorDto, nullable: true }) error!: JobErrorDto | null;
  warnings!: JobWarningDto[];
  /** What may be done with the job now. */
  @ApiProperty({ enum: JOB_ACTIONS, isArray: true }) actions!: JobAction[];
  /** Size of the first image, else what was asked for. */
  @ApiProperty({ type: Number, nullable: true }) width!: number | null;
  @ApiProperty({ type: Number, nullable: true }) height!: number | null;
  image_count!: number;
  images!: JobImageDto[];
  /** The last live preview while it runs. */
  @ApiProperty({ type: String, nullable: true }) preview_url!: string | null;
}

export class JobAttemptDto {
  attempt!: number;
  server_alias!: string;
  /** Taken over from a run of StableQueue that ended. */
  reattached!: boolean;
  started_timestamp!: string;
  @ApiProperty({ type: String, nullable: true }) ended_timestamp!: string | null;
  /** `completed`, `failed`, `released`, `cancelled`, `taken_over`; null while it runs. */
  @ApiProperty({ type: String, nullable: true }) outcome!: string | null;
  @ApiProperty({ type: JobErrorDto, nullable: true }) error!: JobErrorDto | null;
}

/** A job with everything that is known of it. */
export class JobDetailsDto extends JobDto {
  /** Exactly what the client asked for (embedded images shortened). */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) asked!: JsonObject | null;
  /** What was sent to the server last. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) sent!: JsonObject | null;
  /** What the server answered, without the images. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) received!: JsonObject | null;
  attempts!: JobAttemptDto[];
}

export class JobListDto {
  /** All jobs that match, not only those of this page. */
  total!: number;
  jobs!: JobDto[];
}

export class JobFiltersDto {
  @ApiProperty({ type: String, nullable: true }) status!: string | null;
  @ApiProperty({ type: String, nullable: true }) app_type!: string | null;
  limit!: number;
  offset!: number;
  order!: string;
}

export class JobPageDto {
  @ApiProperty({ type: Boolean }) success!: true;
  /** All jobs that match, not only those of this page; with `count=true`. */
  total?: number;
  filters!: JobFiltersDto;
  /** With `fields` only these of each, and its ids. */
  jobs!: JobDto[];
  /** Ask for the next page with it; null on the last one. */
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

/** A job as the original StableQueue wraps it. */
export class JobAnswerDto {
  @ApiProperty({ type: Boolean }) success!: true;
  job!: JobDto;
}

export class JobMessageDto {
  @ApiProperty({ type: Boolean }) success!: true;
  message!: string;
  job!: JobDto;
}

export class JobDoneDto {
  @ApiProperty({ type: Boolean }) success!: true;
  message!: string;
}
