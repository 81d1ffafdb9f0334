import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { SCOPES, type Scope } from '../access/contract/index.js';

const nullableNumber = () => ApiProperty({ type: Number, nullable: true });
const nullableString = () => ApiProperty({ type: String, nullable: true });

/** Null: the server's own limit, or none. */
export class KeyLimitsShownDto {
  @nullableNumber() submits_per_minute!: number | null;
  @nullableNumber() requests_per_minute!: number | null;
  @nullableNumber() max_queued!: number | null;
  @nullableNumber() max_running!: number | null;
  @nullableNumber() gpu_seconds_per_day!: number | null;
  @nullableNumber() max_bulk!: number | null;
  @ApiProperty({ enum: ['defer', 'reject'] }) on_exceed!: 'defer' | 'reject';
}

export class KeySettingsShownDto {
  /** Null: the server's setting. */
  @ApiProperty({ enum: ['async', 'sync', 'auto'], nullable: true })
  sdapi_mode!: 'async' | 'sync' | 'auto' | null;
  @ApiProperty({ enum: ['keep', 'cancel'] }) on_disconnect!: 'keep' | 'cancel';
  keep_alive!: boolean;
}

export class PathTokenShownDto {
  /** ISO-8601. */
  created_at!: string;
}

/** Where to go on, relative to the root of this server. */
export class ApiKeyLinksDto {
  self!: string;
  update!: string;
  delete!: string;
}

/** A key without its secret, which nobody can read back. */
export class ApiKeyDto {
  id!: number;
  name!: string;
  /** The public half, sent as `X-API-Key`. */
  key!: string;
  /** The last characters of the secret, to tell secrets apart. Empty for AUTH_TOKEN. */
  secret_hint!: string;
  @ApiProperty({ enum: SCOPES, isArray: true }) scopes!: Scope[];
  /** The same, as the original's clients call it. */
  @ApiProperty({ enum: SCOPES, isArray: true }) permissions!: Scope[];
  /** Null for every server. */
  @ApiProperty({ type: [String], nullable: true }) servers!: string[] | null;
  /** Null for every kind of server. */
  @ApiProperty({ type: [String], nullable: true }) app_types!: string[] | null;
  limits!: KeyLimitsShownDto;
  settings!: KeySettingsShownDto;
  is_active!: boolean;
  /** Whether it is accepted now. */
  @ApiProperty({ enum: ['active', 'inactive', 'expired'] }) state!: 'active' | 'inactive' | 'expired';
  /** `environment`: AUTH_TOKEN; it can only be changed there. */
  @ApiProperty({ enum: ['api', 'environment'] }) source!: 'api' | 'environment';
  /** ISO-8601; null: never. */
  @nullableString() expires_at!: string | null;
  created_at!: string;
  updated_at!: string;
  /** Up to a second late. */
  @nullableString() last_used!: string | null;
  /** Until then the secret before the last rotation still works; null when none does. */
  @nullableString() previous_secret_valid_until!: string | null;
  /** Null: its address of the A1111 door has not been made. */
  @ApiProperty({ type: PathTokenShownDto, nullable: true }) path_token!: PathTokenShownDto | null;
  _links!: ApiKeyLinksDto;
}

/** Shown in this answer only. */
export class NewApiKeyDto extends ApiKeyDto {
  /** Sent as `X-API-Secret`. Keep it: nobody can show it again. */
  secret!: string;
}

/** Something of the request that had no effect. */
export class KeyWarningDto {
  /** `permissions_not_understood`, `custom_rate_limits_ignored`. */
  code!: string;
  message!: string;
}

export class ApiKeyListDto {
  @ApiProperty({ type: Boolean }) success!: true;
  @ApiProperty({ type: [ApiKeyDto] }) api_keys!: ApiKeyDto[];
  count!: number;
}

export class ApiKeyAnswerDto {
  @ApiProperty({ type: Boolean }) success!: true;
  api_key!: ApiKeyDto;
}

export class ApiKeyChangedDto extends ApiKeyAnswerDto {
  message!: string;
  @ApiPropertyOptional({ type: [KeyWarningDto] }) warnings?: KeyWarningDto[];
}

export class ApiKeySecretDto {
  @ApiProperty({ type: Boolean }) success!: true;
  message!: string;
  api_key!: NewApiKeyDto;
  /** The same as `api_key.key`. */
  key!: string;
  /** The same as `api_key.secret`. */
  secret!: string;
  @ApiPropertyOptional({ type: [KeyWarningDto] }) warnings?: KeyWarningDto[];
}

export class PathTokenDto {
  @ApiProperty({ type: Boolean }) success!: true;
  message!: string;
  /** Shown in this answer only. */
  token!: string;
  /** Base address for clients that can send no header, relative to the root of this server: `/k/<token>`. */
  sdapi_url_path!: string;
}

export class KeyMessageDto {
  @ApiProperty({ type: Boolean }) success!: true;
  message!: string;
}
