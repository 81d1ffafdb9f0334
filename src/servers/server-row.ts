// Between a row of `servers` and a Server: names, JSON, and secrets sealed or opened.
import { isJsonObject, parseJson } from '../common/json.js';
import type { Credentials, TlsOptions } from '../dispatch/contract/index.js';
import { UnreadableSecretError, type SecretBox } from '../secrets/secret-box.js';
import { storedHook } from './hooks/hook-form.js';
import { storedHours } from './hours/hours-form.js';
import { readTags } from './server-tags.js';
import type { BusyHook, Hook, IdleHook, Server, ServerChanges } from './server.js';

/** A column-for-column row as raw statements return it. */
export interface ServerRow {
  id: string;
  alias: string;
  base_url: string;
  app_type: string;
  credentials_encrypted: string | null;
  extra_headers_encrypted: string | null;
  tls_json: string | null;
  options_json: string | null;
  enabled: 0 | 1;
  draining: 0 | 1;
  max_concurrent_jobs: number;
  tags: string;
  look_ahead: 0 | 1;
  gpu: string | null;
  idle_unload_minutes: number | null;
  hours_json: string | null;
  busy_hook_encrypted: string | null;
  idle_hook_encrypted: string | null;
  notes: string | null;
  created_timestamp: string;
  updated_timestamp: string;
}

/** Secrets that cannot be opened make no exception: they are told in `secretsProblem`, and stay stored. */
export function toServer(row: ServerRow, box: SecretBox): Server {
  return {
    id: row.id,
    alias: row.alias,
    baseUrl: row.base_url,
    appType: row.app_type,
    ...openSecrets(row, box),
    tls: readTls(row.tls_json),
    options: readObject(row.options_json),
    enabled: Boolean(row.enabled),
    draining: Boolean(row.draining),
    maxConcurrentJobs: row.max_concurrent_jobs,
    tags: readTags(row.tags),
    lookAhead: Boolean(row.look_ahead),
    gpu: row.gpu,
    idleUnloadMinutes: row.idle_unload_minutes,
    hours: storedHours(row.hours_json),
    notes: row.notes,
    createdAt: row.created_timestamp,
    updatedAt: row.updated_timestamp,
  };
}

/** The columns of what changes; what is not named is not touched, so unreadable secrets survive other edits. */
export function toColumns(changes: ServerChanges, id: string, box: SecretBox): Record<string, unknown> {
  const { credentials, extraHeaders, tls, options, hours } = changes;
  const hasHeaders = extraHeaders && Object.keys(extraHeaders).length > 0;
  const columns = {
    alias: changes.alias,
    base_url: changes.baseUrl,
    app_type: changes.appType,
    credentials_encrypted:
      credentials && (credentials.type === 'none' ? null : box.seal(JSON.stringify(credentials), id)),
    extra_headers_encrypted: extraHeaders && (hasHeaders ? box.seal(JSON.stringify(extraHeaders), id) : null),
    tls_json: tls && JSON.stringify(tls),
    options_json: options && JSON.stringify(options),
    enabled: toBit(changes.enabled),
    draining: toBit(changes.draining),
    max_concurrent_jobs: changes.maxConcurrentJobs,
    tags: changes.tags?.join(','),
    look_ahead: toBit(changes.lookAhead),
    gpu: changes.gpu,
    idle_unload_minutes: changes.idleUnloadMinutes,
    hours_json: hours && JSON.stringify(hours),
    busy_hook_encrypted: sealedHook(changes.busyHook, id, box),
    idle_hook_encrypted: sealedHook(changes.idleHook, id, box),
    notes: changes.notes,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

function sealedHook(hook: Hook | null | undefined, id: string, box: SecretBox): string | null | undefined {
  return hook && box.seal(JSON.stringify(hook), id);
}

function toBit(value: boolean | undefined): 0 | 1 | undefined {
  return value === undefined ? undefined : value ? 1 : 0;
}

type Secrets = Pick<Server, 'credentials' | 'extraHeaders' | 'busyHook' | 'idleHook' | 'secretsProblem'>;

function openSecrets(row: ServerRow, box: SecretBox): Secrets {
  const unreadable: { what: string; why: string }[] = [];
  const open = <T>(what: string, sealed: string | null, read: (json: string) => T, empty: T): T => {
    try {
      return sealed === null ? empty : read(box.open(sealed, row.id));
    } catch (error) {
      if (!(error instanceof UnreadableSecretError)) throw error;
      unreadable.push({ what, why: error.message });
      return empty;
    }
  };
  return {
    credentials: open<Credentials>('credentials', row.credentials_encrypted, readCredentials, {
      type: 'none',
    }),
    extraHeaders: open('extra headers', row.extra_headers_encrypted, readHeaders, {}),
    busyHook: open<BusyHook | null>('busy hook', row.busy_hook_encrypted, readHook, null),
    idleHook: open<IdleHook | null>('idle hook', row.idle_hook_encrypted, readHook, null),
    secretsProblem: unreadable[0]
      ? `The stored ${unreadable.map(({ what }) => what).join(' and ')} of the server "${row.alias}" cannot be read: enter them again. ${unreadable[0].why}`
      : null,
  };
}

function readCredentials(json: string): Credentials {
  const { type, username, password } = readObject(json);
  const isLogin =
    (type === 'basic' || type === 'gradio') && typeof username === 'string' && typeof password === 'string';
  if (!isLogin) throw new UnreadableSecretError('What is stored is not in a form that this version knows.');
  return { type, username, password };
}

function readHeaders(json: string): Record<string, string> {
  return Object.fromEntries(Object.entries(readObject(json)).map(([name, value]) => [name, String(value)]));
}

function readHook<T extends Hook>(json: string): T {
  const hook = storedHook<T>(json);
  if (!hook) throw new UnreadableSecretError('What is stored is not in a form that this version knows.');
  return hook;
}

function readTls(json: string | null): TlsOptions {
  const { verify, caPem } = readObject(json);
  return { verify: verify !== false, ...(typeof caPem === 'string' ? { caPem } : {}) };
}

function readObject(json: string | null): Record<string, unknown> {
  const value = json === null ? null : parseJson(json);
  return isJsonObject(value) ? value : {};
}
