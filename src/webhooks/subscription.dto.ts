import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { SUBSCRIPTION_EVENTS, type SubscriptionEvent } from './webhook-events.js';

export const SUBSCRIPTION_TEMPLATES = ['standard', 'discord', 'slack', 'ntfy', 'telegram'] as const;
export type SubscriptionTemplate = (typeof SUBSCRIPTION_TEMPLATES)[number];

/** Only what matches every part that is given is told. */
export class WebhookFilterDto {
  @IsOptional() @IsString() @Length(1, 100) app_type?: string;
  /** Alias of the server that ran the job, or that it was sent to. */
  @IsOptional() @IsString() @Length(1, 255) server_alias?: string;
  /** `source_info`, exactly. */
  @IsOptional() @IsString() @Length(1, 200) source_info?: string;
  @IsOptional() @IsString() @Length(1, 64) bulk_job_id?: string;
}

/** What a template needs beside the address; kept encrypted and never shown again. */
export class WebhookOptionsDto {
  /** Discord: the name under which messages appear. */
  @IsOptional() @IsString() @Length(1, 80) username?: string;
  /** Discord: the picture beside that name. */
  @IsOptional() @IsUrl({ protocols: ['https'], require_protocol: true }) @MaxLength(500) avatar_url?: string;
  /** Telegram: a number, or `@channel`. */
  @IsOptional() @Matches(/^(-?\d{1,20}|@\w{3,64})$/) chat_id?: string;
  /** ntfy: the topic; without it the last part of the address. */
  @IsOptional() @Matches(/^[-_A-Za-z0-9]{1,64}$/) topic?: string;
  /** ntfy: 1 (least) to 5. */
  @IsOptional() @IsInt() @Min(1) @Max(5) priority?: number;
  /** ntfy: an access token. */
  @IsOptional() @Matches(/^[\x21-\x7e]{1,200}$/) token?: string;
}

export class CreateWebhookDto {
  /** For people. */
  @IsString() @Length(1, 100) name!: string;

  /** Where to: a whole http:// or https:// address. Private addresses need WEBHOOK_ALLOW_PRIVATE. */
  @IsString() @Length(8, 2000) url!: string;

  /**
   * What to tell. `server.state`, `api_key.unusual_use` and `webhook.paused` are for administrators; `job.progress`
   * comes at most every five seconds for each job.
   */
  @IsArray()
  @ArrayNotEmpty()
  @IsIn(SUBSCRIPTION_EVENTS, { each: true })
  @ApiProperty({ enum: SUBSCRIPTION_EVENTS, isArray: true })
  events!: SubscriptionEvent[];

  /** The form of the messages. Default `standard`. */
  @IsOptional()
  @IsIn(SUBSCRIPTION_TEMPLATES)
  @ApiPropertyOptional({ enum: SUBSCRIPTION_TEMPLATES })
  template?: SubscriptionTemplate;

  /** What the template needs; `telegram` needs `chat_id`. */
  @IsOptional() @ValidateNested() @Type(() => WebhookOptionsDto) options?: WebhookOptionsDto;

  /** Without it everything is told that the caller may see. */
  @IsOptional() @ValidateNested() @Type(() => WebhookFilterDto) filter?: WebhookFilterDto;

  /** Signs the messages; without it one is made. `whsec_` and base64, or any text. */
  @IsOptional() @IsString() @Length(16, 512) secret?: string;

  /** Default true. */
  @IsOptional() @IsBoolean() enabled?: boolean;
}

/** What is left out stays as it is; `options` and `filter` are replaced as a whole. */
export class UpdateWebhookDto extends PartialType(CreateWebhookDto) {}

export class RotateSecretDto {
  /** The new one; without it one is made. */
  @IsOptional() @IsString() @Length(16, 512) secret?: string;
}

/** A subscription. Its secret and what is secret in its address are never shown. */
export class WebhookSubscriptionDto {
  id!: string;
  name!: string;
  /** Whose it is; null for those made at the console. It hears only while that key may be used. */
  @ApiProperty({ type: Number, nullable: true }) api_key_id!: number | null;
  /** Of everything, not only of its key's own; as long as that key has the scope `admin`. */
  hears_all!: boolean;
  /** Parts that open a door are replaced by `…`. */
  url!: string;
  @ApiProperty({ enum: SUBSCRIPTION_EVENTS, isArray: true }) events!: SubscriptionEvent[];
  @ApiProperty({ enum: SUBSCRIPTION_TEMPLATES }) template!: SubscriptionTemplate;
  filter!: WebhookFilterDto;
  enabled!: boolean;
  /** Paused after long failure: its messages wait. It is tried every 15 minutes, and goes on when that succeeds. */
  paused!: boolean;
  @ApiProperty({ type: String, nullable: true }) pause_reason!: string | null;
  /** The next try while it is paused. */
  @ApiProperty({ type: String, nullable: true }) paused_until!: string | null;
  /** Failures in a row. */
  failures!: number;
  @ApiProperty({ type: String, nullable: true }) failing_since!: string | null;
  /** Until then the secret before the last rotation signs, too. */
  @ApiProperty({ type: String, nullable: true }) previous_secret_valid_until!: string | null;
  created_timestamp!: string;
  updated_timestamp!: string;
}

export class WebhookListDto {
  webhooks!: WebhookSubscriptionDto[];
}

export class WebhookChangedDto {
  message!: string;
  webhook!: WebhookSubscriptionDto;
}

/** The only answer that ever holds the secret. */
export class WebhookSecretDto extends WebhookChangedDto {
  /** Keep it: it is not shown again. */
  secret!: string;
}
