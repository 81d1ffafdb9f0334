// Numbers about the queue: how many jobs are in which state, how many run before one, how long they took.
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { QUEUE_ORDER } from './job-list.repository.js';
import type { JobRow } from './job.js';

/** As in the triggers of `waiting_turns`. */
const STRETCH_BITS = 7;

@Injectable()
export class JobCountsRepository {
  constructor(private readonly database: Database) {}

  /** Jobs per state. */
  counts(): Promise<Record<string, number>> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<{ status: string; jobs: number }[]>(
        `SELECT status, sum(jobs) AS jobs FROM job_buckets GROUP BY status`,
      );
      const none = { pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 };
      return Object.assign(none, Object.fromEntries(rows.map((row) => [row.status, row.jobs])));
    });
  }

  heldCount(): Promise<number> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<[{ jobs: number }]>(
        `SELECT count(*) AS jobs FROM jobs WHERE status = 'pending' AND held = 1`,
      );
      return row.jobs;
    });
  }

  /** How many waiting jobs run before this one: those of earlier stretches of turns, and those before it in its own. */
  ahead(job: Place): Promise<number> {
    const stretch = job.round >> STRETCH_BITS;
    return this.database.read(async (manager) => {
      const [row] = await manager.query<[{ jobs: number }]>(
        `SELECT (SELECT coalesce(sum(jobs), 0) FROM waiting_turns WHERE priority > ? OR (priority = ? AND stretch < ?))
              + (SELECT count(*) FROM jobs ${QUEUE_ORDER} WHERE status = 'pending' AND priority = ? AND round >= ?
                   AND (round, position, seq) < (?, ?, ?)) AS jobs`,
        [
          ...[job.priority, job.priority, stretch],
          ...[job.priority, stretch << STRETCH_BITS, job.round, job.position, job.seq],
        ],
      );
      return row.jobs;
    });
  }

  /** Does the job wait or run? */
  isActive(jobId: string): Promise<boolean> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `SELECT 1 FROM jobs WHERE mobilesd_job_id = ? AND status IN ('pending', 'processing')`,
        [jobId],
      );
      return rows.length > 0;
    });
  }

  /** The positions of waiting jobs that are given in the order of the queue; 1 runs next. */
  async positions(rows: readonly Place[]): Promise<number[]> {
    const [first, ...others] = rows;
    if (!first) return [];
    const positions = [(await this.ahead(first)) + 1];
    let previous = first;
    for (const row of others) {
      const isNear = row.priority === previous.priority;
      const position = isNear
        ? positions.at(-1)! + 1 + (await this.between(previous, row))
        : (await this.ahead(row)) + 1;
      positions.push(position);
      previous = row;
    }
    return positions;
  }

  /** Of one priority. */
  private between(from: Place, to: Place): Promise<number> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<[{ jobs: number }]>(
        `SELECT count(*) AS jobs FROM jobs ${QUEUE_ORDER} WHERE status = 'pending' AND priority = ?
           AND (round, position, seq) > (?, ?, ?) AND (round, position, seq) < (?, ?, ?)`,
        [from.priority, from.round, from.position, from.seq, to.round, to.position, to.seq],
      );
      return row.jobs;
    });
  }
}

type Place = Pick<JobRow, 'priority' | 'round' | 'position' | 'seq'>;
