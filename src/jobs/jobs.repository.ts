// Rows of `jobs` as people change them: submit, edit, move, cancel, retry, delete. Every change is one guarded
// statement or one short write unit; the rules of `job-states.ts` stand in its WHERE clauses.
// Many at once are in `queue.repository.ts`, what the runner does in `job-claims.repository.ts`, lists in
// `job-list.repository.ts`.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { EventBus } from '../events/event-bus.js';
import { jobEvent } from './job-event.js';
import type { JobRow } from './job.js';
import {
  cancelHopeless,
  followDeletions,
  followEnds,
  storeDependencies,
} from './job-dependencies.repository.js';
import { dropUnusedBlobs, readBlobs, storeBlobs } from './job-blobs.repository.js';
import { INSERT_JOB, placeRow, rotateOwn, type Place } from './job-order.repository.js';
import { columnsOf, valuesOf, type JobEdit, type NewJob } from './job-columns.js';
import { TRIED_ANYWAY } from './memory-stage.js';
import { rememberPrompts } from './prompt-history.repository.js';
import { statesAllowing, type JobAction } from './job-states.js';

export type { JobEdit, NewJob } from './job-columns.js';

@Injectable()
export class JobsRepository {
  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  async insert(job: NewJob): Promise<JobRow> {
    const [row] = await this.insertAll([job]);
    return row!;
  }

  /**
   * Stores jobs in one transaction, each at the end of its lane's turn; `alongside` is part of it. Resolves once all is
   * on disk.
   */
  insertAll(jobs: NewJob[], alongside?: (rows: JobRow[]) => Promise<unknown>): Promise<JobRow[]> {
    return this.database.write(async (manager) => {
      const now = this.clock.iso();
      const rows: JobRow[] = [];
      // Jobs of a bulk share their images, each of which may have megabytes.
      const stored = new Set<string>();
      for (const job of jobs) {
        const [row] = await manager.query<[JobRow]>(INSERT_JOB, valuesOf(job, now));
        await storeBlobs(manager, job.id, job.blobs, stored);
        rows.push(await storeDependencies(manager, job, row));
      }
      await rememberPrompts(
        manager,
        jobs[0]?.apiKeyId ?? null,
        jobs.flatMap(({ written }) => written ?? []),
        now,
      );
      await alongside?.(rows);
      for (const row of rows) await this.events.append(jobEvent('job.created', row));
      await cancelHopeless(manager, this.events, jobs, now);
      return rows;
    });
  }

  find(id: string): Promise<JobRow | undefined> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<JobRow[]>(`SELECT * FROM jobs WHERE mobilesd_job_id = ?`, [id]);
      return rows[0];
    });
  }

  /** How many jobs wait. */
  waiting(): Promise<number> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<[{ jobs: number }]>(
        `SELECT coalesce(sum(jobs), 0) AS jobs FROM job_buckets WHERE status = 'pending'`,
      );
      return row.jobs;
    });
  }

  /** Texts of the given blobs. */
  blobTexts(hashes: Iterable<string>): Promise<Map<string, string>> {
    return this.database.read((manager) => readBlobs(manager, hashes));
  }

  /** Changes a pending job. Undefined: it is not pending (any more). */
  edit(id: string, edit: JobEdit): Promise<JobRow | undefined> {
    return this.database.write(async (manager) => {
      const row = await this.applyEdit(manager, id, edit);
      if (row && edit.priority !== undefined) return this.place(manager, row, 'bottom');
      if (row) await this.events.append(jobEvent('job.updated', row));
      return row;
    });
  }

  setHeld(id: string, held: boolean): Promise<JobRow | undefined> {
    return this.database.write(async (manager) => {
      const row = await this.guarded(manager, id, 'hold', { held: held ? 1 : 0, waiting_reason_json: null });
      if (row) await this.events.append(jobEvent('job.updated', row));
      return row;
    });
  }

  /** Puts a pending job first or last of its priority, or right before another pending one (whose priority it takes). */
  move(id: string, to: Place): Promise<JobRow | undefined> {
    return this.database.write(async (manager) => {
      const [row] = await manager.query<JobRow[]>(
        `SELECT * FROM jobs WHERE mobilesd_job_id = ? AND status = 'pending'`,
        [id],
      );
      return row && this.place(manager, row, to);
    });
  }

  /** The same within the waiting jobs of one key: they change places with each other, and nobody else's turn changes. */
  moveAmongOwn(id: string, to: Place, keyId: number | null): Promise<JobRow | undefined> {
    return this.database.write(async (manager) => {
      const row = await rotateOwn(manager, { id, to, keyId }, this.clock.iso());
      if (row) await this.events.append(jobEvent('job.updated', row));
      return row;
    });
  }

  /**
   * Pending: ended at once. Processing: ended at once too, but its lease and slot stay until the runner has seen its
   * server let go. Undefined: the job has already ended.
   */
  cancel(id: string): Promise<JobRow | undefined> {
    return this.database.write(async (manager) => {
      const now = this.clock.iso();
      const row = await this.guarded(manager, id, 'cancel', {
        status: 'cancelled',
        completion_timestamp: now,
        waiting_reason_json: null,
        eta_seconds: null,
      });
      if (!row) return undefined;
      await this.events.append(jobEvent('job.cancelled', row));
      await followEnds(manager, this.events, [row], now);
      return row;
    });
  }

  /**
   * Back to the queue with all its retries, at the end of its lane, changed by `edit` before anything can start it.
   * What waits for it and has not started waits again. Undefined: not failed or cancelled, or still being stopped on its server.
   */
  retry(id: string, edit?: JobEdit): Promise<JobRow | undefined> {
    return this.database.write(async (manager) => {
      const reset = {
        status: 'pending',
        retry_count: 0,
        crash_count: 0,
        completion_timestamp: null,
        started_timestamp: null,
        generation_done_timestamp: null,
        progress: 0,
        phase: null,
        step: null,
        steps: null,
        eta_seconds: null,
        held: 0,
        not_before: null,
        error_json: null,
        result_details_json: null,
        waiting_reason_json: null,
        memory_stage_json: JSON.stringify(TRIED_ANYWAY),
      };
      const row = await this.guarded(manager, id, 'retry', reset, `AND lease_owner IS NULL`);
      if (!row) return undefined;
      await manager.query(`DELETE FROM job_exclusions WHERE mobilesd_job_id = ?`, [id]);
      const changed = edit ? await this.applyEdit(manager, id, edit) : row;
      return changed && this.place(manager, changed, 'bottom');
    });
  }

  /** Forgets a job that is not being processed. Its images stay. Returns false if there is none such. */
  delete(id: string): Promise<boolean> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<JobRow[]>(
        `DELETE FROM jobs WHERE mobilesd_job_id = ? AND status <> 'processing' RETURNING *`,
        [id],
      );
      if (!rows[0]) return false;
      await dropUnusedBlobs(manager);
      await this.events.append(jobEvent('job.deleted', rows[0]));
      await followDeletions(manager, this.events, rows, this.clock.iso());
      return true;
    });
  }

  private async applyEdit(manager: EntityManager, id: string, edit: JobEdit): Promise<JobRow | undefined> {
    if (edit.params) await storeBlobs(manager, id, edit.params.blobs);
    const row = await this.guarded(manager, id, 'edit', columnsOf(edit));
    // What it is now may suit servers that what it was did not.
    if (row && (edit.params || edit.targetServerAlias !== undefined))
      await manager.query(`DELETE FROM job_exclusions WHERE mobilesd_job_id = ?`, [id]);
    return row;
  }

  private async guarded(
    manager: EntityManager,
    id: string,
    action: JobAction,
    columns: Record<string, unknown>,
    extra = '',
  ): Promise<JobRow | undefined> {
    const states = statesAllowing(action)
      .map((status) => `'${status}'`)
      .join(', ');
    const names = Object.keys(columns);
    const rows = await manager.query<JobRow[]>(
      `UPDATE jobs SET ${names.map((name) => `${name} = ?, `).join('')} last_updated_timestamp = ?
         WHERE mobilesd_job_id = ? AND status IN (${states}) ${extra} RETURNING *`,
      [...names.map((name) => columns[name]), this.clock.iso(), id],
    );
    return rows[0];
  }

  private async place(manager: EntityManager, job: JobRow, to: Place): Promise<JobRow | undefined> {
    const row = await placeRow(manager, job, to, this.clock.iso());
    if (row) await this.events.append(jobEvent('job.updated', row));
    return row;
  }
}
