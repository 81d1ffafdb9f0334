// From what a request says of a key to what is stored. Pure; `api-keys.service.ts` stores it.
import { DEFAULT_DOOR, DEFAULT_SCOPES, type DoorSettings, type Scope } from '../access/contract/index.js';
import { InvalidRequestError } from '../common/errors.js';
import { isJsonObject, parseJson } from '../common/json.js';
import type {
  ApiKeyFormDto,
  CreateApiKeyDto,
  KeyLimitsDto,
  KeySettingsDto,
  UpdateApiKeyDto,
} from './api-key-form.dto.js';
import { isScope, NO_LIMITS, type ApiKey, type ApiKeyFields } from './api-key.js';
import type { KeyLimits } from './verified-key.js';

/** Something of the request that had no effect. */
export interface KeyWarning {
  code: 'permissions_not_understood' | 'custom_rate_limits_ignored';
  message: string;
}

/** `now`: milliseconds since the epoch. @throws InvalidRequestError */
export function newFields(dto: CreateApiKeyDto, now: number): ApiKeyFields {
  return {
    name: dto.name,
    scopes: scopesOf(dto) ?? [...DEFAULT_SCOPES],
    servers: withoutRepeats(dto.servers ?? null),
    appTypes: withoutRepeats(dto.app_types ?? null),
    limits: mergeLimits(NO_LIMITS, dto.limits ?? {}),
    door: mergeDoor(DEFAULT_DOOR, dto.settings ?? {}),
    isActive: dto.is_active ?? true,
    expiresAt: expiryOf(dto, now) ?? null,
  };
}

/** Only what the request names. @throws InvalidRequestError */
export function changedFields(dto: UpdateApiKeyDto, before: ApiKey, now: number): Partial<ApiKeyFields> {
  const { limits, settings } = dto;
  return {
    name: dto.name,
    scopes: scopesOf(dto),
    servers: dto.servers && withoutRepeats(dto.servers),
    appTypes: dto.app_types && withoutRepeats(dto.app_types),
    limits: limits ? mergeLimits(before.limits, limits) : undefined,
    door: settings ? mergeDoor(before.door, settings) : undefined,
    isActive: dto.is_active,
    expiresAt: expiryOf(dto, now),
  };
}

export function warningsOf(dto: ApiKeyFormDto): KeyWarning[] {
  const warnings: KeyWarning[] = [];
  if (dto.scopes === undefined && isGiven(dto.permissions) && !readPermissions(dto.permissions)) {
    const message = 'permissions is not a list of scopes and was ignored; send scopes instead.';
    warnings.push({ code: 'permissions_not_understood', message });
  }
  if (isGiven(dto.custom_rate_limits)) {
    const message =
      'custom_rate_limits was ignored; send limits (submits_per_minute, max_running …) instead.';
    warnings.push({ code: 'custom_rate_limits_ignored', message });
  }
  return warnings;
}

function scopesOf(dto: ApiKeyFormDto): Scope[] | undefined {
  if (dto.scopes) return [...new Set(dto.scopes)];
  return isGiven(dto.permissions) ? readPermissions(dto.permissions) : undefined;
}

/** Names, an object of names and true, or either as JSON text. Undefined unless every name is a scope of ours. */
function readPermissions(permissions: unknown): Scope[] | undefined {
  const given = typeof permissions === 'string' ? parseJson(permissions) : permissions;
  const names: unknown = isJsonObject(given)
    ? Object.keys(given).filter((name) => given[name] === true)
    : given;
  if (!Array.isArray(names) || !names.length || !names.every(isScope)) return undefined;
  return [...new Set(names)];
}

/** Empty is what the original's own page sends for "nothing special". */
function isGiven(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function expiryOf(dto: ApiKeyFormDto, now: number): string | null | undefined {
  if (dto.expires_at === undefined || dto.expires_at === null) return dto.expires_at;
  const expires = new Date(dto.expires_at);
  if (expires.getTime() > now) return expires.toISOString();
  const message = 'expires_at must be in the future; to stop a key now, set is_active to false.';
  throw new InvalidRequestError(message, [{ path: 'expires_at', message }]);
}

function mergeLimits(before: KeyLimits, dto: KeyLimitsDto): KeyLimits {
  return {
    submitsPerMinute: given(dto.submits_per_minute, before.submitsPerMinute),
    requestsPerMinute: given(dto.requests_per_minute, before.requestsPerMinute),
    maxQueued: given(dto.max_queued, before.maxQueued),
    maxRunning: given(dto.max_running, before.maxRunning),
    gpuSecondsPerDay: given(dto.gpu_seconds_per_day, before.gpuSecondsPerDay),
    maxBulk: given(dto.max_bulk, before.maxBulk),
    onExceed: dto.on_exceed ?? before.onExceed,
  };
}

function mergeDoor(before: DoorSettings, dto: KeySettingsDto): DoorSettings {
  return {
    sdapiMode: given(dto.sdapi_mode, before.sdapiMode),
    onDisconnect: dto.on_disconnect ?? before.onDisconnect,
    keepAlive: dto.keep_alive ?? before.keepAlive,
  };
}

/** Null is given. */
function given<T>(value: T | undefined, otherwise: T): T {
  return value === undefined ? otherwise : value;
}

function withoutRepeats(names: string[] | null): string[] | null {
  return names && [...new Set(names)];
}
