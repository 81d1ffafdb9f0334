// Which servers are in a busy period, kept over restarts: the hook for its end is still to be called.
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Database } from '../../database/database.js';

@Injectable()
export class BusyMarksRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async marked(): Promise<string[]> {
    const rows = await this.database.read((manager) =>
      manager.query<{ id: string }[]>(`SELECT id FROM servers WHERE busy_since IS NOT NULL`),
    );
    return rows.map(({ id }) => id);
  }

  async mark(serverId: string, busy: boolean): Promise<void> {
    const since = busy ? this.clock.iso() : null;
    await this.database.write((manager) =>
      manager.query(`UPDATE servers SET busy_since = ? WHERE id = ?`, [since, serverId]),
    );
  }
}
