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
  notes: string | null;
}

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
