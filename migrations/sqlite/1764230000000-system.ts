import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long an attempt took of its server, in seconds: until its generation was done, saving the images is ours. */
const gpuSeconds = (attempt: string): string =>
  `max(0, 86400.0 * (julianday(CASE
     WHEN "generation_done_timestamp" BETWEEN ${attempt}."started_timestamp" AND ${attempt}."ended_timestamp" THEN "generation_done_timestamp"
     ELSE ${attempt}."ended_timestamp" END) - julianday(${attempt}."started_timestamp")))`;
/** From its submit, or the time that it was to wait for, until its first attempt. */
const waitSeconds = (attempt: string): string =>
  `max(0, 86400.0 * (julianday(${attempt}."started_timestamp")
     - julianday(max("creation_timestamp", coalesce("not_before", "creation_timestamp")))))`;
/** 40 to a factor of ten, so one stands for its jobs to 3 %. */
const waitBucket = (seconds: string): string => `CAST(40 * log10(1000.0 * ${seconds} + 1) AS integer)`;
const lastServer = (job: string): string =>
  `coalesce((SELECT "server_alias" FROM "job_attempts" WHERE "mobilesd_job_id" = ${job}."mobilesd_job_id" ORDER BY "attempt" DESC LIMIT 1), '')`;
const errorPart = (job: string, part: string): string =>
  `CASE WHEN json_valid(${job}."error_json") THEN json_extract(${job}."error_json", '$.${part}') END`;

const statements = [
  // What happened on each day (UTC), kept when jobs are cleared. Counted by the triggers below, in the transaction that
  // ends the job or the attempt, so that statistics cost the same however many jobs there are. Key 0 is the console's,
  // server '' that of jobs that never ran.
  `CREATE TABLE "statistics_days" (
    "day" varchar NOT NULL,
    "server_alias" varchar NOT NULL,
    "key_id" integer NOT NULL,
    "completed" integer NOT NULL DEFAULT (0),
    "failed" integer NOT NULL DEFAULT (0),
    "cancelled" integer NOT NULL DEFAULT (0),
    "images" integer NOT NULL DEFAULT (0),
    "gpu_seconds" real NOT NULL DEFAULT (0),
    PRIMARY KEY ("day", "server_alias", "key_id")
  ) WITHOUT ROWID`,
  `CREATE TABLE "statistics_waits" (
    "day" varchar NOT NULL,
    "bucket" integer NOT NULL,
    "jobs" integer NOT NULL,
    "seconds" real NOT NULL,
    PRIMARY KEY ("day", "bucket")
  ) WITHOUT ROWID`,
  `CREATE TABLE "statistics_failures" (
    "day" varchar NOT NULL,
    "code" varchar NOT NULL,
    "jobs" integer NOT NULL,
    "example_message" text NOT NULL,
    PRIMARY KEY ("day", "code")
  ) WITHOUT ROWID`,
  `CREATE TRIGGER "jobs_end_counted" AFTER UPDATE OF "status" ON "jobs"
    WHEN OLD."status" IS NOT NEW."status" AND NEW."status" IN ('completed', 'failed', 'cancelled') BEGIN
    INSERT INTO "statistics_days" ("day", "server_alias", "key_id", "completed", "failed", "cancelled", "images")
      VALUES (substr(NEW."last_updated_timestamp", 1, 10), ${lastServer('NEW')}, coalesce(NEW."api_key_id", 0),
        NEW."status" = 'completed', NEW."status" = 'failed', NEW."status" = 'cancelled',
        iif(NEW."status" = 'completed', NEW."image_count", 0))
    ON CONFLICT DO UPDATE SET "completed" = "completed" + excluded."completed", "failed" = "failed" + excluded."failed",
      "cancelled" = "cancelled" + excluded."cancelled", "images" = "images" + excluded."images";
  END`,
  `CREATE TRIGGER "jobs_failure_counted" AFTER UPDATE OF "status" ON "jobs"
    WHEN OLD."status" IS NOT NEW."status" AND NEW."status" = 'failed' BEGIN
    INSERT INTO "statistics_failures" ("day", "code", "jobs", "example_message")
      VALUES (substr(NEW."last_updated_timestamp", 1, 10), coalesce(${errorPart('NEW', 'code')}, 'unknown'), 1,
        substr(coalesce(${errorPart('NEW', 'message')}, ''), 1, 500))
    ON CONFLICT DO UPDATE SET "jobs" = "jobs" + 1, "example_message" = excluded."example_message";
  END`,
  `CREATE TRIGGER "attempts_time_counted" AFTER UPDATE OF "ended_timestamp" ON "job_attempts"
    WHEN OLD."ended_timestamp" IS NULL AND NEW."ended_timestamp" IS NOT NULL BEGIN
    INSERT INTO "statistics_days" ("day", "server_alias", "key_id", "gpu_seconds")
      SELECT substr(NEW."ended_timestamp", 1, 10), NEW."server_alias", coalesce("api_key_id", 0), ${gpuSeconds('NEW')}
        FROM "jobs" WHERE "mobilesd_job_id" = NEW."mobilesd_job_id"
    ON CONFLICT DO UPDATE SET "gpu_seconds" = "gpu_seconds" + excluded."gpu_seconds";
  END`,
  `CREATE TRIGGER "attempts_wait_counted" AFTER INSERT ON "job_attempts" WHEN NEW."attempt" = 1 BEGIN
    INSERT INTO "statistics_waits" ("day", "bucket", "jobs", "seconds")
      SELECT substr(NEW."started_timestamp", 1, 10), ${waitBucket(waitSeconds('NEW'))}, 1, ${waitSeconds('NEW')}
        FROM "jobs" WHERE "mobilesd_job_id" = NEW."mobilesd_job_id"
    ON CONFLICT DO UPDATE SET "jobs" = "jobs" + 1, "seconds" = "seconds" + excluded."seconds";
  END`,
  // What is there already.
  `INSERT INTO "statistics_days" ("day", "server_alias", "key_id", "completed", "failed", "cancelled", "images")
    SELECT substr(coalesce("completion_timestamp", "last_updated_timestamp"), 1, 10), ${lastServer('"jobs"')}, coalesce("api_key_id", 0),
      sum("status" = 'completed'), sum("status" = 'failed'), sum("status" = 'cancelled'),
      sum(iif("status" = 'completed', "image_count", 0))
    FROM "jobs" WHERE "status" IN ('completed', 'failed', 'cancelled') GROUP BY 1, 2, 3`,
  `INSERT INTO "statistics_days" ("day", "server_alias", "key_id", "gpu_seconds")
    SELECT substr(a."ended_timestamp", 1, 10), a."server_alias", coalesce("api_key_id", 0), sum(${gpuSeconds('a')})
      FROM "job_attempts" a JOIN "jobs" USING ("mobilesd_job_id") WHERE a."ended_timestamp" IS NOT NULL GROUP BY 1, 2, 3
    ON CONFLICT DO UPDATE SET "gpu_seconds" = "gpu_seconds" + excluded."gpu_seconds"`,
  `INSERT INTO "statistics_waits" ("day", "bucket", "jobs", "seconds")
    SELECT substr(a."started_timestamp", 1, 10), ${waitBucket(waitSeconds('a'))}, count(*), sum(${waitSeconds('a')})
      FROM "job_attempts" a JOIN "jobs" USING ("mobilesd_job_id") WHERE a."attempt" = 1 GROUP BY 1, 2`,
  `INSERT INTO "statistics_failures" ("day", "code", "jobs", "example_message")
    SELECT substr(coalesce("completion_timestamp", "last_updated_timestamp"), 1, 10), coalesce(${errorPart('"jobs"', 'code')}, 'unknown'), count(*),
      substr(coalesce(max(${errorPart('"jobs"', 'message')}), ''), 1, 500)
    FROM "jobs" WHERE "status" = 'failed' GROUP BY 1, 2`,

  // How busy servers were: the attempts that ended lately, and those that have not (null).
  `CREATE INDEX "job_attempts_by_end" ON "job_attempts" ("ended_timestamp", "started_timestamp")`,
  // The story of one job.
  `CREATE INDEX "events_by_job" ON "events" ("job_id", "seq") WHERE "job_id" IS NOT NULL`,

  // Prompts as they were written, each once for each caller; they outlive their jobs.
  `CREATE TABLE "prompt_history" (
    "owner" varchar NOT NULL,
    "sha256" varchar NOT NULL,
    "prompt" text NOT NULL,
    "negative_prompt" text NOT NULL,
    "last_used" varchar NOT NULL,
    "count" integer NOT NULL,
    PRIMARY KEY ("owner", "sha256")
  )`,
  `CREATE INDEX "prompt_history_by_time" ON "prompt_history" ("owner", "last_used")`,
  // What callers have saved to use again: parameters, styles, searches.
  `CREATE TABLE "presets" (
    "id" varchar PRIMARY KEY NOT NULL,
    "owner" varchar NOT NULL,
    "kind" varchar NOT NULL,
    "name" varchar NOT NULL,
    "body_json" text NOT NULL,
    "created_timestamp" varchar NOT NULL,
    "updated_timestamp" varchar NOT NULL
  )`,
  `CREATE UNIQUE INDEX "presets_name" ON "presets" ("owner", "kind", "name")`,
  `CREATE TRIGGER "keys_leave_nothing" AFTER DELETE ON "api_keys" BEGIN
    DELETE FROM "prompt_history" WHERE "owner" = 'key:' || OLD."id";
    DELETE FROM "presets" WHERE "owner" = 'key:' || OLD."id";
  END`,
];

const undo = [
  `DROP TRIGGER "keys_leave_nothing"`,
  `DROP TABLE "presets"`,
  `DROP TABLE "prompt_history"`,
  `DROP INDEX "events_by_job"`,
  `DROP INDEX "job_attempts_by_end"`,
  `DROP TRIGGER "attempts_wait_counted"`,
  `DROP TRIGGER "attempts_time_counted"`,
  `DROP TRIGGER "jobs_failure_counted"`,
  `DROP TRIGGER "jobs_end_counted"`,
  `DROP TABLE "statistics_failures"`,
  `DROP TABLE "statistics_waits"`,
  `DROP TABLE "statistics_days"`,
];

export class System1764230000000 implements MigrationInterface {
  readonly name = 'System1764230000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of undo) await runner.query(statement);
  }
}
