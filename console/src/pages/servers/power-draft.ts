// What is written of a server's memory, hours and hooks, and the fields of the request that it becomes.
import type { Schemas } from '../../api/client';
import type { Server } from '../../api/queries/servers';
import type { Header } from './server-draft';

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];
export const METHODS = ['POST', 'GET', 'PUT', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

export interface WindowDraft {
  days: Day[];
  from: string;
  to: string;
}

export interface HookDraft {
  /** Empty: there is none. */
  url: string;
  method: Method;
  headers: Header[];
  body: string;
  timeout: number | '';
  required: boolean;
  after: number | '';
}

export interface PowerDraft {
  tags: string[];
  lookAhead: boolean;
  gpu: string;
  /** Empty: never. */
  idleUnload: number | '';
  /** Empty: that of StableQueue. */
  timeZone: string;
  /** None: all hours. */
  windows: WindowDraft[];
  busyHook: HookDraft;
  idleHook: HookDraft;
}

type Body = Pick<
  Schemas['CreateServerDto'],
  'tags' | 'look_ahead' | 'gpu' | 'idle_unload_minutes' | 'hours' | 'busy_hook' | 'idle_hook'
>;

const NO_HOOK: HookDraft = {
  ...{ url: '', method: 'POST', headers: [], body: '' },
  ...{ timeout: 10, required: false, after: 30 },
};

export function newPower(): PowerDraft {
  return {
    ...{ tags: [], lookAhead: false, gpu: '', idleUnload: '', timeZone: '', windows: [] },
    ...{ busyHook: NO_HOOK, idleHook: NO_HOOK },
  };
}

/** Nights are what most people set. */
export function newWindow(): WindowDraft {
  return { days: [...DAYS], from: '18:00', to: '06:00' };
}

export function powerOf(server: Server): PowerDraft {
  return {
    tags: server.tags,
    lookAhead: server.look_ahead,
    gpu: server.gpu ?? '',
    idleUnload: server.idle_unload_minutes ?? '',
    timeZone: server.hours?.time_zone ?? '',
    windows: (server.hours?.windows ?? []).map(({ days, from, to }) => ({
      days,
      from,
      // The same moment, in the form that a field for a time of day knows.
      to: to === '24:00' ? '00:00' : to,
    })),
    busyHook: hookDraft(server.busy_hook, { required: server.busy_hook?.required ?? false }),
    idleHook: hookDraft(server.idle_hook, { after: server.idle_hook?.after_seconds ?? 30 }),
  };
}

export function powerBody(draft: PowerDraft): Body {
  const { windows, timeZone, busyHook, idleHook } = draft;
  const busy = hookBody(busyHook);
  const idle = hookBody(idleHook);
  return {
    tags: draft.tags,
    look_ahead: draft.lookAhead,
    gpu: draft.gpu.trim() || null,
    idle_unload_minutes: draft.idleUnload === '' ? null : draft.idleUnload,
    hours: windows.length ? { time_zone: timeZone.trim() || null, windows } : null,
    busy_hook: busy && { ...busy, required: busyHook.required },
    idle_hook: idle && { ...idle, ...(idleHook.after === '' ? {} : { after_seconds: idleHook.after }) },
  };
}

type ShownHook = NonNullable<Server['busy_hook']> | NonNullable<Server['idle_hook']>;

function hookDraft(hook: ShownHook | null, more: Partial<HookDraft>): HookDraft {
  if (!hook) return NO_HOOK;
  const headers = Object.entries(hook.headers).map(([name, value]) => ({ name, value }));
  const { url, method, timeout_seconds: timeout } = hook;
  return { ...NO_HOOK, url, method, headers, body: hook.body ?? '', timeout, ...more };
}

function hookBody({ url, method, headers, body, timeout }: HookDraft) {
  if (url.trim() === '') return null;
  return {
    url: url.trim(),
    method,
    headers: Object.fromEntries(
      headers.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]),
    ),
    body: body.trim() === '' ? null : body,
    ...(timeout === '' ? {} : { timeout_seconds: timeout }),
  };
}
