// How far keys are with their quotas, and which servers their jobs may go to: asked by the claim, inside its write, and
// by whoever explains why a job waits. Keys without a quota cost nothing.
import type { EntityManager } from 'typeorm';
import type { KeyQuota } from '../api-keys/quota-book.js';

export interface QuotaStanding {
  quota: KeyQuota;
  /** Its jobs that occupy a server now; 0 when that is not limited. */
  running: number;
  /** `seq` of the last waiting job that competes for a server; null: all of them do. */
  lastCompeting: number | null;
}

export async function quotaStandings(
  manager: EntityManager,
  quotas: readonly KeyQuota[],
): Promise<QuotaStanding[]> {
  const standings: QuotaStanding[] = [];
  for (const quota of quotas) {
    const running = quota.maxRunning === null ? 0 : await runningOf(manager, quota.keyId);
    standings.push({ quota, running, lastCompeting: await lastCompeting(manager, quota) });
  }
  return standings;
}

/** Has it spent what it may, so that none of its jobs starts now? */
export function isExhausted({ quota, running }: QuotaStanding): boolean {
  return hasSpentGpu(quota) || (quota.maxRunning !== null && running >= quota.maxRunning);
}

export function hasSpentGpu(quota: KeyQuota): boolean {
  return quota.gpuSecondsPerDay !== null && quota.gpuSecondsToday >= quota.gpuSecondsPerDay;
}

/** Waiting jobs of a key. */
export async function waitingOf(manager: EntityManager, keyId: number): Promise<number> {
  const [row] = await manager.query<[{ jobs: number }]>(
    `SELECT count(*) AS jobs FROM jobs INDEXED BY jobs_waiting_key WHERE status = 'pending' AND api_key_id = ?`,
    [keyId],
  );
  return row.jobs;
}

/** The keys whose jobs may go to some servers only, with the aliases of these. */
export async function serversOfKeys(manager: EntityManager): Promise<Map<number, string[]>> {
  const rows = await manager.query<{ id: number; servers_json: string }[]>(
    `SELECT id, servers_json FROM api_keys WHERE servers_json IS NOT NULL`,
  );
  return new Map(rows.map((row) => [row.id, JSON.parse(row.servers_json) as string[]]));
}

async function runningOf(manager: EntityManager, keyId: number): Promise<number> {
  const [row] = await manager.query<[{ jobs: number }]>(
    `SELECT count(*) AS jobs FROM jobs INDEXED BY jobs_running_key WHERE slot_server_id IS NOT NULL AND api_key_id = ?`,
    [keyId],
  );
  return row.jobs;
}

/** Beyond `max_queued` jobs wait outside: only the oldest that many compete. */
async function lastCompeting(manager: EntityManager, quota: KeyQuota): Promise<number | null> {
  if (quota.maxQueued === null) return null;
  if (quota.maxQueued === 0) return 0;
  const [row] = await manager.query<{ seq: number }[]>(
    `SELECT seq FROM jobs INDEXED BY jobs_waiting_key WHERE status = 'pending' AND api_key_id = ?
       ORDER BY seq LIMIT 1 OFFSET ?`,
    [quota.keyId, quota.maxQueued - 1],
  );
  return row?.seq ?? null;
}
