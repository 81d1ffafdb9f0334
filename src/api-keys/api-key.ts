// A key as the rest of this folder knows it, from its row. Secrets are hashes here as well.
import { DEFAULT_DOOR, SCOPES, type DoorSettings, type Scope } from '../access/contract/index.js';
import { isJsonObject, parseJson } from '../common/json.js';
import type { KeyLimits } from './verified-key.js';

export interface ApiKey {
  id: number;
  name: string;
  /** The public half. */
  key: string;
  secretHash: string;
  secretHint: string;
  previousSecretHash: string | null;
  /** ISO-8601. */
  previousValidUntil: string | null;
  pathTokenHash: string | null;
  pathTokenCreatedAt: string | null;
  scopes: Scope[];
  /** Aliases; null for every server. */
  servers: string[] | null;
  appTypes: string[] | null;
  limits: KeyLimits;
  door: DoorSettings;
  isActive: boolean;
  source: 'api' | 'environment';
  expiresAt: string | null;
  createdAt: string;
  updatedAt: string;
  lastUsedAt: string | null;
}

/** What a request can set. */
export type ApiKeyFields = Pick<
  ApiKey,
  'name' | 'scopes' | 'servers' | 'appTypes' | 'limits' | 'door' | 'isActive' | 'expiresAt'
>;

export interface ApiKeyRow {
  id: number;
  name: string;
  key: string;
  secret_hash: string;
  secret_hint: string;
  previous_secret_hash: string | null;
  previous_valid_until: string | null;
  path_token_hash: string | null;
  path_token_created: string | null;
  scopes_json: string;
  servers_json: string | null;
  app_types_json: string | null;
  limits_json: string;
  settings_json: string;
  is_active: number;
  source: string;
  expires_timestamp: string | null;
  created_timestamp: string;
  updated_timestamp: string;
  last_used_timestamp: string | null;
}

export const NO_LIMITS: KeyLimits = {
  submitsPerMinute: null,
  requestsPerMinute: null,
  maxQueued: null,
  maxRunning: null,
  gpuSecondsPerDay: null,
  maxBulk: null,
  onExceed: 'defer',
};

export function toApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    key: row.key,
    secretHash: row.secret_hash,
    secretHint: row.secret_hint,
    previousSecretHash: row.previous_secret_hash,
    previousValidUntil: row.previous_valid_until,
    pathTokenHash: row.path_token_hash,
    pathTokenCreatedAt: row.path_token_created,
    // A scope of a later version is none of ours; what cannot be read at all allows nothing.
    scopes: (namesIn(row.scopes_json) ?? []).filter(isScope),
    servers: row.servers_json === null ? null : (namesIn(row.servers_json) ?? []),
    appTypes: row.app_types_json === null ? null : (namesIn(row.app_types_json) ?? []),
    limits: { ...NO_LIMITS, ...membersIn(row.limits_json) },
    door: { ...DEFAULT_DOOR, ...membersIn(row.settings_json) },
    isActive: row.is_active === 1,
    source: row.source === 'environment' ? 'environment' : 'api',
    expiresAt: row.expires_timestamp,
    createdAt: row.created_timestamp,
    updatedAt: row.updated_timestamp,
    lastUsedAt: row.last_used_timestamp,
  };
}

/** The columns of what is given. */
export function columnsOf(fields: Partial<ApiKeyFields>): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  if (fields.name !== undefined) columns['name'] = fields.name;
  if (fields.scopes !== undefined) columns['scopes_json'] = JSON.stringify(fields.scopes);
  if (fields.servers !== undefined) columns['servers_json'] = jsonOrNull(fields.servers);
  if (fields.appTypes !== undefined) columns['app_types_json'] = jsonOrNull(fields.appTypes);
  if (fields.limits !== undefined) columns['limits_json'] = JSON.stringify(fields.limits);
  if (fields.door !== undefined) columns['settings_json'] = JSON.stringify(fields.door);
  if (fields.isActive !== undefined) columns['is_active'] = fields.isActive ? 1 : 0;
  if (fields.expiresAt !== undefined) columns['expires_timestamp'] = fields.expiresAt;
  return columns;
}

export function isScope(name: unknown): name is Scope {
  return SCOPES.includes(name as Scope);
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

function namesIn(json: string): string[] | undefined {
  const value = parseJson(json);
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : undefined;
}

function membersIn(json: string): object {
  const value = parseJson(json);
  return isJsonObject(value) ? value : {};
}
