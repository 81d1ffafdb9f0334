import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { advanceSubscription, parkSubscription } from './deliveries.repository.js';
import type { Listener, SubscriptionRow } from './subscription.js';

/** What may be changed; what is not named stays. */
export type SubscriptionColumns = Partial<
  Omit<SubscriptionRow, 'id' | 'api_key_id' | 'hears_all' | 'created_timestamp' | 'updated_timestamp'>
>;

export type NewSubscription = Pick<
  SubscriptionRow,
  | 'id'
  | 'name'
  | 'api_key_id'
  | 'hears_all'
  | 'url'
  | 'secret_sealed'
  | 'events_json'
  | 'template'
  | 'options_sealed'
  | 'filter_json'
  | 'enabled'
>;

/** The value is the time. A subscription never outlives the rights of its key. */
const LISTENERS = `SELECT s.*, s.api_key_id IS NULL OR k.id IS NOT NULL AS key_exists,
    s.api_key_id IS NULL OR coalesce(k.is_active = 1 AND
      (k.expires_timestamp IS NULL OR julianday(k.expires_timestamp) > julianday(?)), 0) AS key_holds,
    s.api_key_id IS NULL OR (s.hears_all = 1 AND
      EXISTS (SELECT 1 FROM json_each(k.scopes_json) WHERE value = 'admin')) AS hears_everything
  FROM webhook_subscriptions s LEFT JOIN api_keys k ON k.id = s.api_key_id`;

@Injectable()
export class SubscriptionsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  find(id: string): Promise<SubscriptionRow | undefined> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<SubscriptionRow[]>(
        `SELECT * FROM webhook_subscriptions WHERE id = ?`,
        [id],
      );
      return row;
    });
  }

  /** All that are switched on. */
  listeners(): Promise<Listener[]> {
    return this.database.read((manager) =>
      manager.query<Listener[]>(`${LISTENERS} WHERE s.enabled = 1`, [this.clock.iso()]),
    );
  }

  listener(id: string): Promise<Listener | undefined> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<Listener[]>(`${LISTENERS} WHERE s.id = ?`, [this.clock.iso(), id]);
      return row;
    });
  }

  /** `keyId`: only those of this key; undefined: all. By name. */
  list(keyId: number | undefined): Promise<SubscriptionRow[]> {
    return this.database.read((manager) =>
      manager.query<SubscriptionRow[]>(
        `SELECT * FROM webhook_subscriptions WHERE ? IS NULL OR api_key_id = ? ORDER BY name, created_timestamp`,
        [keyId ?? null, keyId ?? null],
      ),
    );
  }

  /** Undefined: its owner (`api_key_id`) has `most` already. */
  insert(row: NewSubscription, most: number): Promise<SubscriptionRow | undefined> {
    const now = this.clock.iso();
    const columns = { ...row, created_timestamp: now, updated_timestamp: now };
    const names = Object.keys(columns);
    return this.database.write(async (manager) => {
      const [stored] = await manager.query<SubscriptionRow[]>(
        `INSERT INTO webhook_subscriptions (${names.join(', ')}) SELECT ${names.map(() => '?').join(', ')}
           WHERE (SELECT count(*) FROM webhook_subscriptions WHERE api_key_id IS ?) < ? RETURNING *`,
        [...Object.values(columns), row.api_key_id, most],
      );
      return stored;
    });
  }

  /** `host`: where waiting messages go from now on. */
  update(id: string, columns: SubscriptionColumns, host?: string): Promise<SubscriptionRow | undefined> {
    const names = Object.keys(columns);
    return this.database.write(async (manager) => {
      const [row] = await manager.query<SubscriptionRow[]>(
        `UPDATE webhook_subscriptions SET ${names.map((name) => `${name} = ?, `).join('')} updated_timestamp = ? WHERE id = ? RETURNING *`,
        [...Object.values(columns), this.clock.iso(), id],
      );
      if (!row) return undefined;
      if (host !== undefined)
        await manager.query(
          `UPDATE webhook_deliveries SET host = ? WHERE subscription_id = ? AND status = 'pending'`,
          [host, id],
        );
      if (!row.enabled || row.pause_reason !== null) await parkSubscription(manager, id);
      else await advanceSubscription(manager, id, this.clock.iso());
      return row;
    });
  }

  /** With everything that was to be sent to it, and the log. False: there is none such. */
  delete(id: string): Promise<boolean> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `DELETE FROM webhook_subscriptions WHERE id = ? RETURNING id`,
        [id],
      );
      return rows.length === 1;
    });
  }

  /** Those of keys that are deleted. */
  async deleteOrphans(): Promise<void> {
    await this.database.write((manager) =>
      manager.query(
        `DELETE FROM webhook_subscriptions WHERE api_key_id IS NOT NULL AND api_key_id NOT IN (SELECT id FROM api_keys)`,
      ),
    );
  }

  /** Gives the oldest message of each paused subscription whose day is over another try; the next one is tomorrow. */
  probePaused(nextMs: number): Promise<number> {
    return this.database.write(async (manager) => {
      const now = this.clock.iso();
      const rows = await manager.query<{ id: string }[]>(
        `UPDATE webhook_subscriptions SET paused_until = ? WHERE enabled = 1 AND pause_reason IS NOT NULL AND paused_until <= ?
           RETURNING id`,
        [this.clock.isoIn(nextMs), now],
      );
      for (const { id } of rows)
        await manager.query(
          `UPDATE webhook_deliveries SET next_attempt_timestamp = ?
             WHERE seq = (SELECT min(seq) FROM webhook_deliveries WHERE subscription_id = ? AND status = 'pending')`,
          [now, id],
        );
      return rows.length;
    });
  }
}
