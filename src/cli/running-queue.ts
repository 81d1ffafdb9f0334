import { LocalToken } from '../access/identity/local-token.js';
import { DataFolderInUseError, DataLock, readInstance } from '../database/data-lock.js';
import { addressFor } from '../config/address-for.js';
import type { Settings } from '../config/settings.js';
import { isJsonObject } from '../common/json.js';

/** One request to the queue. @throws Error with the server's own sentence */
export interface Api {
  <T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Where browsers find the server, now or after its next start. */
  address: string;
}

const REQUEST_TIMEOUT_MS = 120_000;

/** Gives `action` the queue of the data folder: the one that runs, or one that is started just for it. */
export function withQueue<T>(settings: Settings, action: (api: Api) => Promise<T>): Promise<T> {
  return inFolder(settings, { running: action, alone: () => withOwnQueue(settings, action) });
}

/** Whatever fits: asks the queue that runs on the data folder, or works on the folder while nobody else does. */
export async function inFolder<T>(
  settings: Settings,
  ways: { running(api: Api): Promise<T>; alone(): Promise<T> },
): Promise<T> {
  let lock: DataLock;
  try {
    lock = DataLock.take(settings.dataDir);
  } catch (error) {
    const instance = error instanceof DataFolderInUseError ? readInstance(settings.dataDir) : null;
    if (!instance?.url) throw error;
    return ways.running(apiAt(instance.url, instance.token ?? '', settings.PUBLIC_URL ?? instance.url));
  }
  try {
    return await ways.alone();
  } finally {
    lock.release();
  }
}

async function withOwnQueue<T>(settings: Settings, action: (api: Api) => Promise<T>): Promise<T> {
  const { createApp } = await import('../create-app.js');
  const app = await createApp({
    ...settings,
    STABLEQUEUE_ROLE: 'api',
    HOST: '127.0.0.1',
    PORT: 0,
    LOG_LEVEL: 'error',
    QUEUE_ON_START: 'last',
  });
  try {
    await app.listen(0, '127.0.0.1');
    const token = app.get(LocalToken, { strict: false }).value;
    return await action(apiAt(await app.getUrl(), token, settings.PUBLIC_URL ?? addressFor(settings)));
  } finally {
    await app.close();
  }
}

function apiAt(url: string, token: string, address: string): Api {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    const answer: unknown = await response.json();
    if (!response.ok)
      throw new Error(isJsonObject(answer) ? String(answer['message']) : `HTTP ${response.status}`);
    return answer as T;
  };
  return Object.assign(call, { address: address.replace(/\/$/, '') });
}
