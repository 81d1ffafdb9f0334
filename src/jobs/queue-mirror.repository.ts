// Reads the waiting jobs for the scheduler, and learns which have changed since. Triggers that live as long as this
// connection note every change, whoever makes it; nothing of that is written to the disk.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../database/database.js';

const NOTE = (row: 'NEW' | 'OLD'): string =>
  `BEGIN INSERT OR IGNORE INTO waiting_changes VALUES (${row}.seq); END`;
const NOTE_JOB = (row: 'NEW' | 'OLD'): string =>
  `BEGIN INSERT OR IGNORE INTO waiting_changes SELECT seq FROM jobs WHERE mobilesd_job_id = ${row}.mobilesd_job_id; END`;
const FEED = [
  `CREATE TEMP TABLE IF NOT EXISTS waiting_changes (seq integer PRIMARY KEY)`,
  `CREATE TEMP TRIGGER IF NOT EXISTS waiting_added AFTER INSERT ON main.jobs WHEN NEW.status = 'pending' ${NOTE('NEW')}`,
  `CREATE TEMP TRIGGER IF NOT EXISTS waiting_removed AFTER DELETE ON main.jobs WHEN OLD.status = 'pending' ${NOTE('OLD')}`,
  `CREATE TEMP TRIGGER IF NOT EXISTS waiting_changed AFTER UPDATE OF status, app_type, target_server_alias, lane, api_key_id,
     priority, round, position, background, model, work, not_before, held, open_dependencies, placed, tags, megapixels, batch,
     memory_stage_json
     ON main.jobs WHEN OLD.status = 'pending' OR NEW.status = 'pending' ${NOTE('NEW')}`,
  `CREATE TEMP TRIGGER IF NOT EXISTS exclusion_added AFTER INSERT ON main.job_exclusions ${NOTE_JOB('NEW')}`,
  `CREATE TEMP TRIGGER IF NOT EXISTS exclusion_changed AFTER UPDATE ON main.job_exclusions ${NOTE_JOB('NEW')}`,
  `CREATE TEMP TRIGGER IF NOT EXISTS exclusion_removed AFTER DELETE ON main.job_exclusions ${NOTE_JOB('OLD')}`,
];

const COLUMNS = `seq, app_type, target_server_alias, lane, api_key_id, priority, round, position, background, model, work,
  creation_timestamp, not_before, held, open_dependencies, placed, tags, megapixels, batch, memory_stage_json`;
const SEQS_PER_QUERY = 1_000;

export interface WaitingRow {
  seq: number;
  app_type: string;
  target_server_alias: string | null;
  lane: string;
  api_key_id: number | null;
  priority: number;
  round: number;
  position: number;
  background: 0 | 1;
  model: string | null;
  work: number | null;
  creation_timestamp: string;
  not_before: string | null;
  held: 0 | 1;
  open_dependencies: number;
  placed: 0 | 1;
  tags: string;
  megapixels: number | null;
  batch: number | null;
  memory_stage_json: string | null;
}

/** A job that has a slot of a server. */
export interface PlacedRow {
  slot_server_id: string;
  app_type: string;
  model: string | null;
  megapixels: number | null;
  batch: number | null;
}

export interface ExclusionRow {
  seq: number;
  server_id: string;
  until: string | null;
}

/** What has changed: the jobs' numbers, those of them that still wait, and what keeps these from which servers. */
export interface WaitingChanges {
  seqs: number[];
  rows: WaitingRow[];
  exclusions: ExclusionRow[];
}

@Injectable()
export class QueueMirrorRepository {
  constructor(private readonly database: Database) {}

  /** Everything that waits; from now on changes are noted. */
  all(): Promise<Omit<WaitingChanges, 'seqs'>> {
    return this.database.write(async (manager) => {
      for (const statement of FEED) await manager.query(statement);
      await manager.query(`DELETE FROM temp.waiting_changes`);
      const rows = await manager.query<WaitingRow[]>(
        `SELECT ${COLUMNS} FROM jobs WHERE status = 'pending' ORDER BY seq`,
      );
      const exclusions = await manager.query<ExclusionRow[]>(
        `SELECT jobs.seq, e.server_id, e.until FROM job_exclusions e JOIN jobs ON jobs.mobilesd_job_id = e.mobilesd_job_id
           WHERE jobs.status = 'pending'`,
      );
      return { rows, exclusions };
    });
  }

  /** Every job that has a slot, with what was written so far. */
  placed(): Promise<PlacedRow[]> {
    return this.database.read((manager) =>
      manager.query<PlacedRow[]>(
        `SELECT slot_server_id, app_type, model, megapixels, batch FROM jobs WHERE slot_server_id IS NOT NULL`,
      ),
    );
  }

  /** Since it was asked last, and how these others are now. */
  changes(others: Iterable<number>): Promise<WaitingChanges> {
    return this.database.write(async (manager) => {
      const noted = await manager.query<{ seq: number }[]>(`SELECT seq FROM temp.waiting_changes`);
      const seqs = [...new Set([...noted.map(({ seq }) => seq), ...others])];
      const found: WaitingChanges = { seqs, rows: [], exclusions: [] };
      if (noted.length) await manager.query(`DELETE FROM temp.waiting_changes`);
      for (let from = 0; from < seqs.length; from += SEQS_PER_QUERY)
        await readSome(manager, found.seqs.slice(from, from + SEQS_PER_QUERY), found);
      return found;
    });
  }
}

async function readSome(manager: EntityManager, seqs: number[], found: WaitingChanges): Promise<void> {
  const some = JSON.stringify(seqs);
  const rows = await manager.query<WaitingRow[]>(
    `SELECT ${COLUMNS} FROM jobs WHERE seq IN (SELECT value FROM json_each(?)) AND status = 'pending'`,
    [some],
  );
  found.rows.push(...rows);
  if (!rows.length) return;
  const exclusions = await manager.query<ExclusionRow[]>(
    `SELECT jobs.seq, e.server_id, e.until FROM jobs JOIN job_exclusions e ON e.mobilesd_job_id = jobs.mobilesd_job_id
       WHERE jobs.seq IN (SELECT value FROM json_each(?)) AND jobs.status = 'pending'`,
    [some],
  );
  found.exclusions.push(...exclusions);
}
