// The program: settings, the lock on the data folder, the app, and an orderly end.
import { Logger } from '@nestjs/common';
import { createApp } from './create-app.js';
import { BadSettingsError, readSettings, type Settings } from './config/settings.js';
import { DataFolderInUseError, DataLock } from './database/data-lock.js';
import { VERSION } from './version.js';

/** After this a stop is no longer polite: whatever hangs, the next start recovers. */
const STOP_DEADLINE_MS = 28_000;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const lock = DataLock.take(settings.dataDir);
  process.on('exit', () => lock.release());
  const app = await createApp(settings);
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => endWithin(settings.SHUTDOWN_GRACE_MS + STOP_DEADLINE_MS));
  await app.listen(settings.PORT, settings.HOST);
  const url = addressOf(await app.getUrl(), settings);
  lock.announce(url);
  new Logger('StableQueue').log(`StableQueue ${VERSION} answers on ${url}`, {
    dataDir: settings.dataDir,
    imagesDir: settings.imagesDir,
  });
}

function addressOf(url: string, settings: Settings): string {
  const { port } = new URL(url);
  const host = ['0.0.0.0', '::', ''].includes(settings.HOST) ? '127.0.0.1' : settings.HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function endWithin(ms: number): void {
  setTimeout(() => process.exit(1), ms).unref();
  // A second Ctrl-C does not wait.
  process.once('SIGINT', () => process.exit(130));
}

main().catch((error: unknown) => {
  const expected =
    error instanceof BadSettingsError || error instanceof DataFolderInUseError || isAddressInUse(error);
  process.stderr.write(
    `${expected ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`,
  );
  process.exit(1);
});

function isAddressInUse(error: unknown): boolean {
  return (error as { code?: string }).code === 'EADDRINUSE';
}
