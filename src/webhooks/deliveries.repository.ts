// The durable queue of deliveries: in, due, out. The log that people read is `delivery-log.repository.ts`.
//
// The first waiting message of a lane has a time (`next_attempt_timestamp`), the later ones have none until it is their
// turn; neither has the first one while its subscription is paused or switched off.
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import type { DeliveryRow, NewDelivery } from './delivery.js';

export interface HostWork {
  host: string;
  due: 0 | 1;
  /** When the next one is due that is not yet. */
  later: string | null;
}

const WAITS = `status = 'pending' AND next_attempt_timestamp IS NOT NULL`;
const NOT_FULL = `coalesce(api_key_id, 0) NOT IN (SELECT value FROM json_each(?))`;
/** The first of its lane, whose turn has not been given yet and may be. */
const FORGOTTEN = `status = 'pending' AND next_attempt_timestamp IS NULL
  AND NOT EXISTS (SELECT 1 FROM webhook_deliveries e WHERE e.lane = webhook_deliveries.lane AND e.status = 'pending'
    AND e.seq < webhook_deliveries.seq)
  AND (subscription_id IS NULL OR subscription_id IN
    (SELECT id FROM webhook_subscriptions WHERE enabled = 1 AND pause_reason IS NULL))`;

@Injectable()
export class DeliveriesRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Those that are not there yet: one event is one message to each endpoint, however often it is planned. */
  add(deliveries: NewDelivery[]): Promise<void> {
    return this.database.write(async (manager) => {
      for (const delivery of deliveries) await insert(manager, delivery, this.clock.iso());
    });
  }

  /**
   * Progress: the newest takes the place of one that has not been sent. Nothing when the job has ended meanwhile: its
   * end may have been told already. `underWay`: being sent now.
   */
  addLatest(delivery: NewDelivery, underWay: number[]): Promise<void> {
    return this.database.write(async (manager) => {
      const [runs] = await manager.query<unknown[]>(
        `SELECT 1 FROM jobs WHERE mobilesd_job_id = ? AND status = 'processing'`,
        [delivery.jobId],
      );
      if (!runs) return;
      const replaced = await manager.query<unknown[]>(
        `UPDATE webhook_deliveries SET payload_json = ?, created_timestamp = ?
           WHERE lane = ? AND event_type = ? AND status = 'pending' AND seq NOT IN (SELECT value FROM json_each(?)) RETURNING seq`,
        [delivery.payloadJson, this.clock.iso(), delivery.lane, delivery.eventType, JSON.stringify(underWay)],
      );
      if (!replaced.length) await insert(manager, delivery, this.clock.iso());
    });
  }

  /**
   * One row for each host that somebody waits for; the index is read in jumps, however many wait. `full`: owners
   * (number of the key, 0 without one) that may have nothing more under way, so that nothing of theirs is due.
   */
  hosts(full: number[] = []): Promise<HostWork[]> {
    const now = this.clock.iso();
    return this.database.read((manager) =>
      manager.query<HostWork[]>(
        `WITH RECURSIVE hosts (host) AS (
           SELECT min(host) FROM webhook_deliveries WHERE ${WAITS}
           UNION ALL
           SELECT (SELECT min(d.host) FROM webhook_deliveries d WHERE ${WAITS} AND d.host > hosts.host)
             FROM hosts WHERE hosts.host IS NOT NULL)
         SELECT host,
           EXISTS (SELECT 1 FROM webhook_deliveries d WHERE ${WAITS} AND d.host = hosts.host
             AND d.next_attempt_timestamp <= ? AND ${NOT_FULL}) AS due,
           (SELECT min(d.next_attempt_timestamp) FROM webhook_deliveries d WHERE ${WAITS} AND d.host = hosts.host
             AND d.next_attempt_timestamp > ?) AS later
         FROM hosts WHERE host IS NOT NULL`,
        [now, JSON.stringify(full), now],
      ),
    );
  }

  /** The one that is due longest, without those under way and those of owners that are `full`. */
  due(host: string, underWay: number[], full: number[] = []): Promise<DeliveryRow | undefined> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<DeliveryRow[]>(
        `SELECT * FROM webhook_deliveries WHERE ${WAITS} AND host = ? AND next_attempt_timestamp <= ?
           AND seq NOT IN (SELECT value FROM json_each(?)) AND ${NOT_FULL} ORDER BY next_attempt_timestamp, seq LIMIT 1`,
        [host, this.clock.iso(), JSON.stringify(underWay), JSON.stringify(full)],
      );
      return row;
    });
  }

  /** Ends one that may not be sent. */
  drop({ seq, lane }: DeliveryRow, reason: string): Promise<void> {
    return this.database.write(async (manager) => {
      const now = this.clock.iso();
      await manager.query(
        `UPDATE webhook_deliveries SET status = 'dropped', finished_timestamp = ?, next_attempt_timestamp = NULL,
           last_error = ? WHERE seq = ? AND status = 'pending'`,
        [now, reason, seq],
      );
      await advanceLane(manager, lane, now);
    });
  }

  /** After a start: old progress is worth nothing, and nobody is left without a turn. */
  mend(): Promise<void> {
    return this.database.write(async (manager) => {
      const now = this.clock.iso();
      await manager.query(
        `UPDATE webhook_deliveries SET status = 'dropped', finished_timestamp = ?, last_error = 'too late'
           WHERE status = 'pending' AND event_type = 'job.progress'`,
        [now],
      );
      await manager.query(`UPDATE webhook_deliveries SET next_attempt_timestamp = ? WHERE ${FORGOTTEN}`, [
        now,
      ]);
    });
  }

  /** Forgets what was delivered before `delivered`, and what otherwise ended before `others` (ISO). */
  prune(delivered: string, others: string, limit: number): Promise<number> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `DELETE FROM webhook_deliveries WHERE seq IN (SELECT seq FROM webhook_deliveries
           WHERE status <> 'pending' AND finished_timestamp < ? AND (status = 'delivered' OR finished_timestamp < ?)
           ORDER BY finished_timestamp LIMIT ?) RETURNING seq`,
        [delivered, others, limit],
      );
      return rows.length;
    });
  }
}

/** The next of a lane has its turn. Inside a write. */
export async function advanceLane(manager: EntityManager, lane: string, now: string): Promise<void> {
  await manager.query(
    `UPDATE webhook_deliveries SET next_attempt_timestamp = ? WHERE lane = ? AND ${FORGOTTEN}`,
    [now, lane],
  );
}

/** All lanes of a subscription that may go on again. Inside a write. */
export async function advanceSubscription(
  manager: EntityManager,
  subscriptionId: string,
  now: string,
): Promise<void> {
  await manager.query(
    `UPDATE webhook_deliveries SET next_attempt_timestamp = ? WHERE subscription_id = ? AND ${FORGOTTEN}`,
    [now, subscriptionId],
  );
}

/** Nothing of a subscription is due any more. Inside a write. */
export async function parkSubscription(manager: EntityManager, subscriptionId: string): Promise<void> {
  await manager.query(
    `UPDATE webhook_deliveries SET next_attempt_timestamp = NULL WHERE subscription_id = ? AND status = 'pending'`,
    [subscriptionId],
  );
}

async function insert(manager: EntityManager, delivery: NewDelivery, now: string): Promise<void> {
  await manager.query(
    `INSERT INTO webhook_deliveries (id, subscription_id, target_json, endpoint, host, api_key_id, event_seq, event_type,
       job_id, bulk_job_id, lane, payload_json, max_attempts, created_timestamp, next_attempt_timestamp)
     SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
       CASE WHEN EXISTS (SELECT 1 FROM webhook_deliveries WHERE lane = ? AND status = 'pending')
         OR EXISTS (SELECT 1 FROM webhook_subscriptions WHERE id = ? AND (enabled = 0 OR pause_reason IS NOT NULL))
         THEN NULL ELSE ? END
     WHERE ? IS NULL OR EXISTS (SELECT 1 FROM webhook_subscriptions WHERE id = ?)
     ON CONFLICT (event_seq, endpoint) DO NOTHING`,
    [
      `msg_${randomBytes(12).toString('hex')}`,
      delivery.subscriptionId,
      delivery.target && JSON.stringify(delivery.target),
      delivery.endpoint,
      delivery.host,
      delivery.apiKeyId,
      delivery.eventSeq,
      delivery.eventType,
      delivery.jobId,
      delivery.bulkJobId,
      delivery.lane,
      delivery.payloadJson,
      delivery.maxAttempts,
      now,
      delivery.lane,
      delivery.subscriptionId,
      now,
      delivery.subscriptionId,
      delivery.subscriptionId,
    ],
  );
}
