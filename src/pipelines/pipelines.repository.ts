// Rows of `pipelines`: what a bulk has more when it is one. Its jobs, progress and end are those of its bulk.
import { Injectable } from '@nestjs/common';
import type { BulkRow } from '../bulks/bulk-row.js';
import { parseJson } from '../common/json.js';
import { Database } from '../database/database.js';
import type { Pipeline, StoredStep } from './pipeline.js';

type PipelineRow = BulkRow & { steps_json: string };

@Injectable()
export class PipelinesRepository {
  constructor(private readonly database: Database) {}

  /** Inside the write that stores its bulk. */
  insert(id: string, steps: readonly StoredStep[]): Promise<unknown> {
    return this.database.write((manager) =>
      manager.query(`INSERT INTO pipelines (id, steps_json) VALUES (?, ?)`, [id, JSON.stringify(steps)]),
    );
  }

  find(id: string): Promise<Pipeline | undefined> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<PipelineRow[]>(
        `SELECT b.*, p.steps_json FROM pipelines p JOIN bulks b ON b.id = p.id WHERE p.id = ?`,
        [id],
      );
      return row && toPipeline(row);
    });
  }

  /** Newest first; `before` is the last `seq` of the page before. */
  page(apiKeyId: number | undefined, limit: number, before: number): Promise<Pipeline[]> {
    const own = apiKeyId === undefined ? '' : 'b.api_key_id = ? AND';
    return this.database.read(async (manager) => {
      const rows = await manager.query<PipelineRow[]>(
        `SELECT b.*, p.steps_json FROM pipelines p JOIN bulks b ON b.id = p.id
           WHERE ${own} b.seq < ? ORDER BY b.seq DESC LIMIT ?`,
        [...(apiKeyId === undefined ? [] : [apiKeyId]), before, limit],
      );
      return rows.map(toPipeline);
    });
  }
}

function toPipeline({ steps_json, ...bulk }: PipelineRow): Pipeline {
  return { bulk, steps: (parseJson(steps_json) ?? []) as StoredStep[] };
}
