// How busy servers were, from the attempts that ended lately or have not ended, by index. What comes back does not grow
// with their number: beginnings and ends are summed up by stretch.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../database/database.js';

export interface Stretches {
  /** ISO-8601. */
  from: string;
  count: number;
  widthSeconds: number;
}

/** What began and what ended within a stretch. */
export interface StretchMoves {
  serverAlias: string;
  /** -1: before the first. */
  stretch: number;
  began: number;
  ended: number;
  /** From the moments they began or ended until the end of the stretch, summed up. */
  beganSeconds: number;
  endedSeconds: number;
}

export interface LastHour {
  serverAlias: string;
  jobs: number;
  images: number;
}

/** In seconds after `since`. A slot is taken from the claim until the generation is done; saving the images is ours. */
const TAKEN = `SELECT a.server_alias, 86400 * (julianday(a.started_timestamp) - zero) AS began,
    86400 * (julianday(CASE
      WHEN j.generation_done_timestamp BETWEEN a.started_timestamp AND coalesce(a.ended_timestamp, '9') THEN j.generation_done_timestamp
      ELSE a.ended_timestamp END) - zero) AS ended
  FROM asked, job_attempts a JOIN jobs j USING (mobilesd_job_id)`;

const MOVES = `WITH asked (since, zero, length, width) AS (SELECT ?, julianday(?), ?, ?),
  taken AS MATERIALIZED (
    ${TAKEN} WHERE a.ended_timestamp >= (SELECT since FROM asked)
    UNION ALL ${TAKEN} WHERE a.ended_timestamp IS NULL),
  moves AS (
    SELECT server_alias, began AS at, 1 AS is_begin, width
      FROM taken, asked WHERE began < length AND (ended IS NULL OR ended > 0)
    UNION ALL
    SELECT server_alias, ended, 0, width FROM taken, asked WHERE began < length AND ended > 0 AND ended < length),
  placed AS (SELECT *, iif(at < 0, -1, CAST(at / width AS integer)) AS stretch FROM moves)
  SELECT server_alias AS serverAlias, stretch, sum(is_begin) AS began, sum(1 - is_begin) AS ended,
    sum(iif(is_begin, (stretch + 1) * width - at, 0)) AS beganSeconds,
    sum(iif(is_begin, 0, (stretch + 1) * width - at)) AS endedSeconds
  FROM placed GROUP BY 1, 2`;

@Injectable()
export class UtilisationRepository {
  constructor(private readonly database: Database) {}

  moves({ from, count, widthSeconds }: Stretches): Promise<StretchMoves[]> {
    return this.ask(MOVES, [from, from, count * widthSeconds, widthSeconds]);
  }

  /** Completed since `since`. */
  completed(since: string): Promise<LastHour[]> {
    return this.ask(
      `SELECT a.server_alias AS serverAlias, count(*) AS jobs, sum(j.image_count) AS images
       FROM job_attempts a JOIN jobs j USING (mobilesd_job_id)
       WHERE a.ended_timestamp >= ? AND a.outcome = 'completed' GROUP BY 1`,
      [since],
    );
  }

  /** Waiting jobs by the server that they are for. */
  waiting(): Promise<{ serverAlias: string; jobs: number }[]> {
    return this.ask(
      `SELECT server AS serverAlias, sum(jobs) AS jobs FROM job_buckets WHERE status = 'pending' AND server <> '' GROUP BY 1`,
      [],
    );
  }

  private ask<T>(sql: string, values: unknown[]): Promise<T[]> {
    return this.database.read((manager: EntityManager) => manager.query<T[]>(sql, values));
  }
}
