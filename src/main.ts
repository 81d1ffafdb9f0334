// The program: settings, the lock on the data folder, the app, and an orderly end.
import { Logger } from '@nestjs/common';
import { createApp } from './create-app.js';
import { Invitation } from './access/console/invitation.js';
import { LocalToken } from './access/identity/local-token.js';
import { addressFor } from './config/address-for.js';
import { DomainError } from './common/errors.js';
import { BadSettingsError, readSettings } from './config/settings.js';
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
  const url = addressFor(settings, Number(new URL(await app.getUrl()).port));
  lock.announce(url, app.get(LocalToken, { strict: false }).value);
  new Logger('StableQueue').log(`StableQueue ${VERSION} answers on ${url}`, {
    dataDir: settings.dataDir,
    imagesDir: settings.imagesDir,
  });
  const invitation = await app.get(Invitation, { strict: false }).atStart(settings.PUBLIC_URL ?? url);
  // Not through the log, which is kept and sent to places.
  if (invitation) process.stdout.write(invitation);
}

function endWithin(ms: number): void {
  setTimeout(() => process.exit(1), ms).unref();
  // A second Ctrl-C does not wait.
  process.once('SIGINT', () => process.exit(130));
}

main().catch((error: unknown) => {
  const expected =
    [BadSettingsError, DataFolderInUseError, DomainError].some((kind) => error instanceof kind) ||
    isAddressInUse(error);
  process.stderr.write(
    `${expected ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`,
  );
  process.exit(1);
});

function isAddressInUse(error: unknown): boolean {
  return (error as { code?: string }).code === 'EADDRINUSE';
}
