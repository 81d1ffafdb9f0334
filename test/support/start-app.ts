// The whole server inside the test's own process, on a free port and in a folder of its own. It takes no lock on that
// folder, so that a test can open it twice.
import type { NestExpressApplication } from '@nestjs/platform-express';
import { readSettings, type Settings } from '../../src/config/settings.js';
import { createApp } from '../../src/create-app.js';
import { ApiClient } from './api-client.js';
import { makeTempFolder, removeFolder } from './temp-folder.js';

/** Environment variables; what is absent is taken from `QUICK_SETTINGS`. */
export type SettingsOverrides = Readonly<Record<string, string | undefined>>;

/** Everything that waits waits shortly. */
export const QUICK_SETTINGS: SettingsOverrides = {
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'silent',
  SQLITE_SYNCHRONOUS: 'normal',
  PROBE_INTERVAL_MS: '300',
  PROGRESS_POLL_MS: '50',
  RETRY_BASE_MS: '50',
  RETRY_CAP_MS: '500',
  SHUTDOWN_GRACE_MS: '0',
};

const IDLE_MS = 120_000;

export interface RunningApp {
  url: string;
  api: ApiClient;
  app: NestExpressApplication;
  settings: Settings;
  /** Ends it, once however often it is called; its folder is removed unless it was given. */
  stop(): Promise<void>;
}

export async function startApp(
  overrides: SettingsOverrides = {},
  givenDataDir?: string,
): Promise<RunningApp> {
  const dataDir = givenDataDir ?? makeTempFolder('app');
  const settings = readSettings({ ...QUICK_SETTINGS, CONFIG_DATA_PATH: dataDir, ...overrides });
  const app = await createApp(settings);
  await app.listen(settings.PORT, settings.HOST);
  // Clients live in this process: kept busy for seconds, they would send on a connection that is just being closed.
  app.getHttpServer().keepAliveTimeout = IDLE_MS;
  const url = await app.getUrl();
  const api = new ApiClient(url);
  const end = async (): Promise<void> => {
    await api.close();
    await app.close();
    if (!givenDataDir) await removeFolder(dataDir);
  };
  let ending: Promise<void> | undefined;
  return { url, api, app, settings, stop: () => (ending ??= end()) };
}
