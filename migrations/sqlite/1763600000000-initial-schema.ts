import type { MigrationInterface, QueryRunner } from 'typeorm';

// TypeORM's schema check finds the last CHECK of a table only where the statement ends right behind it.
const statements = [
  // Jobs. `seq` gives the order of arrival and is what lists page by; the id is what clients know.
  `CREATE TABLE "jobs" (
    "seq" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "mobilesd_job_id" varchar NOT NULL,
    "status" varchar NOT NULL DEFAULT ('pending'),
    "app_type" varchar NOT NULL DEFAULT ('forge'),
    "target_server_alias" varchar,
    "source_info" varchar,
    "api_key_id" integer,
    "bulk_job_id" varchar,
    "lane" varchar NOT NULL DEFAULT (''),
    "priority" integer NOT NULL DEFAULT (5),
    "round" integer NOT NULL DEFAULT (0),
    "position" integer NOT NULL DEFAULT (0),
    "not_before" varchar,
    "held" boolean NOT NULL DEFAULT (0),
    "max_retries" integer NOT NULL DEFAULT (3),
    "retry_count" integer NOT NULL DEFAULT (0),
    "crash_count" integer NOT NULL DEFAULT (0),
    "attempt" integer NOT NULL DEFAULT (0),
    "server_id" varchar,
    "slot_server_id" varchar,
    "slot_no" integer,
    "lease_owner" varchar,
    "lease_until" varchar,
    "phase" varchar,
    "progress" real NOT NULL DEFAULT (0),
    "step" integer,
    "steps" integer,
    "eta_seconds" real,
    "creation_timestamp" varchar NOT NULL,
    "last_updated_timestamp" varchar NOT NULL,
    "started_timestamp" varchar,
    "generation_done_timestamp" varchar,
    "completion_timestamp" varchar,
    "forge_session_hash" varchar,
    "forge_internal_task_id" varchar,
    "prompt" text,
    "image_count" integer NOT NULL DEFAULT (0),
    "waiting_reason_json" text,
    "error_json" text,
    "warnings_json" text,
    "metadata_json" text,
    "handle_json" text,
    "generation_params_json" text NOT NULL,
    "result_details_json" text,
    "request_json" text,
    "sent_json" text,
    "received_json" text,
    CONSTRAINT "jobs_status_known" CHECK ("status" IN ('pending', 'processing', 'completed', 'failed', 'cancelled')),
    CONSTRAINT "jobs_progress_percent" CHECK ("progress" BETWEEN 0 AND 100))`,
  `CREATE UNIQUE INDEX "jobs_id" ON "jobs" ("mobilesd_job_id")`,
  `CREATE INDEX "jobs_by_status" ON "jobs" ("status", "seq")`,
  `CREATE INDEX "jobs_by_app_type" ON "jobs" ("app_type", "seq")`,
  `CREATE INDEX "jobs_by_server" ON "jobs" ("target_server_alias", "seq")`,
  `CREATE INDEX "jobs_by_source" ON "jobs" ("source_info", "seq")`,
  `CREATE INDEX "jobs_by_bulk" ON "jobs" ("bulk_job_id", "seq") WHERE "bulk_job_id" IS NOT NULL`,
  // What a free slot looks through: jobs pinned to it, and jobs for any server of its app_type, each in the order they run.
  `CREATE INDEX "jobs_waiting_pinned" ON "jobs" ("target_server_alias", "priority" DESC, "round", "position")
     WHERE "status" = 'pending' AND "target_server_alias" IS NOT NULL`,
  `CREATE INDEX "jobs_waiting_any" ON "jobs" ("app_type", "priority" DESC, "round", "position")
     WHERE "status" = 'pending' AND "target_server_alias" IS NULL`,
  `CREATE INDEX "jobs_waiting_order" ON "jobs" ("priority" DESC, "round", "position") WHERE "status" = 'pending'`,
  `CREATE INDEX "jobs_waiting_lane" ON "jobs" ("lane", "priority", "round") WHERE "status" = 'pending'`,
  `CREATE INDEX "jobs_scheduled" ON "jobs" ("not_before") WHERE "status" = 'pending' AND "not_before" IS NOT NULL`,
  `CREATE INDEX "jobs_leased" ON "jobs" ("lease_owner", "lease_until") WHERE "lease_owner" IS NOT NULL`,
  // One job per slot of a server is a fact of the database, not a check in code.
  `CREATE UNIQUE INDEX "jobs_slot" ON "jobs" ("slot_server_id", "slot_no") WHERE "slot_server_id" IS NOT NULL`,

  // How many jobs of each kind lie in each stretch of 2,048 arrivals: true totals and deep pages without counting rows.
  `CREATE TABLE "job_buckets" (
    "bucket" integer NOT NULL,
    "status" varchar NOT NULL,
    "app_type" varchar NOT NULL,
    "server" varchar NOT NULL,
    "source" varchar NOT NULL,
    "jobs" integer NOT NULL,
    PRIMARY KEY ("bucket", "status", "app_type", "server", "source")
  ) WITHOUT ROWID`,
  `CREATE TRIGGER "jobs_counted_in" AFTER INSERT ON "jobs" BEGIN
    INSERT INTO "job_buckets" VALUES (NEW."seq" >> 11, NEW."status", NEW."app_type", coalesce(NEW."target_server_alias", ''), coalesce(NEW."source_info", ''), 1)
    ON CONFLICT DO UPDATE SET "jobs" = "jobs" + 1;
  END`,
  `CREATE TRIGGER "jobs_counted_out" AFTER DELETE ON "jobs" BEGIN
    UPDATE "job_buckets" SET "jobs" = "jobs" - 1 WHERE "bucket" = OLD."seq" >> 11 AND "status" = OLD."status" AND "app_type" = OLD."app_type"
      AND "server" = coalesce(OLD."target_server_alias", '') AND "source" = coalesce(OLD."source_info", '');
    DELETE FROM "job_buckets" WHERE "bucket" = OLD."seq" >> 11 AND "jobs" = 0;
  END`,
  `CREATE TRIGGER "jobs_counted_over" AFTER UPDATE OF "status", "app_type", "target_server_alias", "source_info" ON "jobs"
    WHEN OLD."status" IS NOT NEW."status" OR OLD."app_type" IS NOT NEW."app_type"
      OR OLD."target_server_alias" IS NOT NEW."target_server_alias" OR OLD."source_info" IS NOT NEW."source_info" BEGIN
    UPDATE "job_buckets" SET "jobs" = "jobs" - 1 WHERE "bucket" = OLD."seq" >> 11 AND "status" = OLD."status" AND "app_type" = OLD."app_type"
      AND "server" = coalesce(OLD."target_server_alias", '') AND "source" = coalesce(OLD."source_info", '');
    INSERT INTO "job_buckets" VALUES (NEW."seq" >> 11, NEW."status", NEW."app_type", coalesce(NEW."target_server_alias", ''), coalesce(NEW."source_info", ''), 1)
    ON CONFLICT DO UPDATE SET "jobs" = "jobs" + 1;
    DELETE FROM "job_buckets" WHERE "bucket" = OLD."seq" >> 11 AND "jobs" = 0;
  END`,

  // Each try of a job on a server.
  `CREATE TABLE "job_attempts" (
    "mobilesd_job_id" varchar NOT NULL,
    "attempt" integer NOT NULL,
    "server_alias" varchar NOT NULL,
    "reattached" boolean NOT NULL DEFAULT (0),
    "started_timestamp" varchar NOT NULL,
    "ended_timestamp" varchar,
    "outcome" varchar,
    "error_json" text,
    PRIMARY KEY ("mobilesd_job_id", "attempt"),
    CONSTRAINT "job_attempts_job" FOREIGN KEY ("mobilesd_job_id") REFERENCES "jobs" ("mobilesd_job_id") ON DELETE CASCADE
  )`,
  // Servers that do not have what a waiting job needs (no end), or on which it failed last (for a while).
  `CREATE TABLE "job_exclusions" (
    "mobilesd_job_id" varchar NOT NULL,
    "server_id" varchar NOT NULL,
    "until" varchar,
    "reason" text NOT NULL,
    PRIMARY KEY ("mobilesd_job_id", "server_id"),
    CONSTRAINT "job_exclusions_job" FOREIGN KEY ("mobilesd_job_id") REFERENCES "jobs" ("mobilesd_job_id") ON DELETE CASCADE
  )`,
  // Images that came with a request, once each, so that a row of jobs stays small.
  `CREATE TABLE "job_blobs" ("sha256" varchar PRIMARY KEY NOT NULL, "text" text NOT NULL)`,
  `CREATE TABLE "job_blob_uses" (
    "mobilesd_job_id" varchar NOT NULL,
    "sha256" varchar NOT NULL,
    PRIMARY KEY ("mobilesd_job_id", "sha256"),
    CONSTRAINT "job_blob_uses_job" FOREIGN KEY ("mobilesd_job_id") REFERENCES "jobs" ("mobilesd_job_id") ON DELETE CASCADE,
    CONSTRAINT "job_blob_uses_blob" FOREIGN KEY ("sha256") REFERENCES "job_blobs" ("sha256")
  )`,
  `CREATE INDEX "job_blob_uses_by_blob" ON "job_blob_uses" ("sha256")`,

  // The outbox: written with the change it tells of; `seq` is the id of the event stream.
  `CREATE TABLE "events" (
    "seq" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "type" varchar NOT NULL,
    "job_id" varchar,
    "bulk_job_id" varchar,
    "server_alias" varchar,
    "data_json" text NOT NULL,
    "timestamp" varchar NOT NULL
  )`,

  `CREATE TABLE "servers" (
    "id" varchar PRIMARY KEY NOT NULL,
    "alias" varchar NOT NULL,
    "base_url" varchar NOT NULL,
    "app_type" varchar NOT NULL,
    "credentials_encrypted" text,
    "extra_headers_encrypted" text,
    "tls_json" text,
    "options_json" text,
    "enabled" boolean NOT NULL DEFAULT (1),
    "draining" boolean NOT NULL DEFAULT (0),
    "max_concurrent_jobs" integer NOT NULL DEFAULT (1),
    "notes" text,
    "created_timestamp" varchar NOT NULL,
    "updated_timestamp" varchar NOT NULL
  )`,
  `CREATE UNIQUE INDEX "servers_alias" ON "servers" ("alias")`,
  // What each server had when it was last asked, so that a start need not wait for it.
  `CREATE TABLE "server_inventories" (
    "server_id" varchar PRIMARY KEY NOT NULL,
    "inventory_json" text NOT NULL,
    "refreshed_timestamp" varchar NOT NULL,
    CONSTRAINT "server_inventories_server" FOREIGN KEY ("server_id") REFERENCES "servers" ("id") ON DELETE CASCADE
  )`,

  // Images outlive their jobs, hence no foreign key. A row is `saving` from before the file is written until the job ends.
  `CREATE TABLE "images" (
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "job_id" varchar NOT NULL,
    "attempt" integer NOT NULL,
    "idx" integer NOT NULL,
    "state" varchar NOT NULL DEFAULT ('saving'),
    "role" varchar NOT NULL DEFAULT ('image'),
    "filename" varchar NOT NULL,
    "relative_path" varchar NOT NULL,
    "media_type" varchar NOT NULL,
    "width" integer NOT NULL,
    "height" integer NOT NULL,
    "bytes" integer NOT NULL,
    "sha256" varchar NOT NULL,
    "seed" integer,
    "infotext" text,
    "params_json" text,
    "server_alias" varchar,
    "app_type" varchar,
    "created_timestamp" varchar NOT NULL,
    CONSTRAINT "images_state_known" CHECK ("state" IN ('saving', 'saved')))`,
  `CREATE UNIQUE INDEX "images_job_index" ON "images" ("job_id", "idx")`,
  `CREATE UNIQUE INDEX "images_filename" ON "images" ("filename")`,
  // Gallery pages read these alone; with role first SQLite would take it for lists of one job, which then get slow.
  `CREATE INDEX "images_listed" ON "images" ("id", "role") WHERE "state" = 'saved'`,
  `CREATE INDEX "images_by_server" ON "images" ("server_alias", "id", "role") WHERE "state" = 'saved'`,
  `CREATE INDEX "images_by_app_type" ON "images" ("app_type", "id", "role") WHERE "state" = 'saved'`,
  `CREATE INDEX "images_unsaved" ON "images" ("job_id") WHERE "state" = 'saving'`,

  `CREATE TABLE "app_settings" ("name" varchar PRIMARY KEY NOT NULL, "value_json" text NOT NULL)`,
];

export class InitialSchema1763600000000 implements MigrationInterface {
  readonly name = 'InitialSchema1763600000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = [
      'app_settings',
      'images',
      'server_inventories',
      'servers',
      'events',
      'job_blob_uses',
      'job_blobs',
    ];
    for (const table of [...tables, 'job_exclusions', 'job_attempts', 'job_buckets', 'jobs']) {
      await runner.query(`DROP TABLE "${table}"`);
    }
  }
}
