// How long models take to load where: measured, kept on disk, weighed by the scheduler.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { LoadTimes } from '../scheduling/load-times.js';

const KEPT = 500;

@Injectable()
export class ModelLoads implements OnModuleInit {
  private readonly times = new LoadTimes();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    const rows = await this.database.read((manager) =>
      manager.query<{ server_id: string; model: string; seconds: number }[]>(
        `SELECT server_id, model, seconds FROM model_loads ORDER BY id`,
      ),
    );
    for (const row of rows) this.times.learn(row.server_id, row.model, row.seconds);
  }

  seconds(serverId: string, model: string): number {
    return this.times.seconds(serverId, model);
  }

  async learn(serverId: string, model: string, seconds: number): Promise<void> {
    this.times.learn(serverId, model, seconds);
    await this.database.write(async (manager) => {
      const [row] = await manager.query<[{ id: number }]>(
        `INSERT INTO model_loads (server_id, model, seconds, timestamp) VALUES (?, ?, ?, ?) RETURNING id`,
        [serverId, model, seconds, this.clock.iso()],
      );
      await manager.query(`DELETE FROM model_loads WHERE id <= ?`, [row.id - KEPT]);
    });
  }
}
