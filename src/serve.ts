// The app, from its start to an orderly end.
import { Logger } from '@nestjs/common';
import { Invitation } from './access/console/invitation.js';
import { LocalToken } from './access/identity/local-token.js';
import { addressFor } from './config/address-for.js';
import type { Settings } from './config/settings.js';
import { createApp } from './create-app.js';
import type { DataLock } from './database/data-lock.js';
import { VERSION } from './version.js';

/** After this a stop is no longer polite: whatever hangs, the next start recovers. */
const STOP_DEADLINE_MS = 28_000;

/** Resolves once it answers. */
export async function serve(settings: Settings, lock: DataLock): Promise<void> {
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
