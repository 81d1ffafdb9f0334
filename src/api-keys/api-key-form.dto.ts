import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsTime } from '../common/is-time.js';
import { SCOPES, type Scope } from '../access/contract/index.js';

const SCOPES_IN_WORDS = `each of scopes must be one of ${SCOPES.join(', ')}`;
const trimmed = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' ? value.trim() : value,
);
/** Unlike IsOptional: null is no way to leave it out. */
const ifGiven = ValidateIf((_dto, value) => value !== undefined);

/** Null, or left out at the creation: the server's own limit, or none. */
export class KeyLimitsDto {
  /** Submits (jobs and bulks) in a minute; bursts of as many are fine. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  @ApiPropertyOptional({ type: Number, nullable: true })
  submits_per_minute?: number | null;
  /** All other requests in a minute. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  @ApiPropertyOptional({ type: Number, nullable: true })
  requests_per_minute?: number | null;
  /** Jobs that may wait at the same time. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  @ApiPropertyOptional({ type: Number, nullable: true })
  max_queued?: number | null;
  /** Jobs that may run at the same time. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000)
  @ApiPropertyOptional({ type: Number, nullable: true })
  max_running?: number | null;
  /** Seconds of all GPUs together, from midnight to midnight UTC. */
  @IsOptional()
  @IsNumber()
  @Min(1)
  @Max(10_000_000)
  @ApiPropertyOptional({ type: Number, nullable: true })
  gpu_seconds_per_day?: number | null;
  /** Jobs of one bulk. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  @ApiPropertyOptional({ type: Number, nullable: true })
  max_bulk?: number | null;
  /** What happens to a job beyond `max_queued` or `gpu_seconds_per_day`: it waits, or it is refused. Default `defer`. */
  @IsOptional() @IsIn(['defer', 'reject']) on_exceed?: 'defer' | 'reject';
}

/** How the A1111 door (`/sdapi/v1`) treats this key. */
export class KeySettingsDto {
  /** `async` answers with an id, `sync` with the images, `auto` decides by the request. Null: the server's setting. */
  @IsOptional()
  @IsIn(['async', 'sync', 'auto'])
  @ApiPropertyOptional({ enum: ['async', 'sync', 'auto'], nullable: true })
  sdapi_mode?: 'async' | 'sync' | 'auto' | null;
  /** What becomes of a job whose client hangs up while it waits for the images. Default `keep`. */
  @IsOptional() @IsIn(['keep', 'cancel']) on_disconnect?: 'keep' | 'cancel';
  /** Send white space while a request is held, for proxies that cut idle connections. Default false. */
  @IsOptional() @IsBoolean() keep_alive?: boolean;
}

/** What can be set about a key. What a request leaves out stays as it is, or takes its default at the creation. */
export class ApiKeyFormDto {
  /** What it may do. Default `submit`, `read_own`, `cancel_own`. */
  @ifGiven
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SCOPES.length)
  @IsIn(SCOPES, { each: true, message: SCOPES_IN_WORDS })
  @ApiPropertyOptional({ enum: SCOPES, isArray: true })
  scopes?: Scope[];
  /** Scopes as the original's clients call them: names, or an object of names and true. Other forms are ignored with a warning. */
  @IsOptional()
  @ApiPropertyOptional({
    oneOf: [
      { type: 'array', items: { type: 'string' } },
      { type: 'object', additionalProperties: true },
    ],
  })
  permissions?: unknown;
  /** Aliases of the servers that it may use; null for every server. They need not exist yet. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1, { message: 'servers must name at least one server; null is for every server' })
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  @ApiPropertyOptional({ type: [String], nullable: true })
  servers?: string[] | null;
  /** Kinds of servers that it may use; null for every kind. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1, { message: 'app_types must name at least one; null is for every kind of server' })
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  @ApiPropertyOptional({ type: [String], nullable: true })
  app_types?: string[] | null;
  /** Each that is left out stays as it is. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => KeyLimitsDto) limits?: KeyLimitsDto;
  /** As the original's clients send limits. Nothing of it is used; a warning says so. */
  @IsOptional()
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  custom_rate_limits?: unknown;
  /** Each that is left out stays as it is. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => KeySettingsDto) settings?: KeySettingsDto;
  /** From then on it is refused (ISO-8601 with its zone). Null: never. */
  @IsOptional()
  @IsTime()
  @Matches(/(Z|[+-]\d\d:?\d\d)$/i, { message: 'expires_at must have a zone, like 2027-01-31T12:00:00Z' })
  @ApiPropertyOptional({ type: String, nullable: true })
  expires_at?: string | null;
}

export class CreateApiKeyDto extends ApiKeyFormDto {
  /** 1–100 characters. Two keys may have the same name. */
  @trimmed
  @IsString()
  @Length(1, 100)
  @Matches(/^\P{Cc}*$/u, {
    message: 'name must not have control characters',
  })
  name!: string;
  /** False: it is refused until it is switched on. Default true. */
  @IsOptional() @IsBoolean() is_active?: boolean;
}

export class UpdateApiKeyDto extends ApiKeyFormDto {
  /** 1–100 characters. */
  @ifGiven
  @trimmed
  @IsString()
  @Length(1, 100)
  @Matches(/^\P{Cc}*$/u, {
    message: 'name must not have control characters',
  })
  name?: string;
  /** False: it is refused at once, until it is switched on again. */
  @ifGiven @IsBoolean() is_active?: boolean;
}

export class RotateApiKeyDto {
  /** How long the old secret still works; 0: not at all. */
  @IsOptional() @IsInt() @Min(0) @Max(720) overlap_hours: number = 24;
}

export class KeyUsageQuery {
  /** How many days, today included. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(366) days: number = 30;
}

export class AccessLogQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 50;
  /** `next_cursor` of the page before. */
  @IsOptional()
  @Matches(/^\d{1,15}$/, { message: 'cursor must be the next_cursor of an earlier page' })
  cursor?: string;
  /** `refused`: only what was turned away (401, 403, 421, 429). */
  @IsOptional() @IsIn(['refused', 'all']) outcome: 'refused' | 'all' = 'all';
}

/** How a key is deleted. */
export class RemoveApiKeyDto {
  /** What becomes of its waiting jobs. `keep` holds them, with the waiting reason `key_deleted`. Default `cancel`. */
  @ApiPropertyOptional({ enum: ['cancel', 'keep'] })
  @IsOptional()
  @IsIn(['cancel', 'keep'])
  jobs?: 'cancel' | 'keep';
}
