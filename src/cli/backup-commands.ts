// Backups need no queue: while none runs, the files themselves are worked on, also when the database is damaged.
import { existsSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import type { BackupDto, RestoreMarkDto } from '../backups/backups.dto.js';
import { PinoLogger } from '../common/pino-logger.js';
import type { Settings } from '../config/settings.js';
import { backUp } from '../database/backup-files.js';
import { markRestore, restoreIfMarked } from '../database/restore-point.js';
import { databasePath } from '../database/sqlite-options.js';
import { inFolder } from './running-queue.js';

export function makeBackup(settings: Settings): Promise<string> {
  const path = databasePath(settings);
  return inFolder(settings, {
    running: async (api) => `Made ${(await api<BackupDto>('POST', '/api/v1/system/backups')).name}`,
    alone: async () => {
      if (!existsSync(path)) throw new Error(`there is no database in ${settings.dataDir}`);
      quiet();
      return `Made ${await backUp(path, 'manual')}`;
    },
  });
}

export function restoreBackup(settings: Settings, name: string): Promise<string> {
  const path = databasePath(settings);
  return inFolder(settings, {
    running: async (api) => {
      const route = `/api/v1/system/backups/${encodeURIComponent(name)}/restore`;
      return (await api<RestoreMarkDto>('POST', route)).message;
    },
    alone: async () => {
      quiet();
      await markRestore(path, name);
      const done = await restoreIfMarked(path);
      if (done?.error) throw new Error(done.error);
      const saved = done?.saved ? ` What was there before is ${done.saved}.` : '';
      return `The backup "${name}" is in place.${saved}`;
    },
  });
}

/** Nobody has set a logger up yet. */
function quiet(): void {
  Logger.overrideLogger(new PinoLogger('error', 'text'));
}
