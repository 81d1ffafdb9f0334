import type { Hours } from './hours/server-hours.js';
import type { Credentials, Target, TlsOptions } from '../dispatch/contract/index.js';

/** What a person sets about a server. */
export interface ServerFields {
  alias: string;
  baseUrl: string;
  appType: string;
  credentials: Credentials;
  /** Names in lower case; values may be secrets. */
  extraHeaders: Record<string, string>;
  tls: TlsOptions;
  options: Record<string, unknown>;
  enabled: boolean;
  draining: boolean;
  /** 1–16. */
  maxConcurrentJobs: number;
  /** What jobs may ask for. */
  tags: readonly string[];
  /** Whether the next job may already wait there while one runs. */
  lookAhead: boolean;
  /** Servers of the same name here share one GPU; null: it has one to itself. */
  gpu: string | null;
  /** Null: its models stay loaded. */
  idleUnloadMinutes: number | null;
  /** Null: it takes jobs at all hours. */
  hours: Hours | null;
  /** Called before the first job of a busy period. */
  busyHook: BusyHook | null;
  /** Called after the last one. */
  idleHook: IdleHook | null;
  notes: string | null;
}

/** An HTTP call. May hold secrets. */
export interface Hook {
  url: string;
  method: HookMethod;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string | null;
  timeoutSeconds: number;
}

export const HOOK_METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
export type HookMethod = (typeof HOOK_METHODS)[number];

/** `required`: without its success no job is sent. */
export type BusyHook = Hook & { required: boolean };

/** `afterSeconds`: without a job for so long a busy period is over. */
export type IdleHook = Hook & { afterSeconds: number };

/** Only what is to change. */
export type ServerChanges = Partial<ServerFields>;

/** A server as stored, secrets opened. Never leaves the process: answers are made by `server-presenter.ts`. */
export interface Server extends ServerFields {
  id: string;
  /** ISO-8601 UTC. */
  createdAt: string;
  updatedAt: string;
  /** Why its stored secrets cannot be opened, as a sentence; null when they can. */
  secretsProblem: string | null;
}

export const DEFAULT_FIELDS: Omit<ServerFields, 'alias' | 'baseUrl'> = {
  appType: 'forge',
  credentials: { type: 'none' },
  extraHeaders: {},
  tls: { verify: true },
  options: {},
  enabled: true,
  draining: false,
  maxConcurrentJobs: 1,
  tags: [],
  lookAhead: false,
  gpu: null,
  idleUnloadMinutes: null,
  hours: null,
  busyHook: null,
  idleHook: null,
  notes: null,
};

export function targetOf(server: Server): Target {
  const { id, alias, appType, baseUrl, credentials, extraHeaders, tls, options } = server;
  return { id, alias, appType, baseUrl, credentials, extraHeaders, tls, options };
}

/** Whether both speak to the same thing in the same way; the name does not count. */
export function sameConnection(a: Target, b: Target): boolean {
  const facts = (target: Target): string => JSON.stringify({ ...target, alias: '' });
  return facts(a) === facts(b);
}
