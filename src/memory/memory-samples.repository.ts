// What was seen of the memory that jobs need: one row each, the last 2,000.
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { MemorySample } from './memory-sample.js';

export const KEPT_SAMPLES = 2_000;

interface SampleRow {
  server_id: string;
  gpu_bytes: number | null;
  app_type: string;
  model: string;
  size: number;
  fitted: 0 | 1;
  peak_bytes: number | null;
  timestamp: string;
}

@Injectable()
export class MemorySamplesRepository {
  constructor(private readonly database: Database) {}

  /** Oldest first. */
  all(): Promise<MemorySample[]> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<SampleRow[]>(`SELECT * FROM memory_samples ORDER BY id`);
      return rows.map(toSample);
    });
  }

  async add(sample: MemorySample): Promise<void> {
    const { serverId, gpuBytes, appType, model, size, fitted, peakBytes, atMs } = sample;
    await this.database.write(async (manager) => {
      const [row] = await manager.query<[{ id: number }]>(
        `INSERT INTO memory_samples (server_id, gpu_bytes, app_type, model, size, fitted, peak_bytes, timestamp)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
        [serverId, gpuBytes, appType, model, size, fitted ? 1 : 0, peakBytes, new Date(atMs).toISOString()],
      );
      await manager.query(`DELETE FROM memory_samples WHERE id <= ?`, [row.id - KEPT_SAMPLES]);
    });
  }
}

function toSample(row: SampleRow): MemorySample {
  return {
    serverId: row.server_id,
    gpuBytes: row.gpu_bytes,
    appType: row.app_type,
    model: row.model,
    size: row.size,
    fitted: row.fitted === 1,
    peakBytes: row.peak_bytes,
    atMs: Date.parse(row.timestamp),
  };
}
