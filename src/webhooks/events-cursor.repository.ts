// How far the stored events have been turned into messages. Kept in the settings, so that nothing is told twice or never
// after a crash; `events.repository.ts` prunes nothing beyond it.
import { Injectable } from '@nestjs/common';
import type { AppEvent } from '../events/app-event.js';
import { toEvent, type EventRow } from '../events/event-row.js';
import { Database } from '../database/database.js';
import { SettingsStore } from '../database/settings-store.js';
import { PLANNED_EVENTS } from './webhook-events.js';

const NAME = 'webhooks.cursor';

export interface EventPage {
  events: AppEvent[];
  /** Everything up to here has been looked at once these are planned. */
  end: number;
  /** There are more. */
  more: boolean;
}

@Injectable()
export class EventsCursorRepository {
  constructor(
    private readonly database: Database,
    private readonly settings: SettingsStore,
  ) {}

  /** Where the last run left off; an installation without one begins with what happens from now on. */
  async load(): Promise<number> {
    const stored = await this.settings.get<number>(NAME);
    if (stored !== undefined) return stored;
    const last = await this.database.read(lastSeq);
    await this.store(last);
    return last;
  }

  /** Joins a surrounding write. */
  async store(seq: number): Promise<void> {
    await this.database.write(async (manager) => {
      await this.settings.set(NAME, seq);
      await manager.query(`DELETE FROM webhook_leftovers WHERE last_event_seq <= ?`, [seq]);
    });
  }

  /** The next events that somebody may want to hear of. */
  page(after: number, limit: number): Promise<EventPage> {
    return this.database.read(async (manager) => {
      const last = await lastSeq(manager);
      const rows = await manager.query<EventRow[]>(
        `SELECT * FROM events WHERE seq > ? AND type IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT ?`,
        [after, JSON.stringify(PLANNED_EVENTS), limit],
      );
      const more = rows.length === limit;
      return { events: rows.map(toEvent), end: more ? rows.at(-1)!.seq : Math.max(last, after), more };
    });
  }
}

async function lastSeq(manager: { query<T>(sql: string, values?: unknown[]): Promise<T> }): Promise<number> {
  const [row] = await manager.query<{ last: number | null }[]>(
    `SELECT (SELECT seq FROM main.sqlite_sequence WHERE name = 'events') AS last`,
  );
  return row?.last ?? 0;
}
