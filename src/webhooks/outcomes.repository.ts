// What a try changes: its delivery, the log, the lane behind it, and the health of its subscription; all in one write.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { EventBus } from '../events/event-bus.js';
import { advanceLane, advanceSubscription, parkSubscription } from './deliveries.repository.js';
import type { DeliveryRow, Try, Verdict } from './delivery.js';
import type { SubscriptionRow } from './subscription.js';

/** A bulk makes as many failures in a minute of a receiver's restart, so they count only when it has been away longer. */
const MANY_FAILURES = 50;
const MANY_FAILURES_FOR_MS = 3600_000;
const ANY_FAILURES_FOR_MS = 24 * 3600_000;
/** How often a paused receiver is tried. */
export const PROBE_EVERY_MS = 15 * 60_000;

@Injectable()
export class OutcomesRepository {
  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  record(delivery: DeliveryRow, tried: Try, verdict: Verdict): Promise<void> {
    return this.database.write(async (manager) => {
      const subscription = await subscriptionOf(manager, delivery);
      const row = await this.update(manager, delivery, tried, keepPaused(verdict, delivery, subscription));
      // Its subscription was deleted meanwhile.
      if (!row) return;
      await logTry(manager, row, tried);
      if (verdict.status === 'delivered') await forgetSecret(manager, row);
      if (subscription) await this.recordHealth(manager, subscription, tried, verdict);
      if (row.status !== 'pending') await advanceLane(manager, row.lane, this.clock.iso());
    });
  }

  private async update(
    manager: EntityManager,
    { seq }: DeliveryRow,
    tried: Try,
    verdict: Verdict,
  ): Promise<DeliveryRow | undefined> {
    const finished = verdict.status === 'pending' ? null : this.clock.iso();
    const error = verdict.status === 'delivered' ? null : reasonOf(tried);
    const [row] = await manager.query<DeliveryRow[]>(
      `UPDATE webhook_deliveries SET status = ?, attempts = attempts + 1, next_attempt_timestamp = ?, last_status = ?,
         last_error = ?, finished_timestamp = ? WHERE seq = ? AND status = 'pending' RETURNING *`,
      [verdict.status, verdict.nextAt, tried.status, error, finished, seq],
    );
    return row;
  }

  private async recordHealth(
    manager: EntityManager,
    subscription: SubscriptionRow,
    tried: Try,
    verdict: Verdict,
  ): Promise<void> {
    const now = this.clock.iso();
    if (verdict.gone) return switchOff(manager, subscription.id, now);
    if (verdict.status === 'delivered') {
      if (!subscription.failures && subscription.pause_reason === null) return;
      await manager.query(
        `UPDATE webhook_subscriptions SET failures = 0, failing_since = NULL, pause_reason = NULL, paused_until = NULL WHERE id = ?`,
        [subscription.id],
      );
      return advanceSubscription(manager, subscription.id, now);
    }
    const [row] = await manager.query<SubscriptionRow[]>(
      `UPDATE webhook_subscriptions SET failures = failures + 1, failing_since = coalesce(failing_since, ?) WHERE id = ? RETURNING *`,
      [now, subscription.id],
    );
    if (row && row.pause_reason === null && this.hasFailedLong(row)) await this.pause(manager, row, tried);
  }

  private hasFailedLong(row: SubscriptionRow): boolean {
    const forMs = this.clock.now() - Date.parse(row.failing_since ?? this.clock.iso());
    return forMs > ANY_FAILURES_FOR_MS || (row.failures >= MANY_FAILURES && forMs > MANY_FAILURES_FOR_MS);
  }

  private async pause(manager: EntityManager, row: SubscriptionRow, tried: Try): Promise<void> {
    const reason = `${row.failures} failures in a row since ${row.failing_since}, the last one: ${reasonOf(tried)}`;
    await manager.query(`UPDATE webhook_subscriptions SET pause_reason = ?, paused_until = ? WHERE id = ?`, [
      reason,
      this.clock.isoIn(PROBE_EVERY_MS),
      row.id,
    ]);
    await parkSubscription(manager, row.id);
    await this.events.append({
      type: 'webhook.paused',
      apiKeyId: row.api_key_id,
      data: { subscription_id: row.id, name: row.name, url: row.url, reason },
    });
  }
}

/** What a paused subscription has waits until it is over, however often it was tried. */
function keepPaused(
  verdict: Verdict,
  delivery: DeliveryRow,
  subscription: SubscriptionRow | undefined,
): Verdict {
  const holds = subscription && (subscription.pause_reason !== null || !subscription.enabled);
  const isFinal = verdict.status === 'delivered' || verdict.gone || delivery.event_type === 'job.progress';
  return holds && !isFinal ? { status: 'pending', nextAt: null, gone: false } : verdict;
}

function reasonOf(tried: Try): string {
  return tried.error ? `${tried.error.code}: ${tried.error.message}` : `answered ${tried.status}`;
}

async function subscriptionOf(
  manager: EntityManager,
  delivery: DeliveryRow,
): Promise<SubscriptionRow | undefined> {
  if (delivery.subscription_id === null) return undefined;
  const [row] = await manager.query<SubscriptionRow[]>(`SELECT * FROM webhook_subscriptions WHERE id = ?`, [
    delivery.subscription_id,
  ]);
  return row;
}

async function logTry(manager: EntityManager, row: DeliveryRow, tried: Try): Promise<void> {
  await manager.query(
    `INSERT INTO webhook_attempts (delivery_id, attempt, started_timestamp, duration_ms, request_json, status, response_text, error)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      row.id,
      row.attempts,
      tried.startedAt,
      tried.durationMs,
      JSON.stringify(tried.request ?? {}),
      tried.status,
      tried.responseText,
      tried.error && `${tried.error.code}: ${tried.error.message}`,
    ],
  );
}

/** 410: the receiver wants nothing more. */
async function switchOff(manager: EntityManager, id: string, now: string): Promise<void> {
  await manager.query(
    `UPDATE webhook_subscriptions SET enabled = 0, pause_reason = NULL, paused_until = NULL, updated_timestamp = ? WHERE id = ?`,
    [now, id],
  );
  await manager.query(
    `UPDATE webhook_deliveries SET status = 'dropped', next_attempt_timestamp = NULL, finished_timestamp = ?,
       last_error = 'the receiver answered 410 to another message' WHERE subscription_id = ? AND status = 'pending'`,
    [now, id],
  );
}

/** A completed job tells nothing more: the secret of its webhook is forgotten with the message that told so. */
async function forgetSecret(manager: EntityManager, row: DeliveryRow): Promise<void> {
  if (row.endpoint !== `job:${row.job_id}` || row.event_type !== 'job.completed') return;
  const forget = (column: string) =>
    `${column} = json_set(${column}, '$.secretSealed', NULL, '$.secretDropped', json('true'))`;
  const has = (column: string) => `json_extract(${column}, '$.secretSealed') IS NOT NULL`;
  await manager.query(
    `UPDATE webhook_deliveries SET ${forget('target_json')} WHERE job_id = ? AND endpoint = ? AND status <> 'pending'
       AND ${has('target_json')}`,
    [row.job_id, row.endpoint],
  );
  await manager.query(
    `UPDATE jobs SET ${forget('webhook_json')} WHERE mobilesd_job_id = ? AND ${has('webhook_json')}`,
    [row.job_id],
  );
}
