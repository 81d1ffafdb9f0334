// What is written in the form of a server, and the requests that it becomes.
import type { Schemas } from '../../api/client';
import type { Server } from '../../api/queries/servers';
import { newPower, powerBody, powerOf, type PowerDraft } from './power-draft';

export const LOGINS = ['none', 'basic', 'gradio'] as const;
export type Login = (typeof LOGINS)[number];

export interface Header {
  name: string;
  value: string;
}

export interface ServerDraft {
  alias: string;
  url: string;
  appType: string;
  login: Login;
  username: string;
  /** Empty: the stored one stays. */
  password: string;
  headers: Header[];
  verify: boolean;
  caPem: string;
  atOnce: number | '';
  notes: string;
  fetchLost: boolean;
  otherOptions: string;
  power: PowerDraft;
}

export type ServerBody = Schemas['CreateServerDto'];

/** Stands for a stored value that nobody may see. */
export const KEPT = '***';

export function newDraft(appType = 'forge'): ServerDraft {
  return {
    alias: '',
    url: '',
    appType,
    login: 'none',
    username: '',
    password: '',
    headers: [],
    verify: true,
    caPem: '',
    atOnce: 1,
    notes: '',
    fetchLost: false,
    otherOptions: '',
    power: newPower(),
  };
}

export function draftOf(server: Server): ServerDraft {
  const { fetch_lost_results: fetchLost, ...others } = server.options;
  return {
    alias: server.alias,
    url: server.base_url,
    appType: server.app_type,
    login: server.credentials.type,
    username: server.credentials.username ?? '',
    password: '',
    headers: Object.entries(server.extra_headers).map(([name, value]) => ({ name, value })),
    verify: server.tls.verify,
    caPem: server.tls.ca_pem ?? '',
    atOnce: server.max_concurrent_jobs,
    notes: server.notes ?? '',
    fetchLost: fetchLost === true,
    otherOptions: Object.keys(others).length ? JSON.stringify(others, null, 2) : '',
    power: powerOf(server),
  };
}

/** Null when the other options are no JSON object. */
export function bodyOf(draft: ServerDraft): ServerBody | null {
  const others = readOptions(draft.otherOptions);
  if (!others) return null;
  return {
    alias: draft.alias.trim(),
    base_url: draft.url.trim(),
    app_type: draft.appType,
    credentials: credentialsOf(draft),
    extra_headers: Object.fromEntries(
      draft.headers.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]),
    ),
    tls: { verify: draft.verify, ca_pem: draft.caPem.trim() || null },
    max_concurrent_jobs: draft.atOnce === '' ? 1 : draft.atOnce,
    notes: draft.notes.trim() || null,
    options: draft.fetchLost ? { ...others, fetch_lost_results: true } : others,
    ...powerBody(draft.power),
  };
}

/** What a test of something unsaved needs: without hooks, whose stored secrets it does not have. */
export function testBodyOf(body: ServerBody): ServerBody {
  return { ...body, busy_hook: null, idle_hook: null };
}

function credentialsOf({ login, username, password }: ServerDraft): Schemas['CredentialsDto'] {
  if (login === 'none') return { type: login };
  return { type: login, username: username.trim(), ...(password && { password }) };
}

export function readOptions(written: string): Record<string, unknown> | null {
  if (written.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** How the test button asks: the saved server, or what is written; a stored secret cannot be read for that. */
export type TestPlan =
  { kind: 'saved' } | { kind: 'written' } | { kind: 'needs_secret' } | { kind: 'needs_address' };

export function planTest(draft: ServerDraft, saved: Server | null): TestPlan {
  if (draft.url.trim() === '') return { kind: 'needs_address' };
  if (saved && sameWay(draft, draftOf(saved))) return { kind: 'saved' };
  const keepsPassword = draft.login !== 'none' && draft.password === '';
  const keepsHeader = draft.headers.some(({ value }) => value === KEPT);
  return { kind: keepsPassword || keepsHeader ? 'needs_secret' : 'written' };
}

/** Whether both lead to the same server by the same way. */
function sameWay(a: ServerDraft, b: ServerDraft): boolean {
  const way = ({ url, appType, login, username, password, headers, verify, caPem }: ServerDraft): string =>
    JSON.stringify([url.trim(), appType, login, username, password, headers, verify, caPem.trim()]);
  return way(a) === way(b);
}
