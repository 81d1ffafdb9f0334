import { ApiProperty } from '@nestjs/swagger';
import { BusyHookShownDto, IdleHookShownDto } from './hooks/hook.dto.js';
import { HoursDto } from './hours/hours.dto.js';
import { CREDENTIAL_TYPES } from './server-form.dto.js';

const STATES = ['online', 'starting', 'unreachable', 'misconfigured', 'unknown', 'disabled'] as const;

/** Never holds a password. */
export class CredentialsShownDto {
  @ApiProperty({ enum: CREDENTIAL_TYPES }) type!: (typeof CREDENTIAL_TYPES)[number];
  username?: string;
  password_set!: boolean;
}

export class TlsShownDto {
  verify!: boolean;
  @ApiProperty({ type: String, nullable: true }) ca_pem!: string | null;
}

/** Bytes; null where the server has no GPU or does not tell. */
export class MemoryDto {
  @ApiProperty({ type: Number, nullable: true }) gpu_total_bytes!: number | null;
  @ApiProperty({ type: Number, nullable: true }) gpu_free_bytes!: number | null;
  @ApiProperty({ type: Number, nullable: true }) ram_total_bytes!: number | null;
  @ApiProperty({ type: Number, nullable: true }) ram_free_bytes!: number | null;
}

/** After failures in a row the server rests (`open`), then one job may try (`half_open`). */
export class CircuitDto {
  @ApiProperty({ enum: ['closed', 'open', 'half_open'] }) state!: 'closed' | 'open' | 'half_open';
  /** Failures since the last success. */
  failures!: number;
  /** ISO-8601; null unless open. */
  @ApiProperty({ type: String, nullable: true }) retry_at!: string | null;
}

export class ReasonDto {
  /** Stable: `server_disabled`, `server_draining`, `server_outside_hours`, `server_checking`, `server_starting`, `server_offline`, `server_login_needed`, `server_misconfigured`, `server_resting`. */
  code!: string;
  /** A sentence. */
  message!: string;
}

/** The outcome of the last look at the server. */
export class ServerHealthDto {
  @ApiProperty({ enum: STATES }) state!: (typeof STATES)[number];
  /** What is wrong and what to change, in words. */
  @ApiProperty({ type: String, nullable: true }) problem!: string | null;
  /** Stable: `unreachable`, `wrong_port`, `login_needed`, `wrong_password`, `api_not_enabled`, `api_off` (online all the same), `no_page`, `tls`, `starting`, `not_this_app_type`, `credentials_unreadable`, `unknown_app_type`. */
  @ApiProperty({ type: String, nullable: true }) problem_code!: string | null;
  @ApiProperty({ type: String, nullable: true }) version!: string | null;
  @ApiProperty({ type: String, nullable: true }) loaded_checkpoint!: string | null;
  @ApiProperty({ type: MemoryDto, nullable: true }) memory!: MemoryDto | null;
  /** Whether somebody else's generation runs there; null when that cannot be told. */
  @ApiProperty({ type: Boolean, nullable: true }) busy_elsewhere!: boolean | null;
  @ApiProperty({ type: Number, nullable: true }) latency_ms!: number | null;
  /** ISO-8601; null before the first look. */
  @ApiProperty({ type: String, nullable: true }) checked_at!: string | null;
  circuit!: CircuitDto;
}

export class ServerDto {
  id!: string;
  alias!: string;
  base_url!: string;
  /** The same as `base_url`, as the original's clients call it. */
  apiUrl!: string;
  app_type!: string;
  credentials!: CredentialsShownDto;
  /** Names of the headers; the values are not shown. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  extra_headers!: Record<string, string>;
  tls!: TlsShownDto;
  enabled!: boolean;
  draining!: boolean;
  max_concurrent_jobs!: number;
  tags!: string[];
  look_ahead!: boolean;
  /** Servers of the same name here share one GPU. */
  @ApiProperty({ type: String, nullable: true }) gpu!: string | null;
  @ApiProperty({ type: Number, nullable: true }) idle_unload_minutes!: number | null;
  /** When it takes jobs; null: always. */
  @ApiProperty({ type: HoursDto, nullable: true }) hours!: HoursDto | null;
  @ApiProperty({ type: BusyHookShownDto, nullable: true }) busy_hook!: BusyHookShownDto | null;
  @ApiProperty({ type: IdleHookShownDto, nullable: true }) idle_hook!: IdleHookShownDto | null;
  @ApiProperty({ type: String, nullable: true }) notes!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true }) options!: Record<string, unknown>;
  created_timestamp!: string;
  updated_timestamp!: string;
  health!: ServerHealthDto;
  /** Why it takes no job now; null when it does. */
  @ApiProperty({ type: ReasonDto, nullable: true }) not_available!: ReasonDto | null;
  /** Jobs that run there now. */
  running_jobs!: number;
}

export class ServerChangedDto {
  message!: string;
  server!: ServerDto;
}

/** What one look at a server found. */
export class ServerTestDto {
  /** True when it can take jobs. */
  ok!: boolean;
  @ApiProperty({ enum: STATES }) state!: (typeof STATES)[number];
  /** What is wrong and what to change, in words; null when all is well. */
  @ApiProperty({ type: String, nullable: true }) problem!: string | null;
  @ApiProperty({ type: String, nullable: true }) problem_code!: string | null;
  @ApiProperty({ type: String, nullable: true }) version!: string | null;
  @ApiProperty({ type: String, nullable: true }) loaded_checkpoint!: string | null;
  @ApiProperty({ type: MemoryDto, nullable: true }) memory!: MemoryDto | null;
  @ApiProperty({ type: Boolean, nullable: true }) busy_elsewhere!: boolean | null;
  latency_ms!: number;
}
