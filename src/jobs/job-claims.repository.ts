// What the runner does with a job's row. Every statement after the claim carries the fence: attempt number and lease
// owner. No row changed means that somebody else holds the job now, and the caller must stop.
import { Inject, Injectable, Optional } from '@nestjs/common';
import { KEY_DELETED_REASON } from '../api-keys/key-jobs.repository.js';
import { QuotaBook } from '../api-keys/quota-book.js';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { EventBus } from '../events/event-bus.js';
import type { StoredEventType } from '../events/app-event.js';
import { claimNextRow } from './claim-next.repository.js';
import { closeAttempt, openAttempt } from './job-attempts.repository.js';
import {
  NOTHING_SPENT,
  type ClaimRequest,
  type Ending,
  type Fence,
  type ProgressColumns,
  type Release,
  type TimeSpent,
} from './job-claims.js';
import { JobChooser, plainChooser } from './job-chooser.js';
import { followEnds } from './job-dependencies.repository.js';
import { exclude } from './job-exclusions.repository.js';
import type { JobRow, JobWarning, WaitingReason } from './job.js';
import type { Quotas } from './quotas.js';

const FENCE = `mobilesd_job_id = ? AND attempt = ? AND lease_owner = ?`;
const KEY_IS_GONE = `api_key_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM api_keys WHERE id = jobs.api_key_id)`;

@Injectable()
export class JobClaimsRepository {
  private readonly chooser: JobChooser;

  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
    private readonly clock: Clock,
    /** Absent: no key has any. */
    @Optional() @Inject(QuotaBook) private readonly quotas?: Quotas,
    @Optional() @Inject(JobChooser) chooser?: JobChooser,
  ) {
    this.chooser = chooser ?? plainChooser(database, clock);
  }

  /** Takes the next job for a server, with a new attempt and a lease. Undefined: nothing for it, or no free slot. */
  claimNext(claim: ClaimRequest): Promise<JobRow | undefined> {
    return this.database.write(async (manager) => {
      const times = { now: this.clock.iso(), leaseUntil: this.clock.isoIn(claim.leaseMs) };
      const by = { chooser: this.chooser, quotas: this.quotas?.current() };
      const claimed = await claimNextRow(manager, claim, times, by);
      if (!claimed) return undefined;
      const { row, choice } = claimed;
      this.database.afterCommit(() => this.chooser.started(row.mobilesd_job_id, claim, choice));
      await openAttempt(manager, row, claim.serverAlias, false, this.clock.iso());
      await this.tell('job.updated', row, claim.serverAlias);
      return row;
    });
  }

  /** Every job that somebody holds a lease of: running ones, and cancelled ones that are still being stopped. */
  leased(): Promise<JobRow[]> {
    return this.database.read((manager) =>
      manager.query<JobRow[]>(`SELECT * FROM jobs WHERE lease_owner IS NOT NULL`),
    );
  }

  /** Takes an orphan over with a new attempt number, which shuts its old owner out. Undefined: somebody else was first. */
  takeOver(orphan: JobRow, owner: string, leaseMs: number, serverAlias: string): Promise<JobRow | undefined> {
    return this.database.write(async (manager) => {
      const [row] = await manager.query<JobRow[]>(
        `UPDATE jobs SET attempt = attempt + 1, lease_owner = ?, lease_until = ?, last_updated_timestamp = ?
           WHERE ${FENCE} RETURNING *`,
        [
          owner,
          this.clock.isoIn(leaseMs),
          this.clock.iso(),
          orphan.mobilesd_job_id,
          orphan.attempt,
          orphan.lease_owner,
        ],
      );
      if (!row) return undefined;
      await closeAttempt(manager, { ...row, attempt: orphan.attempt }, 'taken_over', null, this.clock.iso());
      if (row.status === 'processing') await openAttempt(manager, row, serverAlias, true, this.clock.iso());
      this.database.afterCommit(() => this.chooser.tookOver(row));
      return row;
    });
  }

  /** Extends all leases of an owner. Returns how many it has. */
  extendLeases(owner: string, leaseMs: number): Promise<number> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `UPDATE jobs SET lease_until = ? WHERE lease_owner = ? RETURNING seq`,
        [this.clock.isoIn(leaseMs), owner],
      );
      return rows.length;
    });
  }

  /** Stores what will be sent and how to find it again, before it is sent. */
  recordSending(
    fence: Fence,
    sending: { handle: object; sent: object; taskId: string | null; warnings: JobWarning[] },
  ): Promise<boolean> {
    return this.set(fence, {
      handle_json: JSON.stringify(sending.handle),
      sent_json: JSON.stringify(sending.sent),
      forge_internal_task_id: sending.taskId,
      warnings_json: sending.warnings.length ? JSON.stringify(sending.warnings) : null,
    });
  }

  recordHandle(fence: Fence, handle: object): Promise<boolean> {
    return this.set(fence, { handle_json: JSON.stringify(handle) });
  }

  recordProgress(fence: Fence, progress: ProgressColumns): Promise<boolean> {
    return this.set(fence, {
      phase: progress.phase,
      progress: progress.progress,
      step: progress.step,
      steps: progress.steps,
      eta_seconds: progress.etaSeconds,
    });
  }

  recordWaiting(fence: Fence, reason: WaitingReason | null): Promise<boolean> {
    return this.set(fence, { waiting_reason_json: reason && JSON.stringify(reason) });
  }

  countCrash(fence: Fence): Promise<boolean> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `UPDATE jobs SET crash_count = crash_count + 1 WHERE ${FENCE} RETURNING seq`,
        fenceValues(fence),
      );
      return rows.length === 1;
    });
  }

  /** The server is done: its slot is free while the images are still being fetched and saved. */
  generationDone(fence: Fence, spent: TimeSpent = NOTHING_SPENT): Promise<boolean> {
    const loads = this.chooser.standings.loadsModel(fence.jobId);
    this.chooser.standings.ended(fence.jobId, this.clock.now());
    return this.set(fence, {
      queued_seconds: spent.queuedSeconds,
      load_seconds: loads ? spent.loadSeconds : null,
      slot_server_id: null,
      slot_no: null,
      phase: 'saving',
      eta_seconds: null,
      waiting_reason_json: null,
      generation_done_timestamp: this.clock.iso(),
    });
  }

  /** What the server answered, without the images; `warnings` are all there are now. */
  recordReceived(fence: Fence, received: object, warnings: JobWarning[]): Promise<boolean> {
    return this.set(fence, {
      received_json: JSON.stringify(received),
      warnings_json: warnings.length ? JSON.stringify(warnings) : null,
    });
  }

  isHeldBy(fence: Fence): Promise<boolean> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `SELECT 1 FROM jobs WHERE ${FENCE} AND status = 'processing'`,
        fenceValues(fence),
      );
      return rows.length === 1;
    });
  }

  /** Ends a job; `alongside` (confirming its images) is part of the same transaction. False: fenced, nothing stored. */
  async finish(fence: Fence, ending: Ending, alongside?: () => Promise<unknown>): Promise<boolean> {
    return this.database.write(async (manager) => {
      const now = this.clock.iso();
      const [row] = await manager.query<JobRow[]>(
        `UPDATE jobs SET status = ?, error_json = ?, warnings_json = ?, result_details_json = ?, image_count = ?, completion_timestamp = ?,
           last_updated_timestamp = ?, progress = CASE WHEN ? = 'completed' THEN 100 ELSE progress END, phase = NULL, eta_seconds = NULL,
           waiting_reason_json = NULL, lease_owner = NULL, lease_until = NULL, slot_server_id = NULL, slot_no = NULL
         WHERE ${FENCE} AND status = 'processing' RETURNING *`,
        [
          ending.status,
          ending.error && JSON.stringify(ending.error),
          ending.warnings.length ? JSON.stringify(ending.warnings) : null,
          ending.result && JSON.stringify(ending.result),
          ending.imageCount,
          now,
          now,
          ending.status,
          ...fenceValues(fence),
        ],
      );
      if (!row) return false;
      this.over(fence);
      await alongside?.();
      await closeAttempt(manager, row, ending.status, ending.error, this.clock.iso());
      await this.tell(ending.status === 'completed' ? 'job.completed' : 'job.failed', row, null, {
        images: ending.imageCount,
        error: ending.error ?? undefined,
      });
      await followEnds(manager, this.events, [row], now);
      return true;
    });
  }

  /** Gives a job back to the queue, in its old place; one whose key was deleted meanwhile is held there. */
  async release(fence: Fence, release: Release): Promise<boolean> {
    return this.database.write(async (manager) => {
      const [row] = await manager.query<JobRow[]>(
        `UPDATE jobs SET status = 'pending', retry_count = retry_count + ?, not_before = ?, error_json = ?,
           held = iif(${KEY_IS_GONE}, 1, held), waiting_reason_json = iif(${KEY_IS_GONE}, ?, ?),
           lease_owner = NULL, lease_until = NULL, slot_server_id = NULL, slot_no = NULL, phase = NULL, progress = 0, step = NULL,
           steps = NULL, eta_seconds = NULL, handle_json = NULL, last_updated_timestamp = ?,
           memory_stage_json = iif(?, ?, memory_stage_json)
         WHERE ${FENCE} AND status = 'processing' RETURNING *`,
        [
          release.spendsRetry ? 1 : 0,
          release.notBefore,
          release.error && JSON.stringify(release.error),
          KEY_DELETED_REASON,
          JSON.stringify(release.reason),
          this.clock.iso(),
          release.stage === undefined ? 0 : 1,
          release.stage ? JSON.stringify(release.stage) : null,
          ...fenceValues(fence),
        ],
      );
      if (!row) return false;
      this.over(fence);
      if (release.exclude) await exclude(manager, fence.jobId, release.exclude);
      await closeAttempt(manager, row, 'released', release.error, this.clock.iso());
      await this.tell('job.updated', row, null, { reason: release.reason });
      return true;
    });
  }

  /** After a cancel: the server has let go, so its slot is free. */
  async letGo(fence: Fence): Promise<boolean> {
    return this.database.write(async (manager) => {
      const [row] = await manager.query<JobRow[]>(
        `UPDATE jobs SET lease_owner = NULL, lease_until = NULL, slot_server_id = NULL, slot_no = NULL, phase = NULL
           WHERE ${FENCE} AND status = 'cancelled' RETURNING *`,
        fenceValues(fence),
      );
      if (!row) return false;
      this.over(fence);
      await closeAttempt(manager, row, 'cancelled', null, this.clock.iso());
      return true;
    });
  }

  private over(fence: Fence): void {
    this.database.afterCommit(() => this.chooser.standings.ended(fence.jobId, this.clock.now()));
  }

  private async set(fence: Fence, columns: Record<string, unknown>): Promise<boolean> {
    const names = Object.keys(columns);
    return this.database.write(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `UPDATE jobs SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE ${FENCE} AND status = 'processing' RETURNING seq`,
        [...names.map((name) => columns[name]), ...fenceValues(fence)],
      );
      return rows.length === 1;
    });
  }

  private tell(
    type: StoredEventType,
    row: JobRow,
    serverAlias: string | null,
    more: Record<string, unknown> = {},
  ): Promise<void> {
    return this.events.append({
      type,
      jobId: row.mobilesd_job_id,
      bulkJobId: row.bulk_job_id,
      serverAlias: serverAlias ?? row.target_server_alias,
      apiKeyId: row.api_key_id,
      data: { status: row.status, app_type: row.app_type, attempt: row.attempt, ...more },
    });
  }
}

function fenceValues(fence: Fence): [string, number, string] {
  return [fence.jobId, fence.attempt, fence.owner];
}
