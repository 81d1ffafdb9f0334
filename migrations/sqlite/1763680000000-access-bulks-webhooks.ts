import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // Who may do what. Secrets are keyed hashes; `source` tells a key that somebody made from one of the environment.
  `CREATE TABLE "api_keys" (
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "name" varchar NOT NULL,
    "key" varchar NOT NULL,
    "secret_hash" varchar NOT NULL,
    "secret_hint" varchar NOT NULL,
    "previous_secret_hash" varchar,
    "previous_valid_until" varchar,
    "path_token_hash" varchar,
    "path_token_created" varchar,
    "scopes_json" text NOT NULL,
    "servers_json" text,
    "app_types_json" text,
    "limits_json" text NOT NULL DEFAULT ('{}'),
    "settings_json" text NOT NULL DEFAULT ('{}'),
    "is_active" boolean NOT NULL DEFAULT (1),
    "source" varchar NOT NULL DEFAULT ('api'),
    "expires_timestamp" varchar,
    "created_timestamp" varchar NOT NULL,
    "updated_timestamp" varchar NOT NULL,
    "last_used_timestamp" varchar
  )`,
  `CREATE UNIQUE INDEX "api_keys_key" ON "api_keys" ("key")`,
  `CREATE UNIQUE INDEX "api_keys_path_token" ON "api_keys" ("path_token_hash")`,
  // What each key did on each day (UTC). Jobs and GPU seconds are counted by the triggers below, in the transaction
  // that stores the job or ends the attempt; the rest is added by the access log.
  `CREATE TABLE "api_key_usage" (
    "key_id" integer NOT NULL,
    "day" varchar NOT NULL,
    "requests" integer NOT NULL DEFAULT (0),
    "refusals" integer NOT NULL DEFAULT (0),
    "jobs" integer NOT NULL DEFAULT (0),
    "bulk_jobs" integer NOT NULL DEFAULT (0),
    "gpu_seconds" real NOT NULL DEFAULT (0),
    PRIMARY KEY ("key_id", "day")
  ) WITHOUT ROWID`,
  // Every use and every refusal. Rows outlive their key.
  `CREATE TABLE "access_log" (
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "timestamp" varchar NOT NULL,
    "who" varchar NOT NULL,
    "key_id" integer,
    "via" varchar,
    "method" varchar NOT NULL,
    "route" varchar NOT NULL,
    "status" integer NOT NULL,
    "code" varchar,
    "address" varchar NOT NULL,
    "request_id" varchar NOT NULL
  )`,
  `CREATE INDEX "access_log_by_key" ON "access_log" ("key_id", "id")`,
  `CREATE INDEX "access_log_by_time" ON "access_log" ("timestamp")`,
  `CREATE INDEX "access_log_refused" ON "access_log" ("id") WHERE "status" IN (401, 403, 421, 429)`,
  `CREATE TABLE "console_sessions" (
    "id_hash" varchar PRIMARY KEY NOT NULL,
    "signed_in_by" varchar NOT NULL,
    "address" varchar NOT NULL,
    "user_agent" varchar,
    "created_timestamp" varchar NOT NULL,
    "last_seen_timestamp" varchar NOT NULL,
    "expires_timestamp" varchar NOT NULL
  )`,

  // Answers to submits that came with an Idempotency-Key; stored with the job that they tell of.
  `CREATE TABLE "idempotency_keys" (
    "owner" varchar NOT NULL,
    "route" varchar NOT NULL,
    "key" varchar NOT NULL,
    "body_sha256" varchar NOT NULL,
    "resource_id" varchar NOT NULL,
    "status" integer NOT NULL,
    "response_json" text,
    "created_timestamp" varchar NOT NULL,
    PRIMARY KEY ("owner", "route", "key")
  )`,
  `CREATE INDEX "idempotency_keys_by_time" ON "idempotency_keys" ("created_timestamp")`,

  `CREATE TABLE "bulks" (
    "seq" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "id" varchar NOT NULL,
    "name" varchar,
    "api_key_id" integer,
    "source_info" varchar,
    "app_type" varchar NOT NULL,
    "target_server_alias" varchar,
    "total_jobs" integer NOT NULL,
    "paused" boolean NOT NULL DEFAULT (0),
    "job_delay_seconds" real NOT NULL DEFAULT (0),
    "request_json" text NOT NULL,
    "webhook_json" text,
    "created_timestamp" varchar NOT NULL,
    "finished_timestamp" varchar
  )`,
  `CREATE UNIQUE INDEX "bulks_id" ON "bulks" ("id")`,
  `CREATE INDEX "bulks_by_key" ON "bulks" ("api_key_id", "seq")`,

  `CREATE INDEX "jobs_of_bulk" ON "jobs" ("bulk_job_id", "status") WHERE "bulk_job_id" IS NOT NULL`,
  // A job that comes back to the queue while its bulk is paused waits with the others.
  `CREATE TRIGGER "jobs_return_to_paused_bulk" AFTER UPDATE OF "status" ON "jobs"
    WHEN NEW."status" = 'pending' AND OLD."status" <> 'pending' AND NEW."bulk_job_id" IS NOT NULL
      AND EXISTS (SELECT 1 FROM "bulks" WHERE "id" = NEW."bulk_job_id" AND "paused" = 1) BEGIN
    UPDATE "jobs" SET "held" = 1, "waiting_reason_json" = '{"code":"bulk_paused","message":"Its bulk is paused; resume the bulk to go on."}'
      WHERE "seq" = NEW."seq";
  END`,
  // A bulk is no longer finished when one of its jobs runs again.
  `CREATE TRIGGER "jobs_reopen_bulk" AFTER UPDATE OF "status" ON "jobs"
    WHEN NEW."status" = 'pending' AND OLD."status" IN ('failed', 'cancelled') AND NEW."bulk_job_id" IS NOT NULL BEGIN
    UPDATE "bulks" SET "finished_timestamp" = NULL WHERE "id" = NEW."bulk_job_id" AND "finished_timestamp" IS NOT NULL;
  END`,

  `ALTER TABLE "jobs" ADD COLUMN "webhook_json" text`,
  `ALTER TABLE "jobs" ADD COLUMN "depends_on_json" text`,
  // The prompts as they were written, and what each choice in them became.
  `ALTER TABLE "jobs" ADD COLUMN "prompt_choices_json" text`,
  `CREATE INDEX "jobs_by_key" ON "jobs" ("api_key_id", "seq") WHERE "api_key_id" IS NOT NULL`,
  `CREATE INDEX "jobs_waiting_key" ON "jobs" ("api_key_id", "seq") WHERE "status" = 'pending' AND "api_key_id" IS NOT NULL`,
  `CREATE INDEX "jobs_running_key" ON "jobs" ("api_key_id") WHERE "slot_server_id" IS NOT NULL AND "api_key_id" IS NOT NULL`,
  `CREATE INDEX "jobs_by_time" ON "jobs" ("creation_timestamp", "seq")`,
  `CREATE TRIGGER "jobs_used_by_key" AFTER INSERT ON "jobs" WHEN NEW."api_key_id" IS NOT NULL BEGIN
    INSERT INTO "api_key_usage" ("key_id", "day", "jobs", "bulk_jobs")
      VALUES (NEW."api_key_id", substr(NEW."creation_timestamp", 1, 10), 1, NEW."bulk_job_id" IS NOT NULL)
    ON CONFLICT ("key_id", "day") DO UPDATE SET "jobs" = "jobs" + 1, "bulk_jobs" = "bulk_jobs" + excluded."bulk_jobs";
  END`,
  // A GPU is taken from the claim until the generation is done; saving the images is ours.
  `CREATE TRIGGER "attempts_used_by_key" AFTER UPDATE OF "ended_timestamp" ON "job_attempts"
    WHEN OLD."ended_timestamp" IS NULL AND NEW."ended_timestamp" IS NOT NULL BEGIN
    INSERT INTO "api_key_usage" ("key_id", "day", "gpu_seconds")
      SELECT "api_key_id", substr(NEW."ended_timestamp", 1, 10), max(0, 86400.0 * (julianday(CASE
          WHEN "generation_done_timestamp" BETWEEN NEW."started_timestamp" AND NEW."ended_timestamp" THEN "generation_done_timestamp"
          ELSE NEW."ended_timestamp" END) - julianday(NEW."started_timestamp")))
        FROM "jobs" WHERE "mobilesd_job_id" = NEW."mobilesd_job_id" AND "api_key_id" IS NOT NULL
    ON CONFLICT ("key_id", "day") DO UPDATE SET "gpu_seconds" = "gpu_seconds" + excluded."gpu_seconds";
  END`,
  // How many jobs wait in each stretch of 128 turns, so that a place in the middle of a long queue is known without
  // counting all before it.
  `CREATE TABLE "waiting_turns" (
    "priority" integer NOT NULL,
    "stretch" integer NOT NULL,
    "jobs" integer NOT NULL,
    PRIMARY KEY ("priority", "stretch")
  ) WITHOUT ROWID`,
  `INSERT INTO "waiting_turns" SELECT "priority", "round" >> 7, count(*) FROM "jobs" WHERE "status" = 'pending' GROUP BY 1, 2`,
  `CREATE TRIGGER "turns_counted_in" AFTER INSERT ON "jobs" WHEN NEW."status" = 'pending' BEGIN
    INSERT INTO "waiting_turns" VALUES (NEW."priority", NEW."round" >> 7, 1) ON CONFLICT DO UPDATE SET "jobs" = "jobs" + 1;
  END`,
  `CREATE TRIGGER "turns_counted_out" AFTER DELETE ON "jobs" WHEN OLD."status" = 'pending' BEGIN
    UPDATE "waiting_turns" SET "jobs" = "jobs" - 1 WHERE "priority" = OLD."priority" AND "stretch" = OLD."round" >> 7;
    DELETE FROM "waiting_turns" WHERE "priority" = OLD."priority" AND "stretch" = OLD."round" >> 7 AND "jobs" = 0;
  END`,
  `CREATE TRIGGER "turns_counted_over" AFTER UPDATE OF "status", "priority", "round" ON "jobs"
    WHEN OLD."status" IS NOT NEW."status" OR OLD."priority" IS NOT NEW."priority" OR OLD."round" IS NOT NEW."round" BEGIN
    UPDATE "waiting_turns" SET "jobs" = "jobs" - 1
      WHERE OLD."status" = 'pending' AND "priority" = OLD."priority" AND "stretch" = OLD."round" >> 7;
    INSERT INTO "waiting_turns" SELECT NEW."priority", NEW."round" >> 7, 1 WHERE NEW."status" = 'pending'
      ON CONFLICT DO UPDATE SET "jobs" = "jobs" + 1;
    DELETE FROM "waiting_turns" WHERE "priority" = OLD."priority" AND "stretch" = OLD."round" >> 7 AND "jobs" = 0;
  END`,
  // How long jobs of a kind took, to foretell the next ones.
  `CREATE TABLE "job_durations" (
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "server_id" varchar NOT NULL,
    "app_type" varchar NOT NULL,
    "model" varchar NOT NULL,
    "work" real NOT NULL,
    "seconds" real NOT NULL,
    "timestamp" varchar NOT NULL
  )`,

  `ALTER TABLE "images" ADD COLUMN "api_key_id" integer`,
  `UPDATE "images" SET "api_key_id" = (SELECT "api_key_id" FROM "jobs" WHERE "mobilesd_job_id" = "images"."job_id")`,
  `CREATE INDEX "images_by_key" ON "images" ("api_key_id", "id", "role") WHERE "state" = 'saved' AND "api_key_id" IS NOT NULL`,
  `ALTER TABLE "events" ADD COLUMN "api_key_id" integer`,

  `CREATE TABLE "webhook_subscriptions" (
    "id" varchar PRIMARY KEY NOT NULL,
    "name" varchar NOT NULL,
    "api_key_id" integer,
    "hears_all" boolean NOT NULL DEFAULT (0),
    "url" varchar NOT NULL,
    "secret_sealed" text NOT NULL,
    "previous_secret_sealed" text,
    "previous_valid_until" varchar,
    "events_json" text NOT NULL,
    "template" varchar NOT NULL DEFAULT ('standard'),
    "options_sealed" text,
    "filter_json" text NOT NULL DEFAULT ('{}'),
    "enabled" boolean NOT NULL DEFAULT (1),
    "paused_until" varchar,
    "pause_reason" varchar,
    "failures" integer NOT NULL DEFAULT (0),
    "failing_since" varchar,
    "created_timestamp" varchar NOT NULL,
    "updated_timestamp" varchar NOT NULL
  )`,
  // The durable queue of deliveries. The message is frozen when its event happens; its id is what receivers know it by.
  `CREATE TABLE "webhook_deliveries" (
    "seq" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "id" varchar NOT NULL,
    "subscription_id" varchar,
    "target_json" text,
    "endpoint" varchar NOT NULL,
    "host" varchar NOT NULL,
    "api_key_id" integer,
    "event_seq" integer,
    "event_type" varchar NOT NULL,
    "job_id" varchar,
    "bulk_job_id" varchar,
    "lane" varchar NOT NULL,
    "payload_json" text NOT NULL,
    "status" varchar NOT NULL DEFAULT ('pending'),
    "attempts" integer NOT NULL DEFAULT (0),
    "max_attempts" integer NOT NULL,
    "next_attempt_timestamp" varchar,
    "last_status" integer,
    "last_error" text,
    "created_timestamp" varchar NOT NULL,
    "finished_timestamp" varchar,
    CONSTRAINT "webhook_deliveries_subscription" FOREIGN KEY ("subscription_id") REFERENCES "webhook_subscriptions" ("id") ON DELETE CASCADE
  )`,
  `CREATE UNIQUE INDEX "webhook_deliveries_id" ON "webhook_deliveries" ("id")`,
  `CREATE UNIQUE INDEX "webhook_deliveries_once" ON "webhook_deliveries" ("event_seq", "endpoint")`,
  `CREATE INDEX "webhook_deliveries_by_subscription" ON "webhook_deliveries" ("subscription_id", "seq")`,
  `CREATE INDEX "webhook_deliveries_by_job" ON "webhook_deliveries" ("job_id", "seq")`,
  `CREATE INDEX "webhook_deliveries_by_bulk" ON "webhook_deliveries" ("bulk_job_id", "seq")`,
  // What is due, and which earlier message of the same lane (one endpoint, one job) has to go first.
  `CREATE INDEX "webhook_deliveries_by_key" ON "webhook_deliveries" ("api_key_id", "seq") WHERE "api_key_id" IS NOT NULL`,
  `CREATE INDEX "webhook_deliveries_finished" ON "webhook_deliveries" ("finished_timestamp") WHERE "status" <> 'pending'`,
  `CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" ("host", "next_attempt_timestamp")
     WHERE "status" = 'pending' AND "next_attempt_timestamp" IS NOT NULL`,
  `CREATE INDEX "webhook_deliveries_lane" ON "webhook_deliveries" ("lane", "seq") WHERE "status" = 'pending'`,
  `CREATE TABLE "webhook_attempts" (
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "delivery_id" varchar NOT NULL,
    "attempt" integer NOT NULL,
    "started_timestamp" varchar NOT NULL,
    "duration_ms" integer NOT NULL,
    "request_json" text NOT NULL,
    "status" integer,
    "response_text" text,
    "error" text,
    CONSTRAINT "webhook_attempts_delivery" FOREIGN KEY ("delivery_id") REFERENCES "webhook_deliveries" ("id") ON DELETE CASCADE
  )`,
  `CREATE INDEX "webhook_attempts_by_delivery" ON "webhook_attempts" ("delivery_id", "id")`,

  // A job or bulk that is deleted right after its last event is still told of to its own webhook.
  `CREATE TABLE "webhook_leftovers" (
    "kind" varchar NOT NULL,
    "id" varchar NOT NULL,
    "webhook_json" text NOT NULL,
    "last_event_seq" integer NOT NULL,
    PRIMARY KEY ("kind", "id")
  ) WITHOUT ROWID`,
  `CREATE TRIGGER "jobs_leave_webhook" AFTER DELETE ON "jobs" WHEN OLD."webhook_json" IS NOT NULL BEGIN
    INSERT OR REPLACE INTO "webhook_leftovers" ("kind", "id", "webhook_json", "last_event_seq")
      VALUES ('job', OLD."mobilesd_job_id", OLD."webhook_json", (SELECT coalesce(max("seq"), 0) FROM "events"));
  END`,
  `CREATE TRIGGER "bulks_leave_webhook" AFTER DELETE ON "bulks" WHEN OLD."webhook_json" IS NOT NULL BEGIN
    INSERT OR REPLACE INTO "webhook_leftovers" ("kind", "id", "webhook_json", "last_event_seq")
      VALUES ('bulk', OLD."id", OLD."webhook_json", (SELECT coalesce(max("seq"), 0) FROM "events"));
  END`,

  // Options that a client of the A1111 door has set; each caller has its own.
  `CREATE TABLE "door_options" (
    "owner" varchar PRIMARY KEY NOT NULL,
    "options_json" text NOT NULL,
    "updated_timestamp" varchar NOT NULL
  )`,
];

const undo = [
  `DROP TABLE "door_options"`,
  `DROP TRIGGER "bulks_leave_webhook"`,
  `DROP TRIGGER "jobs_leave_webhook"`,
  `DROP TABLE "webhook_leftovers"`,
  `DROP TABLE "webhook_attempts"`,
  `DROP TABLE "webhook_deliveries"`,
  `DROP TABLE "webhook_subscriptions"`,
  `ALTER TABLE "events" DROP COLUMN "api_key_id"`,
  `DROP INDEX "images_by_key"`,
  `ALTER TABLE "images" DROP COLUMN "api_key_id"`,
  `DROP TABLE "job_durations"`,
  `DROP TRIGGER "turns_counted_over"`,
  `DROP TRIGGER "turns_counted_out"`,
  `DROP TRIGGER "turns_counted_in"`,
  `DROP TABLE "waiting_turns"`,
  `DROP TRIGGER "attempts_used_by_key"`,
  `DROP TRIGGER "jobs_used_by_key"`,
  `DROP INDEX "jobs_by_time"`,
  `DROP INDEX "jobs_running_key"`,
  `DROP INDEX "jobs_waiting_key"`,
  `DROP INDEX "jobs_by_key"`,
  `ALTER TABLE "jobs" DROP COLUMN "prompt_choices_json"`,
  `ALTER TABLE "jobs" DROP COLUMN "depends_on_json"`,
  `ALTER TABLE "jobs" DROP COLUMN "webhook_json"`,
  `DROP TRIGGER "jobs_reopen_bulk"`,
  `DROP TRIGGER "jobs_return_to_paused_bulk"`,
  `DROP INDEX "jobs_of_bulk"`,
  `DROP TABLE "bulks"`,
  `DROP TABLE "idempotency_keys"`,
  `DROP TABLE "console_sessions"`,
  `DROP TABLE "access_log"`,
  `DROP TABLE "api_key_usage"`,
  `DROP TABLE "api_keys"`,
];

export class AccessBulksWebhooks1763680000000 implements MigrationInterface {
  readonly name = 'AccessBulksWebhooks1763680000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of undo) await runner.query(statement);
  }
}
