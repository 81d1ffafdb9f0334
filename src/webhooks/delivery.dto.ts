import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { IsTime } from '../common/is-time.js';
import type { JsonObject } from '../common/json.js';
import { DELIVERY_STATUSES, type DeliveryStatus } from './delivery.js';

export class ListDeliveriesQuery {
  @IsOptional() @IsIn(DELIVERY_STATUSES) status?: DeliveryStatus;
  /** Only messages about this job. */
  @IsOptional() @IsString() @Length(1, 64) job_id?: string;
  /** Only messages about this bulk and its jobs. */
  @IsOptional() @IsString() @Length(1, 64) bulk_job_id?: string;
  /** How many at most. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 50;
  /** `next_cursor` of the page before. */
  @IsOptional()
  @Matches(/^\d{1,15}$/, { message: 'cursor must be the next_cursor of an earlier page' })
  cursor?: string;
}

export class ReplayManyDto {
  /** Of this subscription. */
  @IsOptional() @IsString() @Length(1, 64) subscription_id?: string;
  /** Default `failed`. */
  @IsOptional() @IsIn(['failed', 'dropped', 'delivered']) status?: 'failed' | 'dropped' | 'delivered';
  /** Of events since then, ISO-8601. */
  @IsOptional() @IsTime() since?: string;
  /** These; all other fields only narrow them. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  ids?: string[];
}

/** One message to one receiver. */
export class WebhookDeliveryDto {
  /** The receiver's `webhook-id`, the same for every try. */
  id!: string;
  /** Null for the webhook of a job or a bulk. */
  @ApiProperty({ type: String, nullable: true }) subscription_id!: string | null;
  /** The host it goes to, with the port. */
  host!: string;
  event!: string;
  @ApiProperty({ type: String, nullable: true }) job_id!: string | null;
  @ApiProperty({ type: String, nullable: true }) bulk_job_id!: string | null;
  /** `pending` is or will be tried, `failed` was given up, `dropped` is not wanted any more. */
  @ApiProperty({ enum: DELIVERY_STATUSES }) status!: DeliveryStatus;
  /** Tries so far. */
  attempts!: number;
  /** Null when it has ended, waits for an earlier message about the same job, or its subscription is paused. */
  @ApiProperty({ type: String, nullable: true }) next_attempt_timestamp!: string | null;
  /** HTTP status of the last answer. */
  @ApiProperty({ type: Number, nullable: true }) last_status!: number | null;
  @ApiProperty({ type: String, nullable: true }) last_error!: string | null;
  created_timestamp!: string;
  @ApiProperty({ type: String, nullable: true }) finished_timestamp!: string | null;
}

/** What was sent; secrets and signatures are masked. */
export class WebhookRequestDto {
  method!: string;
  url!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) headers!: Record<string, string>;
  body!: string;
}

export class WebhookTryDto {
  attempt!: number;
  started_timestamp!: string;
  duration_ms!: number;
  /** Null when nothing could be sent. */
  @ApiProperty({ type: WebhookRequestDto, nullable: true }) request!: WebhookRequestDto | null;
  /** HTTP status of the answer. */
  @ApiProperty({ type: Number, nullable: true }) status!: number | null;
  /** The first kilobyte of the answer; for administrators. */
  @ApiProperty({ type: String, nullable: true }) response_text!: string | null;
  /** Why no answer came, beginning with a code: `timeout`, `refused`, `address_not_allowed`, `dns` … */
  @ApiProperty({ type: String, nullable: true }) error!: string | null;
}

export class WebhookDeliveryDetailsDto extends WebhookDeliveryDto {
  /** The message as it was frozen when its event happened. */
  @ApiProperty({ type: 'object', additionalProperties: true }) payload!: JsonObject;
  /** Oldest first. */
  tries!: WebhookTryDto[];
}

export class WebhookDeliveryPageDto {
  /** Newest first. */
  deliveries!: WebhookDeliveryDto[];
  /** Ask for the next page with it; null on the last one. */
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

export class WebhookReplayedDto {
  message!: string;
  /** How many are sent again. */
  replayed!: number;
}

export class WebhookTestDto {
  /** True when the receiver answered with a 2xx. */
  delivered!: boolean;
  @ApiProperty({ type: WebhookTryDto }) result!: WebhookTryDto;
}
