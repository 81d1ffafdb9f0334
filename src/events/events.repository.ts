import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { AppEvent } from './app-event.js';
import { toEvent, type EventRow } from './event-row.js';

@Injectable()
export class EventsRepository {
  constructor(private readonly database: Database) {}

  /** Stored events after `seq`, oldest first. */
  after(seq: number, limit: number): Promise<AppEvent[]> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<EventRow[]>(
        `SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?`,
        [seq, limit],
      );
      return rows.map(toEvent);
    });
  }

  /** The numbers that the stream can still replay from; `last` is 0 before the first event ever. */
  range(): Promise<{ first: number; last: number }> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<[{ first: number | null; last: number | null }]>(
        `SELECT (SELECT min(seq) FROM events) AS first, (SELECT seq FROM main.sqlite_sequence WHERE name = 'events') AS last`,
      );
      const last = row.last ?? 0;
      return { first: row.first ?? last + 1, last };
    });
  }

  /**
   * Forgets events older than `before` (ISO time), in bites so that nobody waits long, and none that webhooks have still
   * to be told of. Returns how many.
   */
  prune(before: string, limit: number): Promise<number> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE timestamp < ? AND seq <= coalesce(
             (SELECT CAST(value_json AS integer) FROM app_settings WHERE name = 'webhooks.cursor'), 9e15)
           ORDER BY seq LIMIT ?) RETURNING seq`,
        [before, limit],
      );
      return rows.length;
    });
  }
}
