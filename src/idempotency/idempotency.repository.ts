// Answers to repeatable requests, kept for a day. A row is made in the transaction that stores the resource, so a
// repeated request finds either both or neither.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';

const KEEP_MS = 24 * 3_600_000;
const PER_BITE = 1_000;

/** Which request: whose, where, and the client's name for it. */
export interface RequestName {
  owner: string;
  route: string;
  key: string;
}

export interface KnownRequest {
  body_sha256: string;
  resource_id: string;
  /** Null when this process ended between storing and answering. */
  response_json: string | null;
}

@Injectable()
export class IdempotencyRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  find(name: RequestName): Promise<KnownRequest | undefined> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<KnownRequest[]>(
        `SELECT body_sha256, resource_id, response_json FROM idempotency_keys
           WHERE owner = ? AND route = ? AND key = ? AND created_timestamp > ?`,
        [name.owner, name.route, name.key, this.expiry()],
      );
      return row;
    });
  }

  /** Joins the caller's write. Takes the place of a row that has expired; false when there is one that has not. */
  add(name: RequestName, bodySha256: string, resourceId: string): Promise<boolean> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `INSERT INTO idempotency_keys (owner, route, key, body_sha256, resource_id, status, created_timestamp)
           VALUES (?, ?, ?, ?, ?, 0, ?)
           ON CONFLICT (owner, route, key) DO UPDATE SET body_sha256 = excluded.body_sha256, resource_id = excluded.resource_id,
             status = 0, response_json = NULL, created_timestamp = excluded.created_timestamp
             WHERE idempotency_keys.created_timestamp <= ?
           RETURNING key`,
        [name.owner, name.route, name.key, bodySha256, resourceId, this.clock.iso(), this.expiry()],
      );
      return rows.length === 1;
    });
  }

  async answered(name: RequestName, response: unknown): Promise<void> {
    await this.database.write((manager) =>
      manager.query(
        `UPDATE idempotency_keys SET status = 1, response_json = ? WHERE owner = ? AND route = ? AND key = ?`,
        [JSON.stringify(response), name.owner, name.route, name.key],
      ),
    );
  }

  async purge(): Promise<void> {
    const before = this.expiry();
    let purged = PER_BITE;
    while (purged === PER_BITE) {
      purged = await this.database.write(async (manager) => {
        const rows = await manager.query<unknown[]>(
          `DELETE FROM idempotency_keys WHERE rowid IN
             (SELECT rowid FROM idempotency_keys WHERE created_timestamp <= ? LIMIT ?) RETURNING key`,
          [before, PER_BITE],
        );
        return rows.length;
      });
    }
  }

  private expiry(): string {
    return this.clock.isoIn(-KEEP_MS);
  }
}
