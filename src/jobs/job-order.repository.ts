// The order in which waiting jobs run: priority, then round, then position. Statements for the caller's write.
import type { EntityManager } from 'typeorm';
import type { JobRow } from './job.js';

/** First or last of its priority, or right before another waiting job. */
export type Place = 'top' | 'bottom' | { before: string };

/**
 * A job's round is the turn in which it runs among jobs of equal priority: one more than the last waiting job of its
 * lane, but never before the turn that is being served. So lanes alternate and each lane keeps its order.
 */
export const INSERT_JOB = `
  INSERT INTO jobs (mobilesd_job_id, app_type, target_server_alias, source_info, api_key_id, bulk_job_id, lane, priority,
    round, position, not_before, max_retries, creation_timestamp, last_updated_timestamp, prompt, warnings_json,
    metadata_json, generation_params_json, request_json, webhook_json, depends_on_json, prompt_choices_json)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?,
    max(coalesce((SELECT max(round) + 1 FROM jobs WHERE status = 'pending' AND lane = ? AND priority = ?), 0),
        coalesce((SELECT round FROM jobs WHERE status = 'pending' AND priority = ? ORDER BY round LIMIT 1), 0)),
    (SELECT coalesce(max(seq), 0) + 1 FROM jobs), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  RETURNING *`;

export interface Spot {
  priority: number;
  round: number;
  position: number;
}

async function findSpot(manager: EntityManager, job: JobRow, to: Place): Promise<Spot | undefined> {
  if (typeof to === 'object') {
    const [other] = await manager.query<Spot[]>(
      `SELECT priority, round, position FROM jobs WHERE mobilesd_job_id = ? AND status = 'pending' AND seq <> ?`,
      [to.before, job.seq],
    );
    return other;
  }
  const order = to === 'top' ? 'round, position' : 'round DESC, position DESC';
  const [edge] = await manager.query<Spot[]>(
    `SELECT priority, round, position FROM jobs WHERE status = 'pending' AND priority = ? AND seq <> ? ORDER BY ${order} LIMIT 1`,
    [job.priority, job.seq],
  );
  if (!edge) return { priority: job.priority, round: job.round, position: job.position };
  return { ...edge, position: edge.position + (to === 'top' ? -1 : 1) };
}

/** Puts a waiting job where it is wanted. Undefined: it waits no more, or the other job does not. */
export async function placeRow(
  manager: EntityManager,
  job: JobRow,
  to: Place,
  now: string,
): Promise<JobRow | undefined> {
  const spot = await findSpot(manager, job, to);
  if (!spot) return undefined;
  if (typeof to === 'object') {
    await manager.query(
      `UPDATE jobs SET position = position + 1 WHERE status = 'pending' AND priority = ? AND round = ? AND position >= ?`,
      [spot.priority, spot.round, spot.position],
    );
  }
  const [row] = await manager.query<JobRow[]>(
    `UPDATE jobs SET priority = ?, round = ?, position = ?, last_updated_timestamp = ? WHERE seq = ? AND status = 'pending' RETURNING *`,
    [spot.priority, spot.round, spot.position, now, job.seq],
  );
  return row;
}
