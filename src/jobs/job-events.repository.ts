import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { AppEvent } from '../events/app-event.js';
import { toEvent, type EventRow } from '../events/event-row.js';

const MOST = 1_000;

@Injectable()
export class JobEventsRepository {
  constructor(private readonly database: Database) {}

  /** What is still stored of one job, oldest first. */
  of(jobId: string): Promise<AppEvent[]> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<EventRow[]>(
        `SELECT * FROM events INDEXED BY events_by_job WHERE job_id = ? ORDER BY seq LIMIT ${MOST}`,
        [jobId],
      );
      return rows.map(toEvent);
    });
  }
}
