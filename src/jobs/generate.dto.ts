import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { JsonObject } from '../common/json.js';
import { WebhookDto } from '../webhooks/contract/webhook.dto.js';
import { SERVER_TAG } from '../servers/server-tags.js';
import { IsSmallJson } from '../common/is-small-json.js';
import { IsTime } from '../common/is-time.js';
import { FAILURE_POLICIES, type FailurePolicy } from './job-dependency.js';

export const MAX_DEPENDENCIES = 50;
const MAX_TAGS = 10;
/** It is in every row of a list. */
const MAX_METADATA_BYTES = 64 * 1024;

const emptyIsAbsent = Transform(({ value }: { value: unknown }) =>
  value === '' || value === null ? undefined : value,
);

/** A generation job as a client submits it. */
export class GenerateDto {
  /** Alias of the server; missing, empty, `default` or `any`: any suitable server. */
  @IsOptional() @IsString() @MaxLength(64) target_server_alias?: string;

  /** The kind of server API the parameters are written for. Default: that of the target server, else `forge`. */
  @emptyIsAbsent @IsOptional() @Matches(/^[a-z0-9_-]{1,32}$/) app_type?: string;

  /** The parameters, as the app_type defines them (for `forge` and `a1111` those of the WebUI API). */
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { prompt: 'a lighthouse at dusk', steps: 20, width: 512, height: 512, seed: -1 },
  })
  @IsObject({ message: 'must be an object with the generation parameters, e.g. {"prompt": "a cat"}' })
  generation_params!: JsonObject;

  /**
   * A whole A1111 infotext; fills every parameter that `generation_params` (which may then be absent) does not name.
   * A submit with it is answered 200, as the clients that send it expect.
   */
  @emptyIsAbsent @IsOptional() @IsString() @MaxLength(1_000_000) generation_info_raw?: string;

  /** Scripts, as some clients send them beside the parameters. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject()
  alwayson_scripts?: JsonObject;

  /** Who sent it (`forge_extension_v1.0.0`); sources of equal priority take turns. */
  @emptyIsAbsent @IsOptional() @IsString() @MaxLength(200) source_info?: string;

  /** 1–10, higher runs first. Default 5. */
  @emptyIsAbsent @IsOptional() @IsInt() @Min(1) @Max(10) priority?: number;

  /** Not before this time (ISO-8601). */
  @emptyIsAbsent @IsOptional() @IsTime() not_before?: string;

  /** How often it may be retried after a failure that a retry can mend. */
  @emptyIsAbsent @IsOptional() @IsInt() @Min(0) @Max(100) max_retries?: number;

  /** Anything of the client's own, 64 kB of JSON at most; kept and given back. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject()
  @IsSmallJson(MAX_METADATA_BYTES)
  metadata?: JsonObject;

  /** Whom to tell when the job ends. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => WebhookDto) webhook?: WebhookDto;

  /** Ids of jobs that this one waits for: it starts once all of them have completed. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_DEPENDENCIES)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  depends_on?: string[];

  /**
   * When one of them fails, is cancelled or deleted: `cancel` (default) cancels this one, and whatever waits for it;
   * `run` lets it run anyway.
   */
  @IsOptional() @IsIn(FAILURE_POLICIES) on_dependency_failure?: FailurePolicy;

  /**
   * True: nobody sits and waits for it, so it goes after jobs of the same priority that somebody does wait for. Default:
   * false for a single job, true for the jobs of a bulk.
   */
  @IsOptional() @IsBoolean() background?: boolean;

  /** It may go only to servers that have all of these tags. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @Matches(SERVER_TAG, {
    each: true,
    message: 'each of server_tags must be 1–32 letters, digits, dots, hyphens or underscores',
  })
  server_tags?: string[];

  /** False: `{a|b}` and `__file__` in the prompts are sent as they are. Default true. */
  @IsOptional() @IsBoolean() dynamic_prompts?: boolean;
}

/** Changes to a waiting job; what is absent stays. */
export class EditJobDto {
  /** Merged into the parameters; a key set to null is removed. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject()
  generation_params?: JsonObject;

  /** Another server; empty, `any` or `default`: any suitable one. */
  @IsOptional() @IsString() @MaxLength(64) target_server_alias?: string;

  @emptyIsAbsent @IsOptional() @IsInt() @Min(1) @Max(10) priority?: number;

  /** ISO-8601; null removes it. */
  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsTime()
  not_before?: string | null;

  @emptyIsAbsent @IsOptional() @IsInt() @Min(0) @Max(100) max_retries?: number;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject()
  @IsSmallJson(MAX_METADATA_BYTES)
  metadata?: JsonObject;
}

export class MoveJobDto {
  /** Where to: first or last of its priority, or right before another waiting job. */
  @Matches(/^(top|bottom|before)$/, { message: 'to must be top, bottom or before' }) to!:
    'top' | 'bottom' | 'before';

  /** The job to stand before, when `to` is `before`. */
  @IsOptional() @IsString() @MaxLength(64) before?: string;
}

export class SetPriorityDto {
  /** 1–10, higher runs first. */
  @IsInt() @Min(1) @Max(10) priority!: number;
}
