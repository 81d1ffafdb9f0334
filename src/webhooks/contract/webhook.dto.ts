import { IsArray, IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';

export const WEBHOOK_EVENTS = ['completed', 'failed', 'cancelled', 'progress', 'bulk_finished'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export const WEBHOOK_TEMPLATES = ['standard', 'discord', 'slack', 'ntfy', 'telegram', 'sdapi'] as const;
export type WebhookTemplate = (typeof WEBHOOK_TEMPLATES)[number];

/** Whom to tell about one job or one bulk. */
export class WebhookDto {
  /** Where to: a whole http:// or https:// address. Private addresses need WEBHOOK_ALLOW_PRIVATE. */
  @IsString() @Length(8, 2000) url!: string;

  /** Signs each message (Standard Webhooks: `whsec_` and base64, or any text of 8 characters and more). */
  @IsOptional() @IsString() @Length(8, 512) secret?: string;

  /** What to tell; without it all but `progress`. */
  @IsOptional() @IsArray() @IsIn(WEBHOOK_EVENTS, { each: true }) events?: WebhookEvent[];

  /** The form of the message. Default `standard`. */
  @IsOptional() @IsIn(WEBHOOK_TEMPLATES) template?: WebhookTemplate;

  /** Send the secret itself as `x-webhook-key` too, as older receivers expect it. Whoever sees it can forge messages. */
  @IsOptional() @IsBoolean() secret_header?: boolean;
}
