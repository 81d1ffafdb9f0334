// A claim: the scheduler's choice for a free slot, and the guarded statement that takes it. Inside the caller's write.
import type { EntityManager } from 'typeorm';
import type { KeyQuota } from '../api-keys/quota-book.js';
import type { Choice } from '../scheduling/scheduling-snapshot.js';
import type { JobChooser } from './job-chooser.js';
import type { ClaimRequest } from './job-claims.js';
import type { JobRow } from './job.js';
import { readKeyRules } from './key-rules.repository.js';

export interface Claimed {
  row: JobRow;
  choice: Choice;
}

/** Claims the next job for a server. Undefined: nothing for it, or no free slot. `now` and `leaseUntil` are ISO times. */
export async function claimNextRow(
  manager: EntityManager,
  claim: ClaimRequest,
  times: { now: string; leaseUntil: string },
  { chooser, quotas = [] }: { chooser: JobChooser; quotas?: readonly KeyQuota[] },
): Promise<Claimed | undefined> {
  const slot = await freeSlot(manager, claim.serverId, claim.places ?? claim.maxConcurrentJobs);
  if (slot === undefined) return undefined;
  const choice = await chooser.choose(claim, await readKeyRules(manager, quotas));
  if (!choice) return undefined;
  const { serverId, owner } = claim;
  const { now, leaseUntil } = times;
  const [row] = await manager.query<JobRow[]>(CLAIM, [
    ...[owner, leaseUntil, serverId, serverId, slot, now, now],
    choice.job.seq,
  ]);
  if (row) return { row, choice };
  // The table is the truth; the next choice is made without it.
  chooser.mirror.forget(choice.job.seq);
  return undefined;
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

const CLAIM = `
  UPDATE jobs SET status = 'processing', attempt = attempt + 1, lease_owner = ?, lease_until = ?, server_id = ?, slot_server_id = ?,
    slot_no = ?, phase = 'sending', progress = 0, step = NULL, steps = NULL, eta_seconds = NULL, waiting_reason_json = NULL,
    handle_json = NULL, sent_json = NULL, received_json = NULL, generation_done_timestamp = NULL, queued_seconds = NULL,
    load_seconds = NULL, placed = 0, started_timestamp = ?, last_updated_timestamp = ?
  WHERE seq = ? AND status = 'pending' RETURNING *`;
