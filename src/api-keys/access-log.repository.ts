// Rows of `access_log`, and what they add to `api_key_usage` and to the keys' last use.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../database/database.js';

/** One request: who, what, how it ended. */
export interface AccessEntry {
  /** ISO-8601. */
  timestamp: string;
  who: 'key' | 'console' | 'nobody';
  /** Of whoever it was; with `nobody`, the key that was named but not proven. */
  keyId: number | null;
  via: string | null;
  method: string;
  /** The pattern, never the path: paths may hold tokens. */
  route: string;
  status: number;
  /** Code of the error that it was answered with. */
  code: string | null;
  address: string;
  requestId: string;
}

export interface StoredAccess extends AccessEntry {
  id: number;
}

/** Of a request that was let in and has not been answered yet; one more entry tells its end. */
export const STILL_OPEN = 102;

/** Turned away: not known, not allowed, not under this name, too often. The same words as in `access_log_refused`. */
const REFUSED = `"status" IN (401, 403, 421, 429)`;
const REFUSAL_STATUSES: readonly number[] = [401, 403, 421, 429];

const COLUMNS = 'timestamp, who, key_id, via, method, route, status, code, address, request_id';

export interface AccessFilter {
  keyId?: number;
  refused: boolean;
  /** Older than this entry. */
  beforeId?: number;
}

@Injectable()
export class AccessLogRepository {
  constructor(private readonly database: Database) {}

  /** All or none. */
  async insert(entries: AccessEntry[]): Promise<void> {
    await this.database.write(async (manager) => {
      const places = entries.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ');
      await manager.query(
        `INSERT INTO access_log (${COLUMNS}) VALUES ${places}`,
        entries.flatMap((one) => [
          ...[one.timestamp, one.who, one.keyId, one.via, one.method, one.route],
          ...[one.status, one.code, one.address, one.requestId],
        ]),
      );
      for (const use of usesOf(entries)) await addUse(manager, use);
    });
  }

  /** The newest first. */
  page(filter: AccessFilter, limit: number): Promise<StoredAccess[]> {
    const { keyId, refused, beforeId } = filter;
    const terms = [
      ...(keyId === undefined ? [] : [`key_id = ?`]),
      ...(beforeId === undefined ? [] : [`id < ?`]),
      ...(refused ? [REFUSED] : []),
    ];
    const values = [keyId, beforeId].filter((value) => value !== undefined);
    // Refusals are few; by its key alone, a page of them would be looked for among all that the key ever asked.
    const index = refused ? 'INDEXED BY access_log_refused' : '';
    const where = terms.length ? `WHERE ${terms.join(' AND ')}` : '';
    return this.database.read(async (manager) => {
      const rows = await manager.query<AccessRow[]>(
        `SELECT * FROM access_log ${index} ${where} ORDER BY id DESC LIMIT ?`,
        [...values, limit],
      );
      return rows.map(({ key_id, request_id, ...row }) => ({ ...row, keyId: key_id, requestId: request_id }));
    });
  }

  /** Forgets entries older than `before` (ISO time), in bites so that nobody waits long. Returns how many. */
  prune(before: string, limit: number): Promise<number> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `DELETE FROM access_log WHERE id IN (SELECT id FROM access_log WHERE timestamp < ? ORDER BY timestamp LIMIT ?)
         RETURNING id`,
        [before, limit],
      );
      return rows.length;
    });
  }
}

type AccessRow = Omit<StoredAccess, 'keyId' | 'requestId'> & { key_id: number | null; request_id: string };

/** What one key did on one day. */
interface Use {
  keyId: number;
  day: string;
  requests: number;
  refusals: number;
  /** Null when its name was only used by somebody who could not prove it. */
  lastUsed: string | null;
}

export function isRefusal(status: number): boolean {
  return REFUSAL_STATUSES.includes(status);
}

/** Sums by key and day. Exported for its spec. */
export function usesOf(entries: readonly AccessEntry[]): Use[] {
  const uses = new Map<string, Use>();
  for (const { keyId, who, status, timestamp } of entries) {
    if (keyId === null) continue;
    const day = timestamp.slice(0, 10);
    const name = `${keyId} ${day}`;
    const use = uses.get(name) ?? { keyId, day, requests: 0, refusals: 0, lastUsed: null };
    uses.set(name, use);
    if (isRefusal(status)) use.refusals += 1;
    if (who !== 'key') continue;
    if (status !== STILL_OPEN) use.requests += 1;
    use.lastUsed = timestamp;
  }
  return [...uses.values()];
}

async function addUse(manager: EntityManager, use: Use): Promise<void> {
  await manager.query(
    `INSERT INTO api_key_usage (key_id, day, requests, refusals) VALUES (?, ?, ?, ?)
     ON CONFLICT (key_id, day) DO UPDATE SET requests = requests + excluded.requests, refusals = refusals + excluded.refusals`,
    [use.keyId, use.day, use.requests, use.refusals],
  );
  if (use.lastUsed === null) return;
  await manager.query(
    `UPDATE api_keys SET last_used_timestamp = ? WHERE id = ? AND (last_used_timestamp IS NULL OR last_used_timestamp < ?)`,
    [use.lastUsed, use.keyId, use.lastUsed],
  );
}
