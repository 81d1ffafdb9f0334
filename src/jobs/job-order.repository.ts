// The order in which waiting jobs run: priority, then round, then position, and among equal positions the older one.
// Statements for the caller's write.
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
    metadata_json, generation_params_json, request_json, webhook_json, depends_on_json, prompt_choices_json,
    background, model, work, tags, megapixels, batch)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?,
    max(coalesce((SELECT max(round) + 1 FROM jobs WHERE status = 'pending' AND lane = ? AND priority = ?), 0),
        coalesce((SELECT round FROM jobs WHERE status = 'pending' AND priority = ? ORDER BY round LIMIT 1), 0)),
    (SELECT coalesce(max(seq), 0) + 1 FROM jobs), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  RETURNING *`;

export interface Spot {
  priority: number;
  round: number;
  position: number;
}

async function findSpot(manager: EntityManager, job: JobRow, to: Place): Promise<Spot | undefined> {
  if (typeof to === 'object') {
    const [other] = await manager.query<(Spot & { seq: number })[]>(
      `SELECT seq, priority, round, position FROM jobs WHERE mobilesd_job_id = ? AND status = 'pending' AND seq <> ?`,
      [to.before, job.seq],
    );
    return other && makeRoom(manager, other);
  }
  const order = to === 'top' ? 'round, position' : 'round DESC, position DESC';
  const [edge] = await manager.query<Spot[]>(
    `SELECT priority, round, position FROM jobs WHERE status = 'pending' AND priority = ? AND seq <> ? ORDER BY ${order} LIMIT 1`,
    [job.priority, job.seq],
  );
  if (!edge) return { priority: job.priority, round: job.round, position: job.position };
  return { ...edge, position: edge.position + (to === 'top' ? -1 : 1) };
}

/** The spot right before a job: it and all behind it in its round move two on; who shares its position stays in front. */
async function makeRoom(manager: EntityManager, before: Spot & { seq: number }): Promise<Spot> {
  const { priority, round, position, seq } = before;
  await manager.query(
    `UPDATE jobs SET position = position + 2 WHERE status = 'pending' AND priority = ? AND round = ?
       AND (position, seq) >= (?, ?)`,
    [priority, round, position, seq],
  );
  return { priority, round, position: position + 1 };
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
  const [row] = await manager.query<JobRow[]>(
    `UPDATE jobs SET priority = ?, round = ?, position = ?, placed = ?, last_updated_timestamp = ?
       WHERE seq = ? AND status = 'pending' RETURNING *`,
    [spot.priority, spot.round, spot.position, to === 'bottom' ? 0 : 1, now, job.seq],
  );
  return row;
}

interface OwnSpot extends Spot {
  seq: number;
  id: string;
}

/**
 * Moves a waiting job among those of its key by letting them take each other's turns, so that whoever else waits keeps
 * the turn it has. Undefined: it waits no more, or the other job does not.
 */
export async function rotateOwn(
  manager: EntityManager,
  move: { id: string; to: Place; keyId: number | null },
  now: string,
): Promise<JobRow | undefined> {
  const job = await waitingRow(manager, move.id);
  if (!job) return undefined;
  const before = typeof move.to === 'object' ? await waitingRow(manager, move.to.before) : undefined;
  if (typeof move.to === 'object' && !before) return undefined;
  if (before && before.priority !== job.priority)
    await placeRow(manager, { ...job, priority: before.priority }, 'bottom', now);
  await spreadTied(manager, move.keyId, before?.priority ?? job.priority);
  const own = await manager.query<OwnSpot[]>(
    `SELECT seq, mobilesd_job_id AS id, priority, round, position FROM jobs INDEXED BY jobs_waiting_key
       WHERE status = 'pending' AND api_key_id = ? AND priority = ? ORDER BY round, position, seq`,
    [move.keyId, before?.priority ?? job.priority],
  );
  const order = own.filter((one) => one.seq !== job.seq);
  const place =
    move.to === 'top' ? 0 : before ? order.findIndex((one) => one.seq === before.seq) : order.length;
  order.splice(
    place,
    0,
    own.find((one) => one.seq === job.seq)!,
  );
  for (const [index, one] of order.entries()) {
    const spot = own[index]!;
    if (spot.seq !== one.seq)
      await manager.query(`UPDATE jobs SET round = ?, position = ? WHERE seq = ?`, [
        spot.round,
        spot.position,
        one.seq,
      ]);
  }
  await manager.query(`UPDATE jobs SET last_updated_timestamp = ? WHERE seq = ?`, [now, job.seq]);
  return waitingRow(manager, move.id);
}

/**
 * Where jobs of the key share a position with another one, the jobs of that round get positions of their own, in the
 * same order: only then is taking somebody's position taking their turn.
 */
async function spreadTied(manager: EntityManager, keyId: number | null, priority: number): Promise<void> {
  const rounds = await manager.query<{ round: number }[]>(
    `SELECT DISTINCT own.round FROM jobs own INDEXED BY jobs_waiting_key
       WHERE own.status = 'pending' AND own.api_key_id = ? AND own.priority = ? AND EXISTS (
         SELECT 1 FROM jobs other INDEXED BY jobs_waiting_order WHERE other.status = 'pending' AND other.priority = own.priority
           AND other.round = own.round AND other.position = own.position AND other.seq <> own.seq)`,
    [keyId, priority],
  );
  for (const { round } of rounds) {
    const rows = await manager.query<{ seq: number; position: number }[]>(
      `SELECT seq, position FROM jobs INDEXED BY jobs_waiting_order WHERE status = 'pending' AND priority = ? AND round = ?
         ORDER BY position, seq`,
      [priority, round],
    );
    let free = Number.NEGATIVE_INFINITY;
    for (const { seq, position } of rows) {
      if (position < free) await manager.query(`UPDATE jobs SET position = ? WHERE seq = ?`, [free, seq]);
      free = Math.max(position, free) + 1;
    }
  }
}

async function waitingRow(manager: EntityManager, id: string): Promise<JobRow | undefined> {
  const [row] = await manager.query<JobRow[]>(
    `SELECT * FROM jobs WHERE mobilesd_job_id = ? AND status = 'pending'`,
    [id],
  );
  return row;
}
