// The program: settings and the lock on the data folder, and then everything else. Whoever is refused need not wait until
// all of that is loaded.
import { DomainError } from './common/errors.js';
import { BadSettingsError, readSettings } from './config/settings.js';
import { DataFolderInUseError, DataLock } from './database/data-lock.js';

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const lock = DataLock.take(settings.dataDir);
  process.on('exit', () => lock.release());
  const { serve } = await import('./serve.js');
  await serve(settings, lock);
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
