import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { BusyHookDto, IdleHookDto } from './hooks/hook.dto.js';
import { HoursDto } from './hours/hours.dto.js';
import { SERVER_TAG } from './server-tags.js';

const MAX_TAGS = 20;
const GPU_NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]{0,63}$/u;
export const CREDENTIAL_TYPES = ['none', 'basic', 'gradio'] as const;

/** How to log in. Write-only: answers tell the type and the user name. */
export class CredentialsDto {
  /** `basic` for `--api-auth`, `gradio` for `--gradio-auth`. */
  @IsIn(CREDENTIAL_TYPES) type!: (typeof CREDENTIAL_TYPES)[number];
  @IsOptional() @IsString() @MaxLength(256) username?: string;
  /** Left out: the stored one stays. */
  @IsOptional() @IsString() @MaxLength(1024) password?: string;
}

/** As the original's clients send a login. */
export class LegacyAuthDto {
  @IsOptional() @IsString() @MaxLength(256) username?: string;
  @IsOptional() @IsString() @MaxLength(1024) password?: string;
}

export class TlsDto {
  /** False accepts any certificate. Default true. */
  @IsOptional() @IsBoolean() verify?: boolean;
  /** Certificates in PEM form to trust beside the usual ones: a CA, or a self-signed certificate itself. Null removes them. */
  @IsOptional()
  @IsString()
  @MaxLength(65_536)
  @ApiPropertyOptional({ type: String, nullable: true })
  ca_pem?: string | null;
}

/** What can be set about a server. What a request leaves out stays as it is, or takes its default at the creation. */
export class ServerSettingsDto {
  /** Address of the server, with port, and path where it has one: `http://192.168.1.20:7860`. Needed at the creation. */
  @IsOptional() @IsString() base_url?: string;
  /** The same, as the original's clients call it. */
  @IsOptional() @IsString() apiUrl?: string;
  /** The kind of server. Default `forge`. */
  @IsOptional() @IsString() @Length(1, 64) app_type?: string;
  /** Left out: the stored ones stay. Null: none. */
  @IsOptional()
  @ValidateNested()
  @Type(() => CredentialsDto)
  @ApiPropertyOptional({ type: CredentialsDto, nullable: true })
  credentials?: CredentialsDto | null;
  /** A user name for HTTP Basic, as the original's clients call it. Empty: no login. */
  @IsOptional() @IsString() @MaxLength(256) authUser?: string;
  /** The password that belongs to `authUser`. */
  @IsOptional() @IsString() @MaxLength(1024) authPass?: string;
  /** Likewise. */
  @IsOptional() @ValidateNested() @Type(() => LegacyAuthDto) auth?: LegacyAuthDto;
  /** Sent with every request to the server (tunnels, reverse proxies). Replaces all; a value `***` keeps the stored one. */
  @IsOptional()
  @IsObject()
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, nullable: true })
  extra_headers?: Record<string, unknown> | null;
  @IsOptional()
  @ValidateNested()
  @Type(() => TlsDto)
  @ApiPropertyOptional({ type: TlsDto, nullable: true })
  tls?: TlsDto | null;
  /** False: neither asked nor given jobs. Default true. */
  @IsOptional() @IsBoolean() enabled?: boolean;
  /** True: finishes what runs there and takes no new jobs. Default false. */
  @IsOptional() @IsBoolean() draining?: boolean;
  /** How many jobs it may have at the same time. Default 1. */
  @IsOptional() @IsInt() @Min(1) @Max(16) max_concurrent_jobs?: number;
  /** What jobs may ask for with `server_tags`. Replaces all. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @Matches(SERVER_TAG, {
    each: true,
    message: 'each of tags must be 1–32 letters, digits, dots, hyphens or underscores',
  })
  tags?: string[];
  /**
   * True: while a job runs there the next one is sent already and waits in the server's own queue, so that the GPU has no
   * pause between them. Such a job is bound to the server a little earlier. Default false.
   */
  @IsOptional() @IsBoolean() look_ahead?: boolean;
  /**
   * Servers of the same name here share one GPU, like a Forge and a ComfyUI on one machine: their jobs run together only
   * when they are known to fit into its memory together. Null: it has one to itself.
   */
  @IsOptional()
  @Matches(GPU_NAME, { message: 'gpu must be 1–64 letters, digits, spaces, dots, hyphens or underscores' })
  @ApiPropertyOptional({ type: String, nullable: true })
  gpu?: string | null;
  /** After so many minutes without a job, of ours or of others, its models are unloaded. Null: never. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_080)
  @ApiPropertyOptional({ type: Number, nullable: true })
  idle_unload_minutes?: number | null;
  /** When it takes jobs. Null: always. */
  @IsOptional()
  @ValidateNested()
  @Type(() => HoursDto)
  @ApiPropertyOptional({ type: HoursDto, nullable: true })
  hours?: HoursDto | null;
  /** Called before the first job of a busy period, for instance to have a language model leave the GPU. Null: none. */
  @IsOptional()
  @ValidateNested()
  @Type(() => BusyHookDto)
  @ApiPropertyOptional({ type: BusyHookDto, nullable: true })
  busy_hook?: BusyHookDto | null;
  /** Called when a busy period is over. Null: none. */
  @IsOptional()
  @ValidateNested()
  @Type(() => IdleHookDto)
  @ApiPropertyOptional({ type: IdleHookDto, nullable: true })
  idle_hook?: IdleHookDto | null;
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  @ApiPropertyOptional({ type: String, nullable: true })
  notes?: string | null;
  /**
   * Settings that only this app_type knows. No secrets. Replaces all. `forge` and `a1111`: `connection` (`auto`: the
   * REST API, or the page of a server without `--api`; `rest`; `gradio`: the page) and `fetch_lost_results` (true or
   * false).
   */
  @IsOptional()
  @IsObject()
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, nullable: true })
  options?: Record<string, unknown> | null;
}

export class CreateServerDto extends ServerSettingsDto {
  /** Unique name, 1–64 letters, digits, spaces, dots, hyphens or underscores; not `any` and not `default`. */
  @IsString() alias!: string;
}

export class UpdateServerDto extends ServerSettingsDto {
  /** A new name. Its jobs that are not completed, bulks and the keys restricted to it follow. */
  @IsOptional() @IsString() alias?: string;
}
