// Which waiting job a free slot takes: the statements of a claim, run inside the caller's write.
import type { EntityManager } from 'typeorm';
import type { KeyQuota } from '../api-keys/quota-book.js';
import type { ClaimRequest } from './job-claims.js';
import type { JobRow } from './job.js';
import { isExhausted, quotaStandings, serversOfKeys } from './quota-standings.repository.js';

/** Claims the next job for a server. Undefined: nothing for it, or no free slot. `now` and `leaseUntil` are ISO times. */
export async function claimNextRow(
  manager: EntityManager,
  claim: ClaimRequest,
  times: { now: string; leaseUntil: string },
  quotas: readonly KeyQuota[] = [],
): Promise<JobRow | undefined> {
  const slot = await freeSlot(manager, claim.serverId, claim.maxConcurrentJobs);
  if (slot === undefined) return undefined;
  const { serverId, serverAlias, appType, owner } = claim;
  const { now, leaseUntil } = times;
  const keys = await keyConditions(manager, serverAlias, quotas);
  const mayRun = [now, serverId, now, ...keys.values];
  const [candidate] = await manager.query<{ seq: number }[]>(candidateQuery(keys.sql), [
    ...[serverAlias, appType, ...mayRun],
    ...[appType, ...mayRun],
  ]);
  if (!candidate) return undefined;
  const [row] = await manager.query<JobRow[]>(CLAIM, [
    ...[owner, leaseUntil, serverId, serverId, slot, now, now],
    candidate.seq,
  ]);
  return row;
}

/** The lowest free slot; the unique index `jobs_slot` has the last word. */
async function freeSlot(manager: EntityManager, serverId: string, max: number): Promise<number | undefined> {
  const rows = await manager.query<{ slot_no: number }[]>(
    `SELECT slot_no FROM jobs WHERE slot_server_id = ?`,
    [serverId],
  );
  const taken = new Set(rows.map((row) => row.slot_no));
  for (let slot = 0; slot < max; slot += 1) if (!taken.has(slot)) return slot;
  return undefined;
}

/**
 * Leaves out jobs of keys that have all that their quota allows or may not use this server, and those beyond
 * `max_queued`. Without such keys there is no condition at all.
 */
async function keyConditions(
  manager: EntityManager,
  serverAlias: string,
  quotas: readonly KeyQuota[],
): Promise<{ sql: string; values: unknown[] }> {
  const standings = await quotaStandings(manager, quotas);
  const shutOut = new Set(standings.filter(isExhausted).map(({ quota }) => quota.keyId));
  for (const [keyId, aliases] of await serversOfKeys(manager))
    if (!aliases.includes(serverAlias)) shutOut.add(keyId);
  const late = standings.filter(
    ({ quota, lastCompeting }) => lastCompeting !== null && !shutOut.has(quota.keyId),
  );
  const sql: string[] = [];
  if (shutOut.size)
    sql.push(`AND (api_key_id IS NULL OR api_key_id NOT IN (${[...shutOut].map(() => '?').join(', ')}))`);
  sql.push(...late.map(() => `AND (api_key_id IS NOT ? OR seq <= ?)`));
  const values = [...shutOut, ...late.flatMap(({ quota, lastCompeting }) => [quota.keyId, lastCompeting])];
  return { sql: sql.join(' '), values };
}

const MAY_RUN = `held = 0 AND (not_before IS NULL OR not_before <= ?) AND NOT EXISTS (
    SELECT 1 FROM job_exclusions e WHERE e.mobilesd_job_id = jobs.mobilesd_job_id AND e.server_id = ? AND (e.until IS NULL OR e.until > ?))`;

/** First of the jobs pinned to the server and of those for any server of its kind; each branch reads its own index in order. */
function candidateQuery(keys: string): string {
  return `
  SELECT seq FROM (
    SELECT * FROM (SELECT seq, priority, round, position FROM jobs INDEXED BY jobs_waiting_pinned
      WHERE status = 'pending' AND target_server_alias = ? AND app_type = ? AND ${MAY_RUN} ${keys}
      ORDER BY priority DESC, round, position, seq LIMIT 1)
    UNION ALL
    SELECT * FROM (SELECT seq, priority, round, position FROM jobs INDEXED BY jobs_waiting_any
      WHERE status = 'pending' AND target_server_alias IS NULL AND app_type = ? AND ${MAY_RUN} ${keys}
      ORDER BY priority DESC, round, position, seq LIMIT 1)
  ) ORDER BY priority DESC, round, position, seq LIMIT 1`;
}

const CLAIM = `
  UPDATE jobs SET status = 'processing', attempt = attempt + 1, lease_owner = ?, lease_until = ?, server_id = ?, slot_server_id = ?,
    slot_no = ?, phase = 'sending', progress = 0, step = NULL, steps = NULL, eta_seconds = NULL, waiting_reason_json = NULL,
    handle_json = NULL, sent_json = NULL, received_json = NULL, generation_done_timestamp = NULL,
    started_timestamp = ?, last_updated_timestamp = ?
  WHERE seq = ? AND status = 'pending' RETURNING *`;
