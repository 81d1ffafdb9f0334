// Sums over days, from the tables that triggers keep; none of it looks at a job.
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

export interface DaySums {
  day: string;
  completed: number;
  failed: number;
  cancelled: number;
  images: number;
  gpuSeconds: number;
}

export interface ServerDay {
  serverAlias: string;
  day: string;
  jobs: number;
  images: number;
  gpuSeconds: number;
}

export interface KeySums {
  /** 0: the console. */
  keyId: number;
  /** Null: there is no such key any more. */
  name: string | null;
  jobs: number;
  gpuSeconds: number;
}

export interface WaitBucket {
  bucket: number;
  jobs: number;
  seconds: number;
}

export interface FailureSums {
  code: string;
  jobs: number;
  exampleMessage: string;
}

const TABLES = ['statistics_days', 'statistics_waits', 'statistics_failures'];
const MAX_FAILURES = 50;

@Injectable()
export class StatisticsRepository {
  constructor(private readonly database: Database) {}

  /** From `firstDay` on; days without anything are absent. */
  days(firstDay: string): Promise<DaySums[]> {
    return this.ask(
      `SELECT day, sum(completed) AS completed, sum(failed) AS failed, sum(cancelled) AS cancelled,
              sum(images) AS images, sum(gpu_seconds) AS gpuSeconds
       FROM statistics_days WHERE day >= ? GROUP BY day ORDER BY day`,
      firstDay,
    );
  }

  serverDays(firstDay: string): Promise<ServerDay[]> {
    return this.ask(
      `SELECT server_alias AS serverAlias, day, sum(completed + failed + cancelled) AS jobs,
              sum(images) AS images, sum(gpu_seconds) AS gpuSeconds
       FROM statistics_days WHERE day >= ? AND server_alias <> '' GROUP BY server_alias, day ORDER BY day`,
      firstDay,
    );
  }

  keys(firstDay: string): Promise<KeySums[]> {
    return this.ask(
      `SELECT s.key_id AS keyId, k.name AS name, sum(completed + failed + cancelled) AS jobs, sum(gpu_seconds) AS gpuSeconds
       FROM statistics_days s LEFT JOIN api_keys k ON k.id = s.key_id
       WHERE day >= ? GROUP BY s.key_id ORDER BY gpuSeconds DESC, jobs DESC, keyId`,
      firstDay,
    );
  }

  /** By how long they waited. */
  waits(firstDay: string): Promise<WaitBucket[]> {
    return this.ask(
      `SELECT bucket, sum(jobs) AS jobs, sum(seconds) AS seconds FROM statistics_waits WHERE day >= ? GROUP BY bucket ORDER BY bucket`,
      firstDay,
    );
  }

  /** The message is of the latest day, as SQLite takes bare columns from the row of the only max(). */
  async failures(firstDay: string): Promise<FailureSums[]> {
    return this.ask(
      `SELECT code, sum(jobs) AS jobs, example_message AS exampleMessage, max(day) FROM statistics_failures
       WHERE day >= ? GROUP BY code ORDER BY jobs DESC, code LIMIT ${MAX_FAILURES}`,
      firstDay,
    );
  }

  /** Forgets days before this one. */
  async prune(firstDay: string): Promise<void> {
    await this.database.write(async (manager) => {
      for (const table of TABLES) await manager.query(`DELETE FROM ${table} WHERE day < ?`, [firstDay]);
    });
  }

  private ask<T>(sql: string, firstDay: string): Promise<T[]> {
    return this.database.read((manager) => manager.query<T[]>(sql, [firstDay]));
  }
}
