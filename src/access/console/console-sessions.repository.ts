import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { ConsoleSessionEntity } from '../console-session.entity.js';

@Injectable()
export class ConsoleSessionsRepository {
  constructor(private readonly database: Database) {}

  /** Oldest first. */
  all(): Promise<ConsoleSessionEntity[]> {
    return this.database.read((manager) =>
      manager.find(ConsoleSessionEntity, { order: { createdAt: 'ASC' } }),
    );
  }

  add(session: ConsoleSessionEntity): Promise<void> {
    return this.database.write(async (manager) => void (await manager.insert(ConsoleSessionEntity, session)));
  }

  touch({ idHash, lastSeenAt, expiresAt }: ConsoleSessionEntity): Promise<void> {
    return this.database.write(async (manager) => {
      await manager.update(ConsoleSessionEntity, { idHash }, { lastSeenAt, expiresAt });
    });
  }

  remove(idHashes: string[]): Promise<void> {
    if (!idHashes.length) return Promise.resolve();
    return this.database.write(
      async (manager) => void (await manager.delete(ConsoleSessionEntity, idHashes)),
    );
  }
}
