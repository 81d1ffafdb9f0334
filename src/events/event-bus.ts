// Tells everyone what happened, after it is on disk. Listeners never write jobs.
// `append` stores an event with the change it tells of; `announce` is for progress, which nobody needs later.
import { Injectable } from '@nestjs/common';
import { Observable, Subject } from 'rxjs';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import type { AppEvent, EventSubject, NewEvent, TransientEventType } from './app-event.js';

@Injectable()
export class EventBus {
  private readonly subject = new Subject<AppEvent>();
  /** Every event in the order of its sequence number, transient ones in between. Hot. */
  readonly events$: Observable<AppEvent> = this.subject.asObservable();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Inside `Database.write`: stored with that unit, told once it is committed, never if it fails. */
  async append(event: NewEvent): Promise<void> {
    await this.database.write(async (manager) => {
      const timestamp = this.clock.iso();
      const [row] = await manager.query<[{ seq: number }]>(
        `INSERT INTO events (type, job_id, bulk_job_id, server_alias, api_key_id, data_json, timestamp)
           VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING seq`,
        [
          event.type,
          event.jobId ?? null,
          event.bulkJobId ?? null,
          event.serverAlias ?? null,
          event.apiKeyId ?? null,
          JSON.stringify(event.data),
          timestamp,
        ],
      );
      this.database.afterCommit(() => this.subject.next({ ...event, seq: row.seq, timestamp }));
    });
  }

  announce(type: TransientEventType, subject: EventSubject, data: Record<string, unknown>): void {
    this.subject.next({ ...subject, seq: null, type, data, timestamp: this.clock.iso() });
  }
}
