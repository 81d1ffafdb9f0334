// Deliveries as people look at them: lists, details, replays. The queue itself is `deliveries.repository.ts`.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { advanceLane } from './deliveries.repository.js';
import type { AttemptRow, DeliveryRow, DeliveryStatus } from './delivery.js';

export interface DeliveryFilter {
  /** Only messages to the webhooks of this key; undefined: all. */
  apiKeyId?: number;
  subscriptionId?: string;
  status?: DeliveryStatus;
  jobId?: string;
  bulkJobId?: string;
  /** ISO. */
  since?: string;
  ids?: string[];
}

@Injectable()
export class DeliveryLogRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Newest first, before `beforeSeq`. */
  list(filter: DeliveryFilter, limit: number, beforeSeq?: number): Promise<DeliveryRow[]> {
    const { where, values } = conditionsOf(filter);
    return this.database.read((manager) =>
      manager.query<DeliveryRow[]>(
        `SELECT * FROM webhook_deliveries WHERE ${where} AND seq < ? ORDER BY seq DESC LIMIT ?`,
        [...values, beforeSeq ?? Number.MAX_SAFE_INTEGER, limit],
      ),
    );
  }

  find(id: string): Promise<DeliveryRow | undefined> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<DeliveryRow[]>(`SELECT * FROM webhook_deliveries WHERE id = ?`, [id]);
      return row;
    });
  }

  attempts(id: string): Promise<AttemptRow[]> {
    return this.database.read((manager) =>
      manager.query<AttemptRow[]>(`SELECT * FROM webhook_attempts WHERE delivery_id = ? ORDER BY id`, [id]),
    );
  }

  /**
   * Sends ended deliveries again, oldest first, each with `tries` more tries; those whose secret is forgotten are left
   * out. Returns how many.
   */
  replay(filter: DeliveryFilter, tries: number, limit: number): Promise<number> {
    const { where, values } = conditionsOf(filter);
    return this.database.write(async (manager) => {
      const rows = await manager.query<{ lane: string }[]>(
        `UPDATE webhook_deliveries SET status = 'pending', max_attempts = attempts + ?, next_attempt_timestamp = NULL,
           finished_timestamp = NULL WHERE seq IN (SELECT seq FROM webhook_deliveries WHERE ${where} AND status <> 'pending'
             AND coalesce(json_extract(target_json, '$.secretDropped'), 0) = 0 ORDER BY seq LIMIT ?) RETURNING lane`,
        [tries, ...values, limit],
      );
      const now = this.clock.iso();
      for (const lane of new Set(rows.map((row) => row.lane))) await advanceLane(manager, lane, now);
      return rows.length;
    });
  }
}

function conditionsOf(filter: DeliveryFilter): { where: string; values: unknown[] } {
  const conditions: [string, unknown][] = [
    ['api_key_id = ?', filter.apiKeyId],
    ['subscription_id = ?', filter.subscriptionId],
    ['status = ?', filter.status],
    ['job_id = ?', filter.jobId],
    ['bulk_job_id = ?', filter.bulkJobId],
    ['created_timestamp >= ?', filter.since],
    ['id IN (SELECT value FROM json_each(?))', filter.ids && JSON.stringify(filter.ids)],
  ];
  const given = conditions.filter(([, value]) => value !== undefined);
  return {
    where: ['1', ...given.map(([condition]) => condition)].join(' AND '),
    values: given.map(([, value]) => value),
  };
}
