import { ApiProperty } from '@nestjs/swagger';
import { SCOPES, type Scope } from '../access/contract/index.js';
import { KeyLimitsShownDto, KeySettingsShownDto } from './api-key.dto.js';

export class UsageTotalsDto {
  requests!: number;
  /** Requests that were turned away (401, 403, 421, 429), those with this key and a wrong secret too. */
  refusals!: number;
  /** Jobs submitted, those of bulks too. */
  jobs!: number;
  bulk_jobs!: number;
  /** From a job's start on a server to the end of its generation, counted on the day of its end. */
  gpu_seconds!: number;
}

export class UsageDayDto extends UsageTotalsDto {
  /** UTC, `2026-11-20`. */
  day!: string;
}

export class KeyUsageDto {
  @ApiProperty({ type: Boolean }) success!: true;
  key_id!: number;
  /** The oldest first, today last; days without any use are there too. */
  @ApiProperty({ type: [UsageDayDto] }) days!: UsageDayDto[];
  totals!: UsageTotalsDto;
}

/** One request. */
export class AccessEntryDto {
  id!: number;
  timestamp!: string;
  @ApiProperty({ enum: ['key', 'console', 'nobody'] }) who!: 'key' | 'console' | 'nobody';
  /** With `nobody`: the key that was named, but whose secret was not right. */
  @ApiProperty({ type: Number, nullable: true }) key_id!: number | null;
  /** Null for keys that are gone. */
  @ApiProperty({ type: String, nullable: true }) key_name!: string | null;
  /** How the caller showed who it is: `header`, `bearer`, `basic`, `path`, `link`, `session`, `loopback` … */
  @ApiProperty({ type: String, nullable: true }) via!: string | null;
  method!: string;
  /** The pattern of the route, without ids and tokens. */
  route!: string;
  status!: number;
  /** Code of the error that it was answered with. */
  @ApiProperty({ type: String, nullable: true }) code!: string | null;
  address!: string;
  request_id!: string;
}

export class AccessLogPageDto {
  @ApiProperty({ type: Boolean }) success!: true;
  /** The newest first. */
  @ApiProperty({ type: [AccessEntryDto] }) entries!: AccessEntryDto[];
  /** Ask for the next page with it; null on the last one. */
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

/** What is used up of each quota, now. */
export class QuotasShownDto {
  @ApiProperty({ type: Number, nullable: true }) max_queued!: number | null;
  /** Jobs that wait. */
  queued!: number;
  @ApiProperty({ type: Number, nullable: true }) max_running!: number | null;
  running!: number;
  @ApiProperty({ type: Number, nullable: true }) gpu_seconds_per_day!: number | null;
  gpu_seconds_today!: number;
  @ApiProperty({ type: Number, nullable: true }) max_bulk!: number | null;
  @ApiProperty({ enum: ['defer', 'reject'] }) on_exceed!: 'defer' | 'reject';
}

/** Whoever asks. */
export class MeDto {
  @ApiProperty({ type: Boolean }) success!: true;
  @ApiProperty({ enum: ['key', 'console'] }) kind!: 'key' | 'console';
  /** Null at the console; so is everything below that only keys have. */
  @ApiProperty({ type: Number, nullable: true }) id!: number | null;
  name!: string;
  @ApiProperty({ enum: SCOPES, isArray: true }) scopes!: Scope[];
  /** Null for every server. */
  @ApiProperty({ type: [String], nullable: true }) servers!: string[] | null;
  @ApiProperty({ type: [String], nullable: true }) app_types!: string[] | null;
  @ApiProperty({ type: String, nullable: true }) expires_at!: string | null;
  settings!: KeySettingsShownDto;
  @ApiProperty({ type: KeyLimitsShownDto, nullable: true }) limits!: KeyLimitsShownDto | null;
  @ApiProperty({ type: UsageDayDto, nullable: true }) usage_today!: UsageDayDto | null;
  @ApiProperty({ type: QuotasShownDto, nullable: true }) quotas!: QuotasShownDto | null;
}
