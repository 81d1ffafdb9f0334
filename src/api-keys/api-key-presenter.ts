// Keys as clients see them.
import type { DoorSettings } from '../access/contract/index.js';
import type { ApiKeyDto, KeyLimitsShownDto, KeySettingsShownDto } from './api-key.dto.js';
import type { ApiKey } from './api-key.js';
import type { KeyLimits } from './verified-key.js';

/** `now`: milliseconds since the epoch. */
export function toApiKeyDto(key: ApiKey, now: number): ApiKeyDto {
  const self = `/api/v1/api-keys/${key.id}`;
  return {
    id: key.id,
    name: key.name,
    key: key.key,
    secret_hint: key.secretHint,
    scopes: key.scopes,
    permissions: key.scopes,
    servers: key.servers,
    app_types: key.appTypes,
    limits: shownLimits(key.limits),
    settings: shownSettings(key.door),
    is_active: key.isActive,
    state: stateOf(key, now),
    source: key.source,
    expires_at: key.expiresAt,
    created_at: key.createdAt,
    updated_at: key.updatedAt,
    last_used: key.lastUsedAt,
    previous_secret_valid_until: isAhead(key.previousValidUntil, now) ? key.previousValidUntil : null,
    path_token: key.pathTokenCreatedAt === null ? null : { created_at: key.pathTokenCreatedAt },
    _links: { self, update: self, delete: self },
  };
}

export function shownLimits(limits: KeyLimits): KeyLimitsShownDto {
  return {
    submits_per_minute: limits.submitsPerMinute,
    requests_per_minute: limits.requestsPerMinute,
    max_queued: limits.maxQueued,
    max_running: limits.maxRunning,
    gpu_seconds_per_day: limits.gpuSecondsPerDay,
    max_bulk: limits.maxBulk,
    on_exceed: limits.onExceed,
  };
}

export function shownSettings(door: DoorSettings): KeySettingsShownDto {
  return { sdapi_mode: door.sdapiMode, on_disconnect: door.onDisconnect, keep_alive: door.keepAlive };
}

function stateOf(key: ApiKey, now: number): ApiKeyDto['state'] {
  if (!key.isActive) return 'inactive';
  return key.expiresAt !== null && !isAhead(key.expiresAt, now) ? 'expired' : 'active';
}

function isAhead(time: string | null, now: number): boolean {
  return time !== null && Date.parse(time) > now;
}
