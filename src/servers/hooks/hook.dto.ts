import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { HOOK_METHODS, type HookMethod } from '../server.js';

const MOST_BODY_CHARS = 16_384;

/** An HTTP call. */
export class HookDto {
  /** A whole http:// or https:// address. Private ones need WEBHOOK_ALLOW_PRIVATE. */
  @IsString() @Length(8, 2_000) url!: string;
  /** Default `POST`. */
  @IsOptional() @IsIn(HOOK_METHODS) method?: HookMethod;
  /** Write-only: answers show the names. A value `***` keeps the stored one. */
  @IsOptional()
  @IsObject()
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  headers?: Record<string, unknown>;
  /** Sent as it is, as `application/json` where it is JSON, else as text. Shown again: no secrets. */
  @IsOptional()
  @IsString()
  @MaxLength(MOST_BODY_CHARS)
  @ApiPropertyOptional({ type: String, nullable: true })
  body?: string | null;
  /** Until the whole answer is there. Default 10. */
  @IsOptional() @IsInt() @Min(1) @Max(120) timeout_seconds?: number;
}

/** Called before the first job of a busy period. */
export class BusyHookDto extends HookDto {
  /** True: without a 2xx answer no job is sent; it is called again with the next try. Default false: jobs go on. */
  @IsOptional() @IsBoolean() required?: boolean;
}

/** Called when a busy period is over. */
export class IdleHookDto extends HookDto {
  /** A busy period is over when no job has run for so long. Default 30. */
  @IsOptional() @IsInt() @Min(0) @Max(86_400) after_seconds?: number;
}

/** What came of the last call. */
export class HookOutcomeDto {
  /** ISO-8601. */
  at!: string;
  ok!: boolean;
  /** Of the answer; null where none came. */
  @ApiProperty({ type: Number, nullable: true }) status!: number | null;
  /** What went wrong, in words; null when nothing did. */
  @ApiProperty({ type: String, nullable: true }) problem!: string | null;
  duration_ms!: number;
}

export class HookShownDto {
  url!: string;
  @ApiProperty({ enum: HOOK_METHODS }) method!: HookMethod;
  /** Names of the headers; the values are not shown. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  headers!: Record<string, string>;
  @ApiProperty({ type: String, nullable: true }) body!: string | null;
  timeout_seconds!: number;
  /** Null: not since the start of StableQueue. */
  @ApiProperty({ type: HookOutcomeDto, nullable: true }) last_call!: HookOutcomeDto | null;
}

export class BusyHookShownDto extends HookShownDto {
  required!: boolean;
}

export class IdleHookShownDto extends HookShownDto {
  after_seconds!: number;
}
