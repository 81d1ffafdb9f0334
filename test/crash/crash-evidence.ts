// Everything that the checks of a crash run look at, read once after the end: the database as it lies on disk, the
// images folder, and what the generation servers recorded.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { jobIdOf } from '../support/server-records.js';
import type { RecordedGeneration } from '../support/start-simulator-process.js';

export interface JobFacts {
  id: string;
  status: string;
  attempt: number;
  crashes: number;
  retries: number;
  leaseOwner: string | null;
  imageCount: number;
  seed: number | null;
  error: string | null;
  wasFetched: 0 | 1;
}

export interface AttemptFacts {
  jobId: string;
  attempt: number;
  reattached: 0 | 1;
  endedAt: string | null;
  outcome: string | null;
}

export interface ImageFacts {
  jobId: string;
  idx: number;
  state: string;
  role: string;
  path: string;
  sha256: string;
}

export interface Evidence {
  jobs: JobFacts[];
  attempts: AttemptFacts[];
  images: ImageFacts[];
  /** Number of `job.completed` events per job. */
  completions: Map<string, number>;
  /** Jobs per state as the table of counts has them. */
  counted: Map<string, number>;
  /** What SQLite itself finds wrong with the file. */
  damage: string[];
  /** SHA-256 by path below the images folder, hidden files too. */
  files: Map<string, string>;
  /** Finished generations of our jobs. */
  generations: (RecordedGeneration & { jobId: string; alias: string })[];
}

export function gatherEvidence(
  databasePath: string,
  imagesDir: string,
  servers: { alias: string; generations: RecordedGeneration[] }[],
): Evidence {
  const generations = servers.flatMap(({ alias, generations: made }) =>
    made.flatMap((generation) => {
      const jobId = jobIdOf(generation);
      return jobId === null ? [] : [{ ...generation, jobId, alias }];
    }),
  );
  return { ...readDatabase(databasePath), files: readFiles(imagesDir), generations };
}

function readDatabase(path: string): Omit<Evidence, 'files' | 'generations'> {
  const database = new BetterSqlite3(path, { readonly: true });
  const all = <T>(sql: string): T[] => database.prepare(sql).all() as T[];
  const pairs = (sql: string) =>
    new Map(all<{ key: string; value: number }>(sql).map(({ key, value }) => [key, value]));
  try {
    return {
      jobs: all(JOBS),
      attempts: all(ATTEMPTS),
      images: all(
        `SELECT job_id AS jobId, idx, state, role, relative_path AS path, sha256 FROM images ORDER BY job_id, idx`,
      ),
      completions: pairs(
        `SELECT job_id AS key, count(*) AS value FROM events WHERE type = 'job.completed' GROUP BY job_id`,
      ),
      counted: pairs(`SELECT status AS key, sum(jobs) AS value FROM job_buckets GROUP BY status`),
      damage: [
        ...all<object>('PRAGMA integrity_check'),
        ...all<object>('PRAGMA foreign_key_check'),
        ...all<object>(MISCOUNTED_TURNS),
      ]
        .map((row) => JSON.stringify(row))
        .filter((row) => !row.includes('"ok"')),
    };
  } finally {
    database.close();
  }
}

const MISCOUNTED_TURNS = `
  SELECT priority, stretch, jobs AS counted FROM waiting_turns
  EXCEPT SELECT priority, round >> 7, count(*) FROM jobs WHERE status = 'pending' GROUP BY 1, 2`;
const JOBS = `
  SELECT mobilesd_job_id AS id, status, attempt, crash_count AS crashes, retry_count AS retries, lease_owner AS leaseOwner,
    image_count AS imageCount, json_extract(generation_params_json, '$.seed') AS seed, error_json AS error,
    coalesce(received_json LIKE '%fetched_from%', 0) AS wasFetched FROM jobs ORDER BY seq`;
const ATTEMPTS = `
  SELECT mobilesd_job_id AS jobId, attempt, reattached, ended_timestamp AS endedAt, outcome FROM job_attempts
    ORDER BY mobilesd_job_id, attempt`;

function readFiles(imagesDir: string): Map<string, string> {
  if (!existsSync(imagesDir)) return new Map();
  const entries = readdirSync(imagesDir, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [
        relative(imagesDir, path).split(sep).join('/'),
        createHash('sha256').update(readFileSync(path)).digest('hex'),
      ];
    }),
  );
}
