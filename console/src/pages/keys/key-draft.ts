// What is written in the form of a key, and the request that it becomes. Pure.
import type { ApiKey, ApiKeyBody, Scope } from '../../api/queries/api-keys';

export const SCOPES: readonly Scope[] = [
  ...(['submit', 'read_own', 'cancel_own', 'read_all', 'manage_queue'] as const),
  ...(['manage_servers', 'gallery', 'models', 'admin'] as const),
];

export const LIMITS = [
  ...(['submits_per_minute', 'requests_per_minute', 'max_queued'] as const),
  ...(['max_running', 'gpu_seconds_per_day', 'max_bulk'] as const),
];
export type Limit = (typeof LIMITS)[number];

/** `never`, so many days from now, or `date`. */
export const EXPIRIES = ['never', '7', '30', '90', '365', 'date'] as const;
export type Expiry = (typeof EXPIRIES)[number];

export interface KeyDraft {
  name: string;
  scopes: Scope[];
  /** Empty: every one. */
  servers: string[];
  appTypes: string[];
  expiry: Expiry;
  /** The last day on which it works, `2027-01-31`, in the reader's zone. */
  lastDay: string;
  limits: Record<Limit, number | ''>;
  onExceed: 'defer' | 'reject';
  mode: 'server' | 'async' | 'sync' | 'auto';
  onDisconnect: 'keep' | 'cancel';
  keepAlive: boolean;
}

const NO_LIMITS = Object.fromEntries(LIMITS.map((limit) => [limit, ''])) as Record<Limit, ''>;

/** A key that uses the queue and sees nothing of others, as the server makes one when nobody says otherwise. */
export function newDraft(): KeyDraft {
  return {
    name: '',
    scopes: ['submit', 'read_own', 'cancel_own'],
    servers: [],
    appTypes: [],
    expiry: 'never',
    lastDay: '',
    limits: { ...NO_LIMITS },
    onExceed: 'defer',
    mode: 'server',
    onDisconnect: 'keep',
    keepAlive: false,
  };
}

export function draftOf(key: ApiKey): KeyDraft {
  return {
    name: key.name,
    scopes: [...key.scopes],
    servers: key.servers ?? [],
    appTypes: key.app_types ?? [],
    expiry: key.expires_at === null ? 'never' : 'date',
    lastDay: key.expires_at === null ? '' : localDay(new Date(key.expires_at)),
    limits: Object.fromEntries(LIMITS.map((limit) => [limit, key.limits[limit] ?? ''])) as KeyDraft['limits'],
    onExceed: key.limits.on_exceed,
    mode: key.settings.sdapi_mode ?? 'server',
    onDisconnect: key.settings.on_disconnect,
    keepAlive: key.settings.keep_alive,
  };
}

/** `saved`: the key that is changed; its time of expiry stays to the second when its day does. */
export function bodyOf(draft: KeyDraft, now: Date, saved: ApiKey | null): ApiKeyBody {
  return {
    name: draft.name.trim(),
    scopes: draft.scopes.includes('admin') ? ['admin'] : draft.scopes,
    servers: draft.servers.length ? draft.servers : null,
    app_types: draft.appTypes.length ? draft.appTypes : null,
    limits: {
      ...(Object.fromEntries(LIMITS.map((limit) => [limit, draft.limits[limit] || null])) as Record<
        Limit,
        number | null
      >),
      on_exceed: draft.onExceed,
    },
    settings: {
      sdapi_mode: draft.mode === 'server' ? null : draft.mode,
      on_disconnect: draft.onDisconnect,
      keep_alive: draft.keepAlive,
    },
    expires_at: expiryOf(draft, now, saved?.expires_at ?? null),
  };
}

const DAY_MS = 86_400_000;

function expiryOf({ expiry, lastDay }: KeyDraft, now: Date, saved: string | null): string | null {
  if (expiry === 'never' || (expiry === 'date' && lastDay === '')) return null;
  if (expiry !== 'date') return new Date(now.getTime() + Number(expiry) * DAY_MS).toISOString();
  if (saved !== null && localDay(new Date(saved)) === lastDay) return saved;
  const [year = 0, month = 1, day = 1] = lastDay.split('-').map(Number);
  // The midnight after it.
  return new Date(year, month - 1, day + 1).toISOString();
}

/** In the reader's zone; a midnight belongs to the day that it ends. */
export function localDay(time: Date): string {
  const inside = new Date(time.getTime() - 1);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${inside.getFullYear()}-${two(inside.getMonth() + 1)}-${two(inside.getDate())}`;
}

/** `admin` includes all the others, so it stands alone; the boxes beside it show what it means. */
export function isGranted(scopes: readonly Scope[], scope: Scope): boolean {
  return scopes.includes(scope) || scopes.includes('admin');
}

export function withScope(scopes: readonly Scope[], scope: Scope, wanted: boolean): Scope[] {
  return SCOPES.filter((one) => (one === scope ? wanted : scopes.includes(one)));
}
